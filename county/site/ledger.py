"""The ledger of facts: what was once announced must stay readable for ever."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import MISSING, fields
from pathlib import Path

from django.conf import settings

from county.foundation.events.registry import Fact

Shapes = dict[str, dict[str, str]]
"""By kind of fact and field: `required` or `optional`."""


def shapes(facts: Iterable[type[Fact]]) -> Shapes:
    """What each kind of fact is made of."""
    return {
        fact.kind: {
            field.name: "required"
            if field.default is MISSING and field.default_factory is MISSING
            else "optional"
            for field in fields(fact)
        }
        for fact in facts
    }


def broken(before: Shapes, now: Shapes) -> list[str]:
    """Each promise of the ledger that the code no longer keeps, as a sentence."""
    found = []
    for kind, known in before.items():
        fact = now.get(kind)
        if fact is None:
            found.append(f"The fact {kind} has gone, but the log may hold it.")
            continue
        found += [
            f"{kind} has lost its field {field}, but the log may hold it."
            for field in known
            if field not in fact
        ]
        found += [
            f"{kind}.{field} needs a default: facts in the log do not have it."
            for field, need in fact.items()
            if need == "required" and known.get(field) != "required"
        ]
    return found


def read(name: Path) -> Shapes:
    """The ledger as it lies on the disk."""
    file = settings.ROOT / name
    if not file.exists():
        return {}
    found: Shapes = json.loads(file.read_text(encoding="utf-8"))
    return found


def after(name: Path, facts: Iterable[type[Fact]]) -> str:
    """The ledger with new facts and fields added; raises ValueError if one was taken back."""
    before, now = read(name), shapes(facts)
    complaints = broken(before, now)
    if complaints:
        raise ValueError("\n".join(complaints))
    return json.dumps({**before, **now}, indent=1, sort_keys=True) + "\n"
