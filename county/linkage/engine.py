"""A rule reads one fact and yields the steps it asks for; the engine takes them.

Because deciding and doing are apart, any rule can be tried on past facts without acting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from county.foundation.events.registry import Fact, System, on

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

F = TypeVar("F", bound=Fact)
Decide = Callable[[Any], "Iterator[Step]"]

LINKAGE = System("linkage")


@dataclass(frozen=True, slots=True)
class Step:
    """One action that a rule asks for, not yet taken."""

    action: Callable[..., Any]
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of county policy: when this fact is announced, these steps follow."""

    name: str
    title: StrOrPromise
    when: type[Fact]
    decide: Decide


RULES: dict[str, Rule] = {}


def step(action: Callable[..., Any], **arguments: Any) -> Step:
    """A step: the verb and what it is to be called with."""
    return Step(action, arguments)


def rule(*, when: type[F], title: StrOrPromise) -> Callable[[Decide], Decide]:
    """Link departments: when this fact is announced, take the steps that follow."""

    def register(decide: Decide) -> Decide:
        RULES[decide.__name__] = Rule(decide.__name__, title, when, decide)

        def take_steps(fact: F) -> None:
            for wanted in decide(fact):
                wanted.action(**wanted.arguments)

        take_steps.__module__, take_steps.__qualname__ = decide.__module__, decide.__qualname__
        on(when)(take_steps)
        return decide

    return register
