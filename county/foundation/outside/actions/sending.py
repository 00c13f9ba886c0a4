"""Queue a fact for each partner who may hear of it; send what is due; give up at the end."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.events.registry import Fact, System
from county.foundation.notices.actions import tell
from county.foundation.outside import queries, wire
from county.foundation.outside.access import Permit
from county.foundation.outside.actions.subscriptions import secrets_of, switch_off
from county.foundation.outside.events import DispatchEnded, DispatchQueued
from county.foundation.outside.flow import MESSAGE, Fate, Hearing
from county.foundation.outside.knowledge import pause_after, signature, telling
from county.foundation.outside.models import Attempt, Dispatch, Subscription
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.saying import saying

OUTSIDE = System("outside")
GONE = 410
"""The answer by which a receiver says that it wants nothing more."""
BUSY = (429, 502, 503, 504)
"""Answers after which the whole address rests."""
CLAIM = timedelta(seconds=60)
"""How long a message that is being sent is nobody else's."""
ONE_RUN = 20.0
"""Seconds for which one run goes on sending to one address; the rest is another run's."""


def queue(fact: Fact, event_id: int) -> list[Dispatch]:
    """Put the fact into the outbox of each partner who hears of it and may; once each."""
    fields = telling().kinds[fact.kind]
    facts = {name: value for name, value in asdict(fact).items() if name in fields}
    return [
        _queued(subscription, fact, facts, event_id)
        for subscription in queries.listening(fact.kind)
        if queries.may_be_told(subscription, fact.kind, asdict(fact))
    ]


def _queued(
    subscription: Subscription, fact: Fact, facts: dict[str, Any], event_id: int
) -> Dispatch:
    partner = subscription.partner
    if theirs := queries.external_name(partner, fact.subject):
        facts = {**facts, "external_event_id": theirs}
    body = {
        "type": fact.kind,
        "timestamp": queries.moment_of(event_id).isoformat(),
        "data": facts,
    }
    dispatch, _made = Dispatch.objects.get_or_create(
        subscription=subscription,
        event_id=event_id,
        defaults={
            "kind": fact.kind, "subject": fact.subject, "due_at": clock.now(),
            "body": orjson.dumps(body).decode(),
        },
    )  # fmt: skip
    _announce_queued(dispatch)
    return dispatch


def _announce_queued(dispatch: Dispatch) -> None:
    queued = DispatchQueued(
        partner_id=str(dispatch.subscription.partner_id),
        subscription_id=str(dispatch.subscription_id),
        dispatch_id=str(dispatch.pk),
    )
    announce(queued, by=OUTSIDE)


def send_due(subscription_id: UUID | str) -> int:
    """Send what waits for this address, until nothing is due or it does not answer; how many.

    One run at a time for each address, so that one that hangs holds up one thread and no more.
    """
    end, sent = time.monotonic() + ONE_RUN, 0
    with _alone(str(subscription_id)) as mine:
        while mine and time.monotonic() < end:
            dispatch = _claim(subscription_id)
            if dispatch is None:
                break
            _send(dispatch)
            sent += 1
    return sent


class _alone:  # noqa: N801 - reads as the word it is
    """Whether this process is the only one that sends to an address now; lets go at the end."""

    def __init__(self, name: str) -> None:
        self._name, self._mine = f"webhook {name}", False

    def __enter__(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [self._name])
            self._mine = bool(cursor.fetchone()[0])
        return self._mine

    def __exit__(self, *_trouble: object) -> None:
        if self._mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [self._name])


@transaction.atomic(durable=True)  # raises inside another: nothing is sent while one is open
def _claim(subscription_id: UUID | str) -> Dispatch | None:
    rows = queries.due(subscription_id).select_for_update(skip_locked=True, of=("self",))
    dispatch = rows.select_related("subscription__partner").first()
    if dispatch is not None:
        dispatch.tries += 1
        dispatch.due_at = clock.now() + CLAIM
        dispatch.save(update_fields=["tries", "due_at"])
    return dispatch


