"""Announce a fact; hand each announced fact to those who listen for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from datetime import timedelta
from typing import Any, TypeVar

import orjson
from django.db import connection, transaction
from django.utils import timezone

from county.foundation.database.hot import raw_cursor
from county.foundation.events.events import ListenerGivenUp
from county.foundation.events.models import Delivery, Event
from county.foundation.events.registry import KINDS, LISTENERS, Actor, Fact, System

T = TypeVar("T")
log = logging.getLogger(__name__)

CHANNEL = "facts"
OUTBOX = System("outbox")
LONGEST_BATCH = 0.25
"""Seconds after which a batch commits what it has done, so that others see it."""

_cause: ContextVar[int | None] = ContextVar("cause", default=None)
_heard: ContextVar[list[int] | None] = ContextVar("heard", default=None)
_batch: ContextVar[dict[str, Any] | None] = ContextVar("batch", default=None)

_ANNOUNCE = """
WITH told AS (
  INSERT INTO events_event (kind, subject, thread, facts, by, because_of)
  VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
), waits AS (
  INSERT INTO events_delivery (event_id) SELECT id FROM told WHERE %s
)
SELECT id, pg_notify('facts', id || '|' || %s) FROM told
"""


def announce(fact: Fact, *, by: Actor) -> int:
    """Write the fact down and wake its listeners; all of it commits, or none.

    Comes back with the event's number. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is announced inside the transaction that makes it true.")
    row = raw_cursor().execute(_ANNOUNCE, statement_values(fact, by), prepare=True).fetchone()
    number = int(row[0]) if row else 0
    if (listening := _heard.get()) is not None:
        listening.append(number)
    return number


def cause() -> int | None:
    """The number of the event that a listener acts on now; None outside of one."""
    return _cause.get()


@contextmanager
def heard() -> Iterator[list[int]]:
    """Note the numbers of the events that are announced within."""
    numbers: list[int] = []
    token = _heard.set(numbers)
    try:
        yield numbers
    finally:
        _heard.reset(token)


def statement_values(fact: Fact, by: Actor) -> tuple[Any, ...]:
    """The values of the announcing statement, for verbs that join it with their own insert."""
    thread = fact.thread
    return (
        fact.kind,
        fact.subject,
        thread,
        orjson.dumps(asdict(fact)).decode(),
        by.actor,
        _cause.get(),
        bool(LISTENERS[fact.kind]),
        signal(fact),
    )


def signal(fact: Fact) -> str:
    """What the announcement tells open pages: kind, subject, thread, and what may be shown."""
    return f"{fact.kind}|{fact.subject}|{fact.thread or ''}|{orjson.dumps(fact.shown).decode()}"


def whisper(fact: Fact) -> None:
    """Tell open pages of a passing state, such as typing; nothing is written down."""
    raw_cursor().execute("SELECT pg_notify('facts', '0|' || %s)", [signal(fact)], prepare=True)


def drain(*, limit: int = 20) -> int:
    """Hand the oldest waiting facts to their listeners; say how many were handled.

    The rows are locked, acted on and removed in one transaction: a worker that dies leaves them
    as they were, and what its listeners wrote vanishes with it.
    """
    begun, token = time.monotonic(), _batch.set({})
    try:
        with transaction.atomic():
            return _drained(begun, limit)
    finally:
        _batch.reset(token)


def once_a_batch(name: str, find: Callable[[], T]) -> T:
    """What `find` says, asked once for the facts that are handed over together.

    What others change meanwhile is heard with the next batch, a quarter of a second later at most.
    """
    known = _batch.get()
    if known is None:
        return find()
    if name not in known:
        known[name] = find()
    found: T = known[name]
    return found


def _drained(begun: float, limit: int) -> int:
    due = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(dead_at__isnull=True, outside=False, due_at__lte=timezone.now())
        .select_related("event")
        .order_by("due_at", "id")[:limit]
    )
    handled = []
    for delivery in due:
        _hand_over(delivery)
        handled.append(delivery.pk)
        if time.monotonic() - begun > LONGEST_BATCH:
            break
    if handled:
        Delivery.objects.filter(pk__in=handled).delete()
    return len(handled)


