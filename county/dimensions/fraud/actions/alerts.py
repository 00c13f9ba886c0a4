"""Raise, confirm and dismiss suspicions, take a decision back; ask for payments to be stopped."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.events import (
    AccountSeen,
    DangerHeard,
    OutcomeNoted,
    StopPaymentAsked,
    StopPaymentEnded,
    SuspicionConfirmed,
    SuspicionDismissed,
    SuspicionRaised,
    SuspicionReopened,
)
from county.dimensions.fraud.flow import ALERT, STOP, AlertState
from county.dimensions.fraud.knowledge.labelled import OTHER_INTENTS
from county.dimensions.fraud.knowledge.reading import CATEGORIES, Reading
from county.dimensions.fraud.models import Alert, Outcome, StopRequest
from county.foundation.audit.actions import look
from county.foundation.events.actions import announce
from county.foundation.events.queries import timeline
from county.foundation.events.registry import Actor, System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.fields import reveal, set_sealed
from county.records.conversations.models import Conversation, Message

RECOGNISER = System("recogniser")
LONGEST_EVIDENCE = 40
LONGEST_QUOTE = 60
ACCOUNT = re.compile(r"[0-9A-Za-z@._+-]{5,32}")
"""A bank card, an account of an app, an e-mail address or a phone."""
LONGEST_AGO = timedelta(days=3660)
"""A payment older than ten years is a slip of the pen, and no bank stops it."""


@transaction.atomic
def raise_suspicion(
    message: Message,
    reading: Reading,
    *,
    text: str,
    source: str,
    by: Actor,
    instead: bool = False,
) -> Alert | None:
    """Keep the recogniser's opinion of a message, if it sees fraud, and let it be heard.

    `text` is what was read: the evidence keeps the words it points at, because a picture's text
    may be corrected later.

    A message has one alert: a picture read after its words, or read again, replaces an opinion
    that nobody has judged yet, if it is graver or, `instead`, because what was read from the same
    source had been misread. Comes back with None when nothing was seen.
    """
    if reading.emergency:
        announce(
            DangerHeard(
                message_id=str(message.pk),
                conversation_id=str(message.conversation_id),
                danger=reading.emergency,
            ),
            by=by,
        )
    if not reading.needs_help:
        return None
    known = Alert.objects.select_for_update().filter(message=message).first()
    if known is not None and known.state != ALERT.start:
        return known
    misread = known is not None and instead and known.source == source
    if known is not None and known.score >= reading.concern and not misread:
        return known
    alert = known or Alert(message=message, conversation_id=message.conversation_id)
    alert.score, alert.category, alert.intent = reading.concern, reading.category, reading.intent
    alert.evidence = [
        {**asdict(item), "quote": text[item.start : item.end][:LONGEST_QUOTE]}
        for item in reading.evidence[:LONGEST_EVIDENCE]
    ]
    alert.sentence_zh, alert.sentence_en = reading.sentence_zh[:300], reading.sentence_en[:300]
    alert.unsure, alert.source = reading.abstain, source
    alert.save()
    announce(
        SuspicionRaised(
            alert_id=str(alert.pk),
            conversation_id=str(message.conversation_id),
            category=alert.category,
            score=round(alert.score, 3),
            intent=alert.intent,
        ),
        by=by,
    )
    return alert


@transaction.atomic
def confirm(alert: Alert, *, category: str, by: Officer, reason: str = "") -> Alert:
    """Confirm that this is fraud, and of which type; the officer may correct the type.

    The recogniser learns from it later, as far as the resident allows it.
    """
    demand(by, ALERT.moves["confirm"].may)
    alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if category not in CATEGORIES:
        raise Refused(_("Choose one of the types of fraud."))
    ALERT.move(alert, "confirm")
    alert.category, alert.reason = category, reason.strip()[:200]
    _sign(alert, by)
    announce(
        SuspicionConfirmed(
            alert_id=str(alert.pk), conversation_id=str(alert.conversation_id), category=category
        ),
        by=by,
    )
    return alert


@transaction.atomic
def dismiss(alert: Alert, *, reason: str, by: Officer, intent: str = "") -> Alert:
    """Say that this is no fraud, why, and what it is instead; the recogniser learns from it."""
    demand(by, ALERT.moves["dismiss"].may)
    if not reason.strip():
        raise Refused(_("Say in a few words why this is no fraud."))
    alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    ALERT.move(alert, "dismiss")
    alert.reason = reason[:200]
    if intent in OTHER_INTENTS:
        alert.intent = intent
    _sign(alert, by)
    announce(
        SuspicionDismissed(
            alert_id=str(alert.pk), conversation_id=str(alert.conversation_id), reason=alert.reason
        ),
        by=by,
    )
    return alert


def _sign(alert: Alert, by: Officer) -> None:
    """Note who decided, and when."""
    alert.judge, alert.decided_by, alert.decided_at = by, by.name, clock.now()
    alert.save(
        update_fields=[
            "state", "category", "intent", "reason", "judge", "decided_by", "decided_at",
        ]
    )  # fmt: skip


@transaction.atomic
def think_again(alert: Alert, *, reason: str, by: Officer) -> Alert:
    """Take a decision back, one's own or a colleague's: the alert is to be judged again.

    What was learnt from the decision is unlearnt. Raises Refused without a reason.
    """
    demand(by, ALERT.moves["think_again"].may)
    if not reason.strip():
        raise Refused(_("Say in a few words why the decision is taken back."))
    alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    ALERT.move(alert, "think_again")
    alert.reason = alert.decided_by = ""
    alert.judge = alert.decided_at = None
    alert.save(update_fields=["state", "reason", "judge", "decided_by", "decided_at"])
    announce(
        SuspicionReopened(
            alert_id=str(alert.pk),
            conversation_id=str(alert.conversation_id),
            category=alert.category,
            reason=reason.strip()[:200],
        ),
        by=by,
    )
    return alert


@transaction.atomic
def note_outcome(conversation: Conversation, *, outcome: str, of: str, by: Actor) -> int:
    """Note on the confirmed alerts of a conversation what became of the money; says on how many.

    `of` names the matter that was resolved: alerts of an earlier one keep theirs.
    """
    if outcome not in Outcome.values:
        raise Refused(_("Say what became of the money: not transferred, stopped or lost."))
    rows = Alert.objects.filter(conversation=conversation, state=AlertState.CONFIRMED)
    told = rows.filter(outcome_of__in=("", of)).update(outcome=outcome, outcome_of=of[:60])
    if told:
        announce(OutcomeNoted(conversation_id=str(conversation.pk), outcome=outcome), by=by)
    return told


@transaction.atomic
def ask_to_stop(
    conversation: Conversation,
    *,
    amount: Decimal,
    bank: str,
    account: str,
    by: Officer,
    holder: str = "",
    paid_at: datetime | None = None,
    note: str = "",
) -> StopRequest:
    """Ask the fraud desk to stop a payment. Account and holder are sealed; the number is indexed
    blindly, so that an account seen twice is noticed without being readable."""
    demand(by, Permit.ASK_STOP)
    if paid_at is not None and not -LONGEST_AGO <= paid_at - clock.now() <= timedelta(days=1):
        raise Refused(_("Look at the day of the payment: it lies too far from today."))
    if paid_at is not None and paid_at > clock.now():
        raise Refused(_("The payment lies in the future. Look at its time."))
    digits = "".join(account.split())
    if not ACCOUNT.fullmatch(digits):
        raise Refused(_("Give the account the money went to: 5 to 32 digits, letters, @ . or -."))
    stop = StopRequest(
        conversation=conversation, amount=amount, bank=bank, paid_at=paid_at, note=note[:300],
        asked_by=by.name,
    )  # fmt: skip
    set_sealed(stop, "account", digits)
    if holder.strip():
        set_sealed(stop, "holder", holder.strip())
    stop.save(force_insert=True)
    announce(
        StopPaymentAsked(
            stop_id=str(stop.pk), conversation_id=str(conversation.pk), officer_id=by.pk
        ),
        by=by,
    )
    return stop


@transaction.atomic
def end_stop(
    stop: StopRequest, *, verb: str, by: Officer, stopped_amount: Decimal | None = None
) -> StopRequest:
    """Note what became of a request: sent to the bank, stopped (how much), or too late."""
    stop = StopRequest.objects.select_for_update(of=("self",)).get(pk=stop.pk)
    if verb not in STOP.moves:
        raise Refused(_("There is no such step for this request."))
    demand(by, STOP.moves[verb].may)
    STOP.move(stop, verb)
    stop.decided_by, stop.decided_at = by.name, clock.now()
    stop.stopped_amount = stopped_amount if verb == "stopped" else None
    stop.save(update_fields=["state", "decided_by", "decided_at", "stopped_amount"])
    if verb in ("stopped", "failed"):
        announce(
            StopPaymentEnded(
                stop_id=str(stop.pk),
                conversation_id=str(stop.conversation_id),
                stopped=verb == "stopped",
            ),
            by=by,
        )
    return stop


def has_asked(stop: StopRequest, officer: Officer) -> bool:
    """Whether this officer made the request: the log knows officers apart who share a name."""
    asked = timeline(f"stop:{stop.pk}").filter(kind=StopPaymentAsked.kind, by=officer.actor)
    return asked.exists()


@transaction.atomic
def show_account(
    stop: StopRequest, *, reason: str, by: Officer, address: str = ""
) -> dict[str, str]:
    """The account and its holder in clear, for an officer who says why; the look is on record."""
    demand(by, Permit.ASK_STOP if has_asked(stop, by) else Permit.DESK)
    look(by, f"stop:{stop.pk}", fields="account holder", reason=reason, address=address)
    announce(AccountSeen(stop_id=str(stop.pk), conversation_id=str(stop.conversation_id)), by=by)
    shown = {"account": reveal(stop, "account")}
    if stop.holder:
        shown["holder"] = reveal(stop, "holder")
    return shown
