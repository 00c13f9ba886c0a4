"""One listening connection per process; one bounded queue per open page."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass

import orjson
import psycopg

log = logging.getLogger(__name__)

PING = 15
"""Seconds of silence after which a comment keeps proxies from closing the stream."""
QUEUE = 200
"""Frames a slow page may lag behind; beyond that it is told to ask again."""


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
        topics = list(self.queues) if heard is None else heard.topics()
        for queue in {queue for topic in topics for queue in self.queues.get(topic, ())}:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(heard)

    async def stream(
        self, topics: set[str], kinds: set[str], missed: Iterable[Heard]
    ) -> AsyncGenerator[bytes, None]:
        """The frames of one page: first what it missed, then what happens."""
        if self.listening is None or self.listening.done():
            self.listening = asyncio.create_task(self.listen())
        queue = self._subscribe(topics)
        try:
            yield b"retry: 2000\n\n"
            for heard in missed:
                if wanted(heard, kinds):
                    yield heard.frame()
            while True:
                frame = await self._next(queue, kinds)
                if frame:
                    yield frame
        finally:
            self._unsubscribe(queue, topics)

    async def _next(self, queue: asyncio.Queue[Heard | None], kinds: set[str]) -> bytes:
        """The next frame: a fact, a request to ask again, or a sign of life; empty: not for it."""
        try:
            heard = await asyncio.wait_for(queue.get(), PING)
        except TimeoutError:
            return b": still here\n\n"
        if heard is None:
            return b"event: again\ndata: {}\n\n"
        return heard.frame() if wanted(heard, kinds) else b""

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


def wanted(heard: Heard, kinds: set[str]) -> bool:
    """Whether a page that asked for these kinds, or for all, wants to hear this."""
    return not kinds or heard.kind in kinds