def _hand_over(delivery: Delivery) -> None:
    """Let each listener act on one event; note the one that failed, and the one that is slow."""
    event = delivery.event
    wanted = LISTENERS[event.kind]
    for name in [delivery.listener] if delivery.listener else list(wanted):
        listener = wanted.get(name)
        if listener is None:
            log.warning("nobody answers to %s for %s", name, event)
        elif listener.outside:
            Delivery.objects.create(event=event, listener=name, outside=True)
        else:
            try:
                with transaction.atomic(), _no_savepoints_within():
                    act(event, listener.act)
            except Exception as error:
                if _database_has_gone():
                    raise  # nothing of this batch was done: it is done again, no try is counted
                log.exception("%s failed on %s", name, event)
                _again(event, name, delivery.tries + 1, error, outside=False)


@contextmanager
def _no_savepoints_within() -> Iterator[None]:
    """Let what a listener's verbs do stand or fall together, by the listener's own savepoint.

    Each verb that calls a verb would set and release another; for an alarm that was a quarter of
    all that the worker asked of the database. A verb that catches a database error of an inner
    one fails here as a whole, and is tried again.
    """
    features = connection.features
    before = features.uses_savepoints
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = before


def act(event: Event, listener: Any) -> None:
    """Run one listener on one event, so that what it announces names this event as its cause."""
    token = _cause.set(event.pk)
    try:
        listener(KINDS[event.kind](**event.facts))
    finally:
        _cause.reset(token)


def acted_on() -> int | None:
    """The number of the event that this listener acts on; None outside a listener."""
    return _cause.get()


def _again(event: Event, listener: str, tries: int, error: Exception, *, outside: bool) -> None:
    now = timezone.now()
    known = LISTENERS[event.kind].get(listener)
    given_up = known is None or tries >= known.patience
    Delivery.objects.create(
        event=event,
        listener=listener,
        outside=outside,
        tries=tries,
        error=f"{type(error).__name__}: {error}"[:2000],
        due_at=now + timedelta(seconds=2**tries * 5),
        dead_at=now if given_up else None,
    )
    if given_up and event.kind != ListenerGivenUp.kind:
        token = _cause.set(event.pk)
        announce(ListenerGivenUp(event_id=event.pk, listener=listener), by=OUTBOX)
        _cause.reset(token)


LEASE = timedelta(seconds=12)
"""How long a claim stands without being renewed: a dead worker's work is taken up after it."""
_claims: set[int] = set()


def renew_claims() -> None:
    """Let the claims of the work this process does now stand on; called every second or so."""
    if mine := list(_claims):
        Delivery.objects.filter(pk__in=mine).update(due_at=timezone.now() + LEASE)


def drain_outside() -> bool:
    """Claim one slow or outward listener, run it without a transaction, remove its claim.

    Whoever dies in between leaves a claim that another may take when the lease has ended: such
    listeners make sure themselves that a second run does no harm. True if there was one.
    """
    with transaction.atomic():
        claim = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(dead_at__isnull=True, outside=True, due_at__lte=timezone.now())
            .select_related("event")
            .order_by("due_at", "id")
            .first()
        )
        if claim is None:
            return False
        claim.due_at, claim.tries = timezone.now() + LEASE, claim.tries + 1
        claim.save(update_fields=["due_at", "tries"])
    _claims.add(claim.pk)
    try:
        _run(claim)
    finally:
        _claims.discard(claim.pk)
    return True


def _run(claim: Delivery) -> None:
    """Run a claimed listener; then the claim goes, or the next try takes its place."""
    listener = LISTENERS[claim.event.kind].get(claim.listener)
    failed: Exception | None = None
    try:
        if listener is not None:
            act(claim.event, listener.act)
    except Exception as error:
        if _database_has_gone():
            raise  # the claim lapses and is taken up again; the listener is not to blame
        log.exception("%s failed on %s", claim.listener, claim.event)
        failed = error
    with transaction.atomic():
        if failed is not None:
            _again(claim.event, claim.listener, claim.tries, failed, outside=True)
        claim.delete()


def _database_has_gone() -> bool:
    """Whether the connection was lost under us: nothing can be noted on it any more."""
    wire = connection.connection
    return wire is None or wire.closed


def retry(delivery: Delivery) -> None:
    """Let a listener that was given up try once more, now."""
    Delivery.objects.filter(pk=delivery.pk).update(dead_at=None, tries=0, due_at=timezone.now())
