"""The nine measures as the office's file lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Listed:
    """One measure of the file, and which figures of the records are its evidence."""

    no: int
    aspect: str
    title: str
    indicators: str
    evidence: tuple[str, ...]


@cache
def listed() -> tuple[Listed, ...]:
    """All nine, in their order; ValueError if the file does not hold nine."""
    source = (Path(__file__).parent / "initiatives.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(source)["measure"]
    found = tuple(Listed(**{**row, "evidence": tuple(row["evidence"])}) for row in rows)
    if [one.no for one in found] != list(range(1, 10)):
        raise ValueError("The programme has nine measures, 1 to 9.")
    return found


def evidence_of(no: int) -> tuple[str, ...]:
    """The figures that are a measure's evidence."""
    return next(one.evidence for one in listed() if one.no == no)
