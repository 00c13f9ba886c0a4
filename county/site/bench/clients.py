"""Many clients at once, each with its own connection, and what they waited for."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ask:
    """One request."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass
class Waited:
    """What came back: how long each answer took (seconds), and the answers that were no success."""

    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    bytes: int = 0

    @property
    def done(self) -> int:
        """How many were answered as they should be."""
        return len(self.times)


class Line:
    """A connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, ask: Ask) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        self.wire.request(ask.method, ask.path, body=ask.body, headers=ask.headers)
        answer = self.wire.getresponse()
        return answer.status, answer.read()


def drive(
    port: int,
    wanted: Callable[[int, int], Ask],
    *,
    clients: int,
    seconds: float,
    pause: float = 0.0,
) -> Waited:
    """Let every client ask again `pause` seconds after its answer; `wanted(client, n)` says what.

    With a pause the clients begin spread over one, as people would.
    """
    waited, lock = Waited(), threading.Lock()
    end = time.monotonic() + seconds

    def work(client: int) -> None:
        line, own = Line(port), Waited()
        number = 0
        time.sleep(pause * client / clients)
        while time.monotonic() < end:
            ask = wanted(client, number)
            number += 1
            begun = time.perf_counter()
            status, body = line.ask(ask)
            if status in (200, 201):
                own.times.append(time.perf_counter() - begun)
                own.bytes += len(body)
            else:
                own.failures.append(f"{status} {ask.path} {body[:200].decode(errors='replace')}")
            if pause:
                time.sleep(pause)
        with lock:
            waited.times += own.times
            waited.failures += own.failures
            waited.bytes += own.bytes

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited
