"""What is wrong with a row, in words: which row and column, what, and how to mend it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from django.utils.translation import gettext_noop

from county.foundation.staff.models import Officer
from county.kernel.saying import saying
from county.records.lists.registry import KINDS, Checked
from county.records.places.models import Area, Level
from county.records.places.queries import town_of

FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


def check(kind: str, values: dict[str, str], officer: Officer) -> Checked:
    """Look at one row; nothing is written."""
    row = Checked({name: value.strip() for name, value in values.items()})
    KINDS[kind].check(row, officer)
    return row


def day_in(text: str) -> date | None:
    """The day that a cell says, in the ways sheets write one; None for anything else."""
    for form in FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None


@cache
def towns_by_name() -> dict[str, str]:
    """Every town that there is or was, by its name; a former one is its successor (I33)."""
    return {one.name: one.alias_of_id or one.code for one in Area.objects.filter(level=Level.TOWN)}


def town_named(said: str) -> str:
    """The code of the town that a cell names or numbers; empty for none."""
    return towns_by_name().get(said) or (town_of(said) if said.isdigit() else "")


def check_town(row: Checked, officer: Officer) -> None:
    """The row's town, as its code: of the county, and within the officer's reach."""
    said = row.values.get("town", "")
    reach = officer.reach
    if not said and reach is not None and len(reach) == 1:
        row.values["town"] = next(iter(reach))
        return
    found = town_named(said)
    if not found:
        row.wrong(
            "town",
            saying(gettext_noop("“%s” is no town of the county. Write its name as on the map."),
                   said),
        )  # fmt: skip
        return
    if reach is not None and found not in reach:
        row.wrong(
            "town",
            saying(gettext_noop("“%s” is not your area. Its station brings this row in."), said),
        )
    row.values["town"] = found
