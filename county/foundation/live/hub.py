"""One listening connection per process; one bounded queue per open page."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass

import orjson
import psycopg

from county.foundation.live.tickets import Ticket

log = logging.getLogger(__name__)

PING = 15
"""Seconds of silence after which a comment keeps proxies from closing the stream."""
QUEUE = 200
"""Frames a slow page may lag behind; beyond that it is told to ask again."""
KEPT = 2000
"""Facts remembered for pages that are shown already and do not listen yet."""
SLACK = 0.3
"""Seconds that making a page takes: what happened meanwhile may not be on it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A fact as the database announced it to listeners."""

    id: int
    kind: str
    subject: str
    thread: str
    shown: str

    @classmethod
    def read(cls, payload: str) -> Heard:
        number, kind, subject, thread, shown = payload.split("|", 4)
        return cls(int(number), kind, subject, thread, shown)

    def topics(self) -> Iterable[str]:
        """What a page may have subscribed to in order to hear this."""
        yield self.subject
        yield f"app:{self.kind.partition('.')[0]}"
        if self.thread:
            yield f"thread:{self.thread}"

    def frame(self) -> bytes:
        """The fact as one server-sent event; what passes by has no number to replay from."""
        data = orjson.dumps(
            {
                "kind": self.kind,
                "subject": self.subject,
                "topics": list(self.topics()),
                **orjson.loads(self.shown or "{}"),
            }
        )
        number = b"id: %d\n" % self.id if self.id else b""
        return number + b"event: fact\ndata: " + data + b"\n\n"


class Hub:
    """Carries what PostgreSQL announces to every stream that subscribed to it.

    The database's `address` is asked for when the listening begins, not when this is made.
    """

    def __init__(self, address: Callable[[], str], channel: str) -> None:
        self.address, self.channel = address, channel
        self.queues: defaultdict[str, set[asyncio.Queue[Heard | None]]] = defaultdict(set)
        self.listening: asyncio.Task[None] | None = None
        self.lately: deque[tuple[float, Heard]] = deque(maxlen=KEPT)
        self.hears_since = float("inf")
        """From when on `lately` has everything: seconds of the epoch."""

    @property
    def streams(self) -> int:
        """How many pages are listening."""
        return len({queue for queues in self.queues.values() for queue in queues})

    async def listen(self) -> None:
        """Listen for ever; after a lost connection every page is told to ask again."""
        pause = 0.5
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(self.address(), autocommit=True)
                async with connection:
                    await connection.execute(f"LISTEN {self.channel}")
                    pause = 0.5
                    self.spread(None)
                    async for notification in connection.notifies():
                        self.spread(Heard.read(notification.payload))
            except psycopg.OperationalError as error:
                log.warning("the database is away: %s", error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)

    def spread(self, heard: Heard | None) -> None:
        """Put a fact into the queues of its topics; None, into all: ask again."""
        self._remember(heard)
        topics = list(self.queues) if heard is None else heard.topics()
        for queue in {queue for topic in topics for queue in self.queues.get(topic, ())}:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(heard)

    def _remember(self, heard: Heard | None) -> None:
        now = time.time()
        if heard is None:
            self.lately.clear()
            self.hears_since = now
            return
        if len(self.lately) == KEPT:
            self.hears_since = self.lately[0][0]
        self.lately.append((now, heard))

    def _since(self, shown: float, topics: set[str]) -> list[Heard | None]:
        """What happened after a page was made and before it listened; None: it must ask again.

        A page on its way to its reader would otherwise never learn of it, an alarm included.
        """
        begun = shown - SLACK
        if self.hears_since == float("inf"):
            return []  # nobody listened yet: whoever begins to is told to ask again
        if begun < self.hears_since:
            return [None]
        return [one for at, one in self.lately if at >= begun and topics & set(one.topics())]

    async def stream(
        self, ticket: Ticket, missed: Iterable[Heard | None] | None
    ) -> AsyncGenerator[bytes, None]:
        """The frames of one page: first what it missed, then what happens.

        `missed` is what a page that was cut off is told; None if it listens for the first time.
        """
        if self.listening is None or self.listening.done():
            self.listening = asyncio.create_task(self.listen())
        queue = self._subscribe(ticket.topics)
        try:
            if missed is None:
                missed = self._since(ticket.shown, ticket.topics)
            yield b"retry: 2000\n\n"
            for heard in missed:
                if frame := framed(heard, ticket.kinds):
                    yield frame
            while True:
                if frame := await self._next(queue, ticket.kinds):
                    yield frame
        finally:
            self._unsubscribe(queue, ticket.topics)

    async def _next(self, queue: asyncio.Queue[Heard | None], kinds: set[str]) -> bytes:
        """The next frame: a fact, a request to ask again, or a sign of life; empty: not for it."""
        try:
            heard = await asyncio.wait_for(queue.get(), PING)
        except TimeoutError:
            return b": still here\n\n"
        return framed(heard, kinds)

    def _subscribe(self, topics: set[str]) -> asyncio.Queue[Heard | None]:
        queue: asyncio.Queue[Heard | None] = asyncio.Queue(QUEUE)
        for topic in topics:
            self.queues[topic].add(queue)
        return queue

    def _unsubscribe(self, queue: asyncio.Queue[Heard | None], topics: set[str]) -> None:
        for topic in topics:
            self.queues[topic].discard(queue)
            if not self.queues[topic]:
                del self.queues[topic]


def framed(heard: Heard | None, kinds: set[str]) -> bytes:
    """What a page that asked for these kinds, or for all, is sent: empty if it is not for it."""
    if heard is None:
        return b"event: again\ndata: {}\n\n"
    return heard.frame() if not kinds or heard.kind in kinds else b""
