"""Keep what an officer's decision teaches, masked, as far as the resident allows; take it away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from county.dimensions.fraud import queries
from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.events import (
    ExampleKept,
    ExampleRemoved,
    ExamplesForgotten,
    QuotationRemoved,
)
from county.dimensions.fraud.flow import AlertState
from county.dimensions.fraud.knowledge.labelled import intent_of
from county.dimensions.fraud.knowledge.reading import NORMAL
from county.dimensions.fraud.knowledge.resemblance import grams
from county.dimensions.fraud.models import Alert, Example, Gram, Sighting
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel.errors import Refused
from county.records.conversations.joining import erasable
from county.records.residents import actions as residents
from county.records.residents.models import Resident

LEARNER = System("learner")
LEARNING = queries.LEARNING
LEAST = 6
"""Characters of a masked text from which something can be learnt."""
AT_ONCE = 5_000


@transaction.atomic
def keep_example(alert_id: UUID | str) -> Example | None:
    """Keep the decided alert's masked text as an example; an earlier one of it is replaced.

    None where the alert is not decided, the text is gone or too short, or the resident does not
    allow it, is a minor, or is not known.
    """
    asked = Alert.objects.select_for_update(of=("self",))
    alert = asked.select_related("message", "conversation__resident").get(pk=alert_id)
    _drop(Example.objects.filter(alert=alert))
    if alert.state == AlertState.RAISED or not queries.may_teach(alert.conversation.resident):
        return None
    text = queries.masked_text(alert)
    if len(text) < LEAST or alert.decided_at is None:
        return None
    is_scam, signature = alert.state == AlertState.CONFIRMED, grams(text)
    example = Example.objects.create(
        alert=alert,
        text=text,
        intent=intent_of(is_scam=is_scam, read=alert.intent),
        category=alert.category if is_scam else NORMAL,
        is_scam=is_scam,
        source=alert.source,
        size=len(signature),
        decided_by=alert.decided_by,
        decided_at=alert.decided_at,
    )
    if is_scam:
        Gram.objects.bulk_create(Gram(gram=one, example=example) for one in signature)
    announce(
        ExampleKept(
            example_id=str(example.pk),
            alert_id=str(alert.pk),
            category=example.category,
            is_scam=is_scam,
        ),
        by=LEARNER,
    )
    return example


def _drop(examples: QuerySet[Example]) -> int:
    """Delete examples with their grams; says how many examples."""
    keys = list(examples.values_list("pk", flat=True))
    Gram.objects.filter(example__in=keys).delete()
    Example.objects.filter(pk__in=keys).delete()
    return len(keys)


@transaction.atomic
def unlearn(alert_id: UUID | str, *, reason: str, by: Actor) -> bool:
    """Take away the example of an alert whose decision was taken back; whether there was one."""
    found = bool(_drop(Example.objects.filter(alert_id=alert_id)))
    if found:
        announce(ExampleRemoved(alert_id=str(alert_id), reason=reason[:200]), by=by)
    return found


@transaction.atomic
def take_away(example: Example, *, reason: str, by: Officer) -> None:
    """Remove an example that teaches the wrong thing or tells too much, for a reason."""
    demand(by, Permit.DESK)
    if len(reason.strip()) < 2:
        raise Refused(_("Say in a few words why the example is removed."))
    if not unlearn(example.alert_id, reason=reason.strip(), by=by):
        raise Refused(_("The example is gone already."))


@transaction.atomic
def object_to_learning(resident: Resident, *, allowed: bool, by: Actor) -> None:
    """Note whether the resident lets masked words of theirs be kept as examples.

    Refused, what was kept of theirs is taken away at once.
    """
    evidence = _("said so on the page “My data”")
    residents.record_consent(
        resident, scope=LEARNING, given=allowed, evidence=evidence, by=by, channel="web"
    )
    if not allowed:
        forget_person(resident.pk, sightings=False)


@transaction.atomic
def forget_person(resident_id: UUID | str, *, sightings: bool = True) -> int:
    """Take away every example of a person, and what was seen in their messages; how many.

    With the sightings go the words that their alerts quote; the opinions stay, for the figures.
    """
    examples = _drop(Example.objects.filter(alert__conversation__resident_id=resident_id))
    seen = 0
    if sightings:
        for alert in queries.quoting().filter(conversation__in=erasable(resident_id)):
            unquote(alert)
        rows = Sighting.objects.filter(conversation__resident_id=resident_id)
        seen, _kinds = rows.delete()
    if examples or seen:
        fact = ExamplesForgotten(resident_id=str(resident_id), examples=examples, sightings=seen)
        announce(fact, by=LEARNER)
    return examples + seen


@transaction.atomic
def unquote(alert: Alert) -> None:
    """Take out of an alert what it quotes of its message; the opinion stays, for the figures."""
    alert.evidence, alert.sentence_zh, alert.sentence_en = [], "", ""
    alert.save(update_fields=["evidence", "sentence_zh", "sentence_en"])
    fact = QuotationRemoved(alert_id=str(alert.pk), conversation_id=str(alert.conversation_id))
    announce(fact, by=LEARNER)


@transaction.atomic
def forget_older_examples(before: datetime) -> int:
    """Take away examples decided before then, the oldest first; says how many."""
    old = Example.objects.filter(decided_at__lt=before).order_by("decided_at")
    return _drop(old[:AT_ONCE])
