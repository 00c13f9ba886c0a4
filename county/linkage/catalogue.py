"""The thirty linkages of the county, each with its state; and the house's further rules."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from county.linkage.engine import RULES, Rule, setting

FILE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class Linkage:
    """One linkage in words, in both languages; `arrives` names the dimension it waits for."""

    code: str
    words: tuple[tuple[str, str, str], ...]
    arrives: str

    def _said(self, part: str) -> str:
        zh = (get_language() or "").startswith("zh")
        return next((one if zh else other for key, one, other in self.words if key == part), "")

    @property
    def title(self) -> str:
        """Its sentence."""
        return self._said("title")

    @property
    def when(self) -> str:
        """Its occasion."""
        return self._said("when")

    @property
    def then(self) -> str:
        """What follows."""
        return self._said("then")

    @property
    def decides(self) -> str:
        """Where a person decides, and who."""
        return self._said("decides")

    @property
    def later(self) -> str:
        """What of it still waits for another dimension."""
        return self._said("later")


@dataclass(frozen=True, slots=True)
class Line:
    """A linkage with the rules that carry it out, and how many of them are on."""

    linkage: Linkage
    rules: list[Rule]
    on: int

    @property
    def state(self) -> str:
        """`waits` for its dimension, `on`, `off`, or `some` where only part of its rules are on."""
        if not self.rules:
            return "waits"
        return "off" if not self.on else "on" if self.on == len(self.rules) else "some"


PARTS = ("title", "when", "then", "decides", "later")


@cache
def linkages() -> dict[str, Linkage]:
    """Every linkage by its code, in their order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["linkage"]
    return {
        row["code"]: Linkage(
            row["code"],
            tuple((part, row[part], row[f"{part}_en"]) for part in PARTS if part in row),
            row.get("arrives", ""),
        )
        for row in rows
    }


def line_of(rule: Rule) -> Linkage | None:
    """The linkage that this rule carries out, if it is one of the thirty."""
    return linkages().get(rule.code)


def _line(linkage: Linkage) -> Line:
    rules = sorted((one for one in RULES.values() if one.code == linkage.code), key=_name)
    return Line(linkage, rules, sum(setting(one).enabled for one in rules))


def _name(rule: Rule) -> str:
    return rule.name


def lines() -> list[Line]:
    """All thirty, each with its rules and whether they are on."""
    return [_line(linkage) for linkage in linkages().values()]


def besides() -> list[tuple[Rule, bool]]:
    """The rules of the house that carry out none of the thirty, and whether each is on."""
    others = sorted((one for one in RULES.values() if one.code not in linkages()), key=_name)
    return [(one, setting(one).enabled) for one in others]
