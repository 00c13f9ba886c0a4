"""How often a rule fired and what came of it; what led to a record, and what followed from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from county.foundation.audit.naming import called, opened_by
from county.foundation.events.models import Delivery, Event
from county.foundation.events.registry import KINDS
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.linkage.dials import Bounds, shown, turned
from county.linkage.engine import RULES, Rule
from county.linkage.flow import State
from county.linkage.models import Firing, Taken, Trial, Version, Wish

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SPAN = timedelta(days=30)
FARTHEST = 6
"""Causes of causes that are told; further back is another story."""
MOST = 40


@dataclass(frozen=True, slots=True)
class Score:
    """What a rule did in a span: facts it acted on, and what people made of its steps."""

    fired: int = 0
    waiting: int = 0
    accepted: int = 0
    cancelled: int = 0
    wrong: int = 0
    noted: int = 0

    @property
    def wrong_share(self) -> str:
        """Steps called wrong, of those that people judged; a dash where nobody judged."""
        judged = self.accepted + self.cancelled + self.wrong
        return f"{round(100 * self.wrong / judged)}%" if judged else "–"


def scores(since: datetime | None = None) -> dict[str, Score]:
    """Every rule's score since then; of the last thirty days where nothing is said."""
    since = since or clock.now() - SPAN
    steps = Taken.objects.filter(firing__at__gt=since).values_list("firing__rule")
    counted = steps.annotate(
        fired=Count("firing", distinct=True),
        **{state: Count("pk", filter=Q(state=state)) for state in State.values},
    )
    return {
        name: Score(fired, waiting, accepted, cancelled, wrong, noted)
        for name, fired, waiting, accepted, cancelled, wrong, noted in counted.values_list(
            "firing__rule", "fired", State.WAITING, State.ACCEPTED, State.CANCELLED, State.FALSE,
            State.NOTED,
        )
    }  # fmt: skip


def firings_of(rule: Rule) -> QuerySet[Firing]:
    """What the rule did, with the facts it acted on."""
    return Firing.objects.filter(rule=rule.name).select_related("event").prefetch_related("steps")


def versions_of(rule: Rule) -> list[Version]:
    """Every version of the rule, the latest first."""
    rows = Version.objects.filter(rule=rule.name).select_related("by", "agreed_by")
    return list(rows.order_by("-number"))


def wish_for(rule: Rule) -> Wish | None:
    """The change that waits for a second person, if there is one."""
    rows = Wish.objects.filter(rule=rule.name, settled_at__isnull=True)
    return rows.select_related("by").first()


@dataclass(frozen=True, slots=True)
class Change:
    """A wish in words: the rule, what it would be, and each parameter before and after."""

    rule: Rule
    wish: Wish
    was_on: bool
    parameters: list[tuple[str, Bounds, int, int]]


def change_in_words(subject: str) -> Change | None:
    """What a wish would change; None where it is gone."""
    one = Wish.objects.filter(pk=subject.removeprefix("wish:")).select_related("by").first()
    if one is None or one.rule not in RULES:
        return None
    rule = RULES[one.rule]
    before = Version.objects.filter(rule=rule.name, number=one.based_on).first()
    now = turned(rule.dials, before.parameters if before else {})
    wanted = {name: value for name, _b, value in shown(turned(rule.dials, one.parameters))}
    lines = [(name, bounds, value, wanted[name]) for name, bounds, value in shown(now)]
    return Change(rule, one, before.enabled if before else True, lines)


def trials_of(rule: Rule) -> list[Trial]:
    """The latest trials of the rule."""
    return list(Trial.objects.filter(rule=rule.name).select_related("by").order_by("-pk")[:10])


def failures_of(rule: Rule) -> list[Delivery]:
    """Facts on which the rule failed: tried again, or given up."""
    name = f"{rule.decide.__module__}.{rule.decide.__qualname__}"
    rows = Delivery.objects.filter(listener=name).select_related("event")
    return list(rows.order_by("-id")[:20])


def rule_of_listener(listener: str) -> Rule | None:
    """The rule that a listener of the log is, if it is one."""
    found = RULES.get(listener.rpartition(".")[2])
    return found if found and listener.startswith("county.linkage.rules.") else None


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of a chain as a page tells it: when, what, of what, and by which rule it came."""

    at: datetime
    title: StrOrPromise
    name: str
    url: str
    rule: Rule | None = None
    firing: Firing | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """What led to a record, from the farthest cause on; and the rules that acted on it since."""

    causes: list[Told]
    effects: list[Firing]
    addresses: dict[str, str]
    names: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.causes or self.effects)


def chain(subject: str, holder: Holder) -> Chain:
    """What led to this record, and which rules acted because of it.

    Of other records nothing but the kind of fact is told, unless the holder may open them.
    """
    causes = _causes(subject)
    rules = _rules_behind(event.pk for event in causes)
    effects = list(
        Firing.objects.filter(event__subject=subject)
        .select_related("event")
        .prefetch_related("steps")
        .order_by("at")[:MOST]
    )
    subjects = {event.subject for event in causes if event.subject != subject}
    subjects |= {one.subject for firing in effects for one in firing.steps.all() if one.subject}
    addresses = opened_by(holder, subjects)
    names = called(addresses)
    told = [
        Told(
            at=event.happened_at,
            title=KINDS[event.kind].title if event.kind in KINDS else event.kind,
            name="" if event.subject == subject else names.get(event.subject, ""),
            url=addresses.get(event.subject, ""),
            rule=RULES.get(rules[event.pk].rule) if event.pk in rules else None,
            firing=rules.get(event.pk),
        )
        for event in causes
    ]
    return Chain(told, effects, addresses, names)


def _causes(subject: str) -> list[Event]:
    """The facts that led to the first fact of this subject, the farthest first; itself is last."""
    caused = Event.objects.filter(subject=subject, because_of__isnull=False).order_by("id").first()
    found: list[Event] = []
    while caused is not None and len(found) <= FARTHEST:
        found.append(caused)
        caused = Event.objects.filter(pk=caused.because_of).first() if caused.because_of else None
    return found[::-1] if len(found) > 1 else []


def _rules_behind(events: Iterable[int]) -> dict[int, Firing]:
    """Which rule's step announced each of these facts, where one did."""
    wanted = set(events)
    rows = Event.objects.filter(pk__in=wanted).values_list("pk", "because_of")
    because = {event: cause for event, cause in rows if cause is not None}
    found: dict[int, Firing] = {}
    steps = Taken.objects.filter(firing__event_id__in=set(because.values()))
    by_cause: defaultdict[int, list[Taken]] = defaultdict(list)
    for row in steps.select_related("firing"):
        by_cause[row.firing.event_id].append(row)
    for event, cause in because.items():
        for row in by_cause[cause]:
            if event in row.events:
                found[event] = row.firing
    return found
