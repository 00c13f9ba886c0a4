"""A rule reads one fact and yields the steps it asks for; the engine takes them.

Because deciding and doing are apart, any rule can be tried on past facts without acting. What a
rule did is kept with its cause: the same rule never acts on one fact twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

from county.foundation.database.hot import raw_cursor
from county.foundation.events.actions import cause, heard, once_a_batch
from county.foundation.events.registry import Fact, System, on
from county.kernel import clock
from county.kernel.numbers import uuid7
from county.kernel.saying import kept
from county.linkage.dials import Dials, turned
from county.linkage.effects import EFFECTS
from county.linkage.flow import State
from county.linkage.models import Firing, Taken, Version
from county.records.worklist import actions as worklist

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

F = TypeVar("F", bound=Fact)
Decide = Callable[..., "Iterator[Step]"]

LINKAGE = System("linkage")
PATIENCE = 3
"""Tries before a rule is given up on a fact, and its owners are called (domain §8)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action that a rule asks for, not yet taken; `words` say it to whoever reads of it."""

    action: Callable[..., Any]
    arguments: dict[str, Any] = field(default_factory=dict)
    words: str = ""

    @property
    def name(self) -> str:
        """The action's name, such as `worklist.assign`."""
        *_county, last = self.action.__module__.removesuffix(".actions").split(".")
        return f"{last}.{self.action.__name__}"

    @property
    def said(self) -> str:
        """The step as a kept sentence: its words, else the title of what it makes, if any."""
        return self.words or str(self.arguments.get("title", ""))


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of county policy: when this fact is announced, these steps follow.

    `code` is its number in the catalogue of linkages, if it has one there. `dials` are the
    parameters that staff may turn. `per` names the occasion of a fact, such as a type in a town:
    the rule acts once per occasion within `pause` days.
    """

    name: str
    title: StrOrPromise
    when: type[Fact]
    decide: Decide
    code: str = ""
    dials: type[Dials] = Dials
    per: Callable[[Any], str] | None = None
    pause: Callable[[Any], int] | None = None

    def steps(self, fact: Fact, dials: Dials) -> list[Step]:
        """What the rule asks for on this fact; nothing is done by asking."""
        asked = self.decide(fact, dials) if self.dials is not Dials else self.decide(fact)
        return list(asked)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a rule stands now."""

    number: int
    enabled: bool
    dials: Dials


RULES: dict[str, Rule] = {}


def step(action: Callable[..., Any], *, words: str = "", **arguments: Any) -> Step:
    """A step: the verb and what it is to be called with."""
    return Step(action, arguments, words)


def setting(rule: Rule) -> Setting:
    """How the rule stands now; as it was built where nobody has changed it.

    While facts are handed over it is asked of the database once for all that go together.
    """
    return as_of(rule, once_a_batch("linkage.versions", versions_in_force).get(rule.name))


def as_of(rule: Rule, latest: Version | None) -> Setting:
    """How the rule stands by its latest version; as it was built without one."""
    if latest is None:
        return Setting(0, enabled=True, dials=rule.dials())
    return Setting(latest.number, latest.enabled, turned(rule.dials, latest.parameters))


def versions_in_force() -> dict[str, Version]:
    """The latest version of every rule that was ever changed."""
    rows = Version.objects.order_by("rule", "-number").distinct("rule")
    return {one.rule: one for one in rows}


def rule(
    *,
    when: type[F],
    title: StrOrPromise,
    code: str = "",
    dials: type[Dials] = Dials,
    per: Callable[[F], str] | None = None,
    pause: Callable[[Any], int] | None = None,
) -> Callable[[Decide], Decide]:
    """Link departments: when this fact is announced, take the steps that follow."""

    def register(decide: Decide) -> Decide:
        made = Rule(decide.__name__, title, when, decide, code, dials, per, pause)
        RULES[made.name] = made

        def take_steps(fact: F) -> None:
            take(made, fact)

        take_steps.__module__, take_steps.__qualname__ = decide.__module__, decide.__qualname__
        on(when, patience=PATIENCE)(take_steps)
        return decide

    return register


def take(rule: Rule, fact: Fact) -> Firing | None:
    """Take the steps that the rule asks for on this fact, once; None where it does not act."""
    now_in_force = setting(rule)
    if not now_in_force.enabled:
        return None
    steps = rule.steps(fact, now_in_force.dials)
    if not steps:
        return None
    firing = _begun(rule, fact, now_in_force)
    if firing is not None:
        told = [_signed(rule, one) for one in steps]
        Taken.objects.bulk_create([_taken(firing, n, one) for n, one in enumerate(told, 1)])
    return firing


_FIRE = """
INSERT INTO linkage_firing (id, rule, event_id, version, occasion, at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (event_id, rule) DO NOTHING RETURNING id
"""


def _begun(rule: Rule, fact: Fact, stands: Setting) -> Firing | None:
    """Note that the rule acts on this fact; None if it has, or did for the same occasion lately."""
    event_id = cause()
    if event_id is None:
        raise RuntimeError("A rule acts on a fact of the log.")
    occasion = rule.per(fact)[:120] if rule.per else ""
    if occasion and _is_repeated(rule, occasion, stands):
        return None
    key, now = uuid7(), clock.now()
    values = [key, rule.name, event_id, stands.number, occasion, now]
    if raw_cursor().execute(_FIRE, values, prepare=True).fetchone() is None:
        return None
    return Firing(
        id=key, rule=rule.name, event_id=event_id, version=stands.number, occasion=occasion, at=now
    )


def _is_repeated(rule: Rule, occasion: str, stands: Setting) -> bool:
    """Whether the rule acted on this occasion lately; who asks at the same moment waits."""
    held = [f"{rule.name}:{occasion}"]
    raw_cursor().execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", held)
    days = rule.pause(stands.dials) if rule.pause else 1
    since = clock.now() - timedelta(days=days)
    return Firing.objects.filter(rule=rule.name, occasion=occasion, at__gt=since).exists()


def _signed(rule: Rule, wanted: Step) -> Step:
    """The step; a task says besides which rule asks for it, and the rule's text."""
    if wanted.action is not worklist.assign:
        return wanted
    told = {"rule": rule.code, "rule_text": kept(rule.title)}
    return replace(wanted, arguments={**wanted.arguments, **told})


def _taken(firing: Firing, number: int, wanted: Step) -> Taken:
    with heard() as events:
        result = wanted.action(**wanted.arguments)
    subject = subject_of(result)
    kind = subject.partition(":")[0]
    return Taken(
        firing=firing,
        number=number,
        action=wanted.name,
        words=wanted.said[:300],
        subject=subject,
        events=events,
        state=State.WAITING if events and kind in EFFECTS else State.NOTED,
    )


def subject_of(result: Any) -> str:
    """What an action led to, as the log names it; empty where it says nothing."""
    if not isinstance(result, Model):
        return ""
    named = getattr(result, "subject", "")
    return str(named or f"{type(result).__name__.lower()}:{result.pk}")
