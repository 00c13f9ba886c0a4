"""The fifty rules of `siwei bench linkage`, and the worker that knows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from county.foundation.events.registry import Fact
from county.linkage.engine import Step, rule, step

KINDS, RULES_A_KIND, ONE_IN = 10, 5, 10
HEARD = (1, RULES_A_KIND, 10 * RULES_A_KIND)
"""How many rules hear the kinds with which the cost of a fact is measured."""


@dataclass(frozen=True, kw_only=True)
class Happened(Fact, kind="bench.happened", about="number", title="Happened"):
    """A fact of the benchmark; each kind of it is a class of its own."""

    number: int
    amount: int
    sent: float

    @staticmethod
    def of(number: int, sent: float) -> Happened:
        """The fact of this number, of the kind that its number says."""
        return FACTS[number % KINDS](number=number, amount=number // KINDS, sent=sent)

    @staticmethod
    def heard_by(listening: int, number: int, sent: float) -> Happened:
        """A fact that so many rules hear; none of them acts."""
        return COSTS[listening](number=number, amount=1, sent=sent)


def _kind(name: str) -> type[Happened]:
    made: type[Happened] = type(
        f"Happened_{name}", (Happened,), {"__module__": __name__},
        kind=f"bench.{name}", about="number", title="Happened",
    )  # fmt: skip
    return made


FACTS = [_kind(f"fact_{n:02}") for n in range(KINDS)]
COSTS = {n: _kind(f"cost_{n:02}") for n in HEARD}


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


def _register(fact: type[Happened], name: str, turn: int) -> None:
    def decide(happened: Happened) -> Iterator[Step]:
        if happened.amount % ONE_IN == turn:
            yield step(write, number=happened.number, by_rule=name, sent=happened.sent)

    decide.__name__ = decide.__qualname__ = name
    rule(when=fact, title=name)(decide)


def register() -> None:
    """Let the fifty rules listen, and those with which the cost of a fact is measured."""
    for kind, fact in enumerate(FACTS):
        for turn in range(RULES_A_KIND):
            _register(fact, name_of(kind, turn), turn)
    for listening, fact in COSTS.items():
        for turn in range(listening):
            _register(fact, f"bench_cost_{listening:02}_{turn:02}", turn + ONE_IN)


def work(**options: Any) -> None:
    """Be a worker that knows the fifty rules."""
    django.setup()
    register()
    call_command("worker", **options)
