"""The menu's examples from their reviewed file, and how its lists of industries are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from county.kernel.errors import Incomplete

PREFIX = re.compile(r"\d{2,4}", re.ASCII)
RANGE = re.compile(r"(\d{2})\s*[-–~至]\s*(\d{2})", re.ASCII)
MARKS = re.compile(r"[,，、;；\s]+")
DIVISION = 2
"""Digits of a division of the classification."""
CODE = re.compile(r"[A-Z]{2}\d{2,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Example:
    """One item that comes with the program."""

    code: str
    title: str
    summary: str
    domain: str
    industries: tuple[str, ...]
    roles: tuple[str, ...]
    minutes: int
    form: str
    persons: int
    materials: str


@cache
def examples() -> tuple[Example, ...]:
    """The 24 items of `menu.toml`, in its order."""
    text = (Path(__file__).parent / "menu.toml").read_text(encoding="utf-8")
    return tuple(
        Example(
            **{
                **row,
                "industries": tuple(prefixes(row["industries"])),
                "roles": tuple(row["roles"]),
            }
        )
        for row in tomllib.loads(text)["item"]
    )


def prefixes(written: str | Iterable[str]) -> list[str]:
    """The prefixes of GB/T 4754 that are meant, a range such as 13-43 as its divisions.

    Raises Incomplete for anything else.
    """
    parts = MARKS.split(_joined(written)) if isinstance(written, str) else list(written)
    found: list[str] = []
    for part in (one for one in parts if one):
        if span := RANGE.fullmatch(part):
            first, last = int(span[1]), int(span[2])
            found += [f"{number:02d}" for number in range(first, last + 1)]
            if first > last:
                raise Incomplete(_("“%s” runs backwards.") % part)
        elif PREFIX.fullmatch(part):
            found.append(part)
        else:
            raise Incomplete(_("“%s” is no industry code of two to four digits.") % part[:20])
    return list(dict.fromkeys(found))


def _joined(written: str) -> str:
    """Ranges without the blanks around their dash."""
    return re.sub(r"\s*([-–~至])\s*", r"\1", written)


def spans(industries: Iterable[str]) -> str:
    """The prefixes as people write them: divisions that follow one another as a range."""
    runs: list[list[str]] = []
    for one in industries:
        follows = runs and len(one) == len(runs[-1][-1]) == DIVISION
        if follows and int(one) == int(runs[-1][-1]) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(_span(run) for run in runs)


def _span(run: list[str]) -> str:
    return f"{run[0]}-{run[-1]}" if len(run) > DIVISION else ", ".join(run)


def fits(industries: Iterable[str], industry: str) -> int:
    """How many digits of the firm's industry the item names; 0 for none, and for every trade."""
    return max((len(one) for one in industries if industry.startswith(one)), default=0)


def domains(domain: str) -> frozenset[str]:
    """The fields that an item belongs to: 侵财/合同 is two."""
    return frozenset(one.strip() for one in domain.split("/") if one.strip())
