"""Frequency and concurrency: 45009 and 45033 (wecom.md §11)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from county.foundation.channels.wecom.standin.wire import Call, Refusal
from county.foundation.channels.wecom.standin.world import World


def count(world: World, name: str, most: int, seconds: float) -> None:
    """One more call of so many within so many seconds; Refusal 45009."""
    stamps, now = world.stamps[name], world.now()
    while stamps and stamps[0] <= now - seconds:
        stamps.popleft()
    if len(stamps) >= most:
        raise Refusal(45009)
    stamps.append(now)


def check_frequency(world: World, interface: str) -> None:
    """The interface's own limit, if it has one; Refusal 45009."""
    limit = world.options["limits"].get(interface)
    if limit:
        count(world, interface, int(limit[0]), float(limit[1]))


@contextmanager
def one_at_work(world: World, interface: str) -> Iterator[None]:
    """One more caller at once; Refusal 45033 beyond the interface's cap."""
    with world.lock:
        world.busy[interface] += 1
        now = world.busy[interface]
        most = world.options["concurrent"].get(interface)
    try:
        if most is not None and now > most:
            raise Refusal(45033)
        yield
    finally:
        with world.lock:
            world.busy[interface] -= 1


@contextmanager
def one_writer(world: World, call: Call) -> Iterator[None]:
    """One change at once of what an officer keeps about a resident; Refusal 45035 (§6.3)."""
    if call.interface != "externalcontact/mark_tag" or not call.query.get("access_token"):
        yield
        return
    body = call.body
    pair = f"{body.get('userid')} {body.get('external_userid')}"
    with world.lock:
        if pair in world.pairs:
            raise Refusal(45035)
        world.pairs.add(pair)
    try:
        yield
    finally:
        with world.lock:
            world.pairs.discard(pair)
