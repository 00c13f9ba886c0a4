"""The county's deadlines as data: how long, counted how, on what basis (domain §1.5, §7.5)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from county.kernel import clock

STATUTE, STANDARD, POLICY, LOCAL = "statute", "standard", "policy", "local_design"
AMBER_DAYS = 15
"""Days left from which a clock is amber; a local design value (domain §1.5)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline of `deadlines.toml`."""

    code: str
    module: str
    what: str
    starts: str
    length: int
    unit: str
    basis_type: str
    basis: str
    sure: str
    rolls: bool = False

    @property
    def is_statutory(self) -> bool:
        """Whether a law sets it and its text was seen: only then is it ever called 法定."""
        return self.basis_type == STATUTE and self.sure == "S"

    def due(self, start: date, *, length: int | None = None) -> date:
        """The last day of the period that begins with `start`, which is not counted.

        `length` is another length in the same unit, such as a shorter limit in an urgent letter.
        Raises UnknownCalendar where working days are not announced, TypeError for a rule that is
        not counted in days.
        """
        count = _COUNTS.get(self.unit)
        if count is None:
            raise TypeError(f"{self.code} is not counted in days.")
        end = count(start, self.length if length is None else length)
        return clock.next_working_day(end) if self.rolls else end

    def due_at(self, start: date, *, length: int | None = None) -> datetime:
        """The last second of the period."""
        return clock.end_of_day(self.due(start, length=length))

    def in_words(self, *, length: int | None = None) -> str:
        """The length in words and the nature of its basis."""
        number = self.length if length is None else length
        counted = {
            "days": _("%s days"), "working_days": _("%s working days"), "months": _("%s months"),
            "years": _("%s years"), "hours": _("%s hours"), "minutes": _("%s minutes"),
        }  # fmt: skip
        return counted[self.unit] % number if self.unit in counted else self.what

    def basis_in_words(self) -> str:
        """What the limit rests on; the county's own choices and what is to be checked say so."""
        if self.basis_type == LOCAL:
            return _("set by the county, not by law")
        if self.sure != "S":
            return _("%s (to be checked)") % self.basis
        return _("%s (statutory)") % self.basis if self.is_statutory else self.basis


_COUNTS: Mapping[str, Callable[[date, int], date]] = {
    "days": lambda start, n: start + timedelta(days=n),
    "working_days": clock.add_working_days,
    "months": clock.add_months,
    "years": lambda start, n: clock.add_months(start, 12 * n),
}


@cache
def rules() -> Mapping[str, Rule]:
    """Every deadline by its code, read once."""
    text = (Path(__file__).parent / "deadlines.toml").read_text(encoding="utf-8")
    return {code: Rule(code=code, **row) for code, row in tomllib.loads(text).items()}


def rule(code: str) -> Rule:
    """The deadline with this code; KeyError if there is none."""
    return rules()[code]


def light(due: date, today: date) -> str:
    """The colour of a running clock: red when overdue, amber when fifteen days are left or less."""
    if today > due:
        return "red"
    return "amb" if (due - today).days <= AMBER_DAYS else "grn"