def _send(dispatch: Dispatch) -> None:
    """One try, outside any transaction; then what came of it is noted."""
    begun, body, at = time.monotonic(), dispatch.body.encode(), int(clock.now().timestamp())
    answer, trouble = None, ""
    try:
        answer = wire.post(
            dispatch.subscription.url,
            body,
            {
                "content-type": "application/json",
                "content-length": str(len(body)),
                "user-agent": "Siwei/1",
                "webhook-id": dispatch.message_id,
                "webhook-timestamp": str(at),
                "webhook-signature": signature(
                    dispatch.message_id, at, body, secrets_of(dispatch.subscription)
                ),
            },
        )
    except wire.NotSent as error:
        trouble = str(error)
    took = int((time.monotonic() - begun) * 1000)
    note(dispatch, answer, trouble, took)


@transaction.atomic
def note(dispatch: Dispatch, answer: wire.Answer | None, trouble: str, took: int) -> Dispatch:
    """Keep what came of a try: delivered, tried again later, given up, or wanted no more."""
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("subscription__partner")
    dispatch = rows.get(pk=dispatch.pk)
    status = answer.status if answer else None
    if status in wire.REDIRECTS:
        trouble = saying(gettext_noop("Redirects are not followed."))
    Attempt.objects.create(
        dispatch=dispatch, at=clock.now(), status=status, trouble=trouble[:300], milliseconds=took
    )
    if dispatch.state != Fate.WAITING:
        return dispatch  # switched off, or ended by hand, while it was on its way
    if status in wire.ANSWERED:
        return _end(dispatch, "arrive")
    if status == GONE:
        _end(dispatch, "give_up")
        _wanted_no_more(dispatch.subscription)
        return dispatch
    return _again(dispatch, answer)


def _again(dispatch: Dispatch, answer: wire.Answer | None) -> Dispatch:
    pause = pause_after(dispatch.tries)
    if answer is None or answer.status in BUSY:
        _rest(dispatch.subscription, answer)
    if pause is None:
        _alarm(
            dispatch.subscription,
            saying(gettext_noop("Given up: a message to %s"), dispatch.subscription.partner.name),
        )
        return _end(dispatch, "give_up")
    dispatch.due_at = clock.now() + timedelta(seconds=pause)
    dispatch.save(update_fields=["due_at"])
    return dispatch


def _rest(subscription: Subscription, answer: wire.Answer | None) -> None:
    patience = telling().patience
    wait = max(patience.rest, min(answer.wait if answer else 0, patience.longest_wait))
    Subscription.objects.filter(pk=subscription.pk).update(
        rests_until=clock.now() + timedelta(seconds=wait)
    )


def _end(dispatch: Dispatch, verb: str) -> Dispatch:
    MESSAGE.move(dispatch, verb)
    dispatch.ended_at = clock.now()
    dispatch.save(update_fields=["state", "ended_at"])
    ended = DispatchEnded(
        partner_id=str(dispatch.subscription.partner_id), dispatch_id=str(dispatch.pk),
        what=dispatch.kind, state=dispatch.state, tries=dispatch.tries,
    )  # fmt: skip
    announce(ended, by=OUTSIDE)
    return dispatch


def _wanted_no_more(subscription: Subscription) -> None:
    if subscription.state == Hearing.ON:
        why = saying(gettext_noop("The receiver answered 410: it wants nothing more."))
        switch_off(subscription, reason=why, by=OUTSIDE)
        _alarm(
            subscription,
            saying(gettext_noop("Webhook switched off by %s (410)"), subscription.partner.name),
        )


def _alarm(subscription: Subscription, title: str) -> None:
    tell(
        holders(Permit.MANAGE),
        title=title,
        url=subscription.partner.url,
        by=OUTSIDE,
        about=f"subscription:{subscription.pk}",
        loud=True,
    )


@transaction.atomic
def send_again(dispatch: Dispatch, *, by: Officer) -> Dispatch:
    """Send a message once more under its own name: the receiver sees that it is the same."""
    demand(by, Permit.MANAGE)
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("subscription")
    dispatch = rows.get(pk=dispatch.pk)
    if dispatch.subscription.state != Hearing.ON:
        raise Refused(_("This webhook is off: nothing is sent."))
    MESSAGE.move(dispatch, "send_again")
    dispatch.tries, dispatch.due_at, dispatch.ended_at = 0, clock.now(), None
    dispatch.save(update_fields=["state", "tries", "due_at", "ended_at"])
    Subscription.objects.filter(pk=dispatch.subscription_id).update(rests_until=None)
    _announce_queued(dispatch)
    return dispatch
