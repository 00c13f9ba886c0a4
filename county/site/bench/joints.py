"""The fifty rules of `siwei bench linkage`, and the worker that knows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.management import call_command
from django.db import connection

from county.foundation.events.registry import Fact
from county.linkage.engine import Step, rule, step

KINDS, RULES_A_KIND, ONE_IN = 10, 5, 10
HEARD = (1, RULES_A_KIND, 10 * RULES_A_KIND)
"""How many rules hear the kinds with which the cost of a fact is measured."""


@cache
def kind_of(name: str) -> Any:
    """A kind of fact that exists only while this is measured."""
    fields = {"number": int, "amount": int, "sent": float}
    made = type(
        f"Happened_{name}", (Fact,), {"__module__": __name__, "__annotations__": fields},
        kind=f"bench.{name}", about="number", title="Happened",
    )  # fmt: skip
    return dataclass(frozen=True, kw_only=True)(made)


def fact_of(number: int, sent: float) -> Fact:
    """The fact of this number, of the kind that its number says."""
    return _made(f"fact_{number % KINDS:02}", number, number // KINDS, sent)


def heard_by(listening: int, number: int, sent: float) -> Fact:
    """A fact that so many rules hear; none of them acts."""
    return _made(f"cost_{listening:02}", number, 1, sent)


def _made(name: str, number: int, amount: int, sent: float) -> Fact:
    fact: Fact = kind_of(name)(number=number, amount=amount, sent=sent)
    return fact


def name_of(kind: int, turn: int) -> str:
    """What the rule of a kind is called."""
    return f"bench_rule_{kind:02}_{turn}"


def expected(number: int) -> list[str]:
    """The rules that act on the fact of this number."""
    kind, amount = number % KINDS, number // KINDS
    turns = [turn for turn in range(RULES_A_KIND) if amount % ONE_IN == turn]
    return [name_of(kind, turn) for turn in turns]


def steps_of(numbers: list[int]) -> Counter[str]:
    """How many steps each rule takes for these facts."""
    return Counter(name for number in numbers for name in expected(number))


def write(*, number: int, by_rule: str, sent: float) -> None:
    """The step: a row that may be written twice, so that it is seen if it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO joints_step (fact, rule, sent) VALUES (%s, %s, %s)",
            [number, by_rule, sent],
        )


def _register(kind: str, name: str, turn: int) -> None:
    def decide(happened: Any) -> Iterator[Step]:
        if happened.amount % ONE_IN == turn:
            yield step(write, number=happened.number, by_rule=name, sent=happened.sent)

    decide.__name__ = decide.__qualname__ = name
    rule(when=kind_of(kind), title=name)(decide)


def register() -> None:
    """Let the fifty rules listen, and those with which the cost of a fact is measured."""
    for kind in range(KINDS):
        for turn in range(RULES_A_KIND):
            _register(f"fact_{kind:02}", name_of(kind, turn), turn)
    for listening in HEARD:
        for turn in range(listening):
            name = f"bench_cost_{listening:02}_{turn:02}"
            _register(f"cost_{listening:02}", name, turn + ONE_IN)


def work() -> None:
    """Be a worker that knows the fifty rules."""
    register()
    call_command("worker")
