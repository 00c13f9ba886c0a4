"""The signals the recogniser looks for, read from the TOML files in patterns/."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATTERNS = Path(__file__).parent / "patterns"
NOT_SIGNALS = ("words.toml", "evasions.toml", "replies.toml", "danger.toml")
MOST_HITS = 3  # of one signal in one text: the evidence is for reading, not for counting

WORD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Signal:
    """One readable sign: what is looked for, what it speaks for, and why, in two languages.

    `role` is scam, legitimate, warning, victim, question, told (told of others) or danger.
    `weight` counts towards the role; `topic` counts towards the category alone.
    """

    name: str
    role: str
    category: str
    weight: float
    topic: float
    why_zh: str
    why_en: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Combination:
    """Signs that mean more together: each of `needs` is a choice of signal names."""

    name: str
    category: str
    needs: tuple[tuple[str, ...], ...]
    weight: float
    topic: float
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A signal found at normalised [start, end)."""

    signal: Signal
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Book:
    """All the signals and combinations, in the order of the files."""

    signals: tuple[Signal, ...]
    combinations: tuple[Combination, ...]


def _files() -> Iterable[tuple[Path, dict[str, Any]]]:
    for path in sorted(PATTERNS.glob("*.toml")):
        if path.name not in NOT_SIGNALS:
            yield path, tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, str]:
    """The word families, each as one group of alternatives; later ones may use earlier ones."""
    families: dict[str, str] = {}
    raw = tomllib.loads((PATTERNS / "words.toml").read_text(encoding="utf-8"))
    for name, form in raw.items():
        families[name] = f"(?:{WORD.sub(lambda found: families[found[1]], form)})"
    return families


def expand(form: str) -> str:
    """A form as a regular expression: {family} is put in; ~ stand for gaps.

    `~` is a gap of up to 12 characters within a sentence, `~~` one of up to 45 within a line,
    and `~s` a small one of up to 6.
    """
    form = WORD.sub(lambda found: _words()[found[1]], form)
    form = form.replace("~~", r"[^\n]{0,45}").replace("~s", r"[^。!?\n]{0,6}")
    return form.replace("~", r"[^。!?\n]{0,12}")


def _signal(row: dict[str, Any], role: str, category: str) -> Signal:
    weight = float(row["weight"])
    return Signal(
        name=row["name"],
        role=row.get("role", role),
        category=row.get("category", category),
        weight=weight,
        topic=float(row.get("topic", weight)),
        why_zh=row.get("zh", ""),
        why_en=row.get("en", ""),
        pattern=re.compile("|".join(f"(?:{expand(form)})" for form in row["any"])),
    )


def _combination(row: dict[str, Any], category: str) -> Combination:
    weight = float(row["weight"])
    return Combination(
        name=row["name"],
        category=row.get("category", category),
        needs=tuple(tuple(need.split("|")) for need in row["all"]),
        weight=weight,
        topic=float(row.get("topic", weight)),
        why_zh=row.get("zh", ""),
        why_en=row.get("en", ""),
    )


@cache
def book() -> Book:
    """All signals, compiled once in a process."""
    signals: list[Signal] = []
    combinations: list[Combination] = []
    for _path, raw in _files():
        role, category = raw.get("role", "scam"), raw.get("category", "")
        signals += [_signal(row, role, category) for row in raw.get("signal", [])]
        combinations += [_combination(row, category) for row in raw.get("combination", [])]
    return Book(tuple(signals), tuple(combinations))


def find(text: str) -> list[Hit]:
    """Every signal found in normalised text, a few times each, in the order of the text."""
    hits: list[Hit] = []
    for signal in book().signals:
        for count, match in enumerate(signal.pattern.finditer(text), start=1):
            if match.end() > match.start():
                hits.append(Hit(signal, match.start(), match.end()))
            if count == MOST_HITS:
                break
    hits.sort(key=lambda hit: (hit.start, hit.end))
    return hits


def together(names: Iterable[str]) -> list[Combination]:
    """The combinations whose needs are all among these signal names."""
    seen = set(names)
    return [
        combination
        for combination in book().combinations
        if all(any(choice in seen for choice in need) for need in combination.needs)
    ]
