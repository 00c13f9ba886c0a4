"""How old a person is, as far as the county may know it (domain §6.6). Pure functions."""

from __future__ import annotations

from datetime import date

FILE_FROM, GROWN_FROM = 14, 18
"""Nobody younger has a file; whoever is younger than the second is a minor."""
BANDS = ((60, "60+"), (35, "35-59"), (GROWN_FROM, "18-34"), (FILE_FROM, "14-17"))
PUPILS = ("primary", "junior")
"""Schools whose pupils are under 14, or may be: without a birthday nothing is kept of them."""


def month_of(birthday: date) -> date:
    """The month in which the birthday lies, by its first day."""
    return birthday.replace(day=1)


def age_by_month(month: date, today: date) -> int:
    """Whole years reached, counted from the month after the birthday's: never a day too old."""
    years = today.year - month.year
    return years if (today.month > month.month) else years - 1


def band_of(month: date | None, today: date) -> str:
    """The age band of somebody born in this month; empty where it is not known, or under 14."""
    if month is None:
        return ""
    age = age_by_month(month, today)
    return next((band for least, band in BANDS if age >= least), "")


def birthday_in(identity: str) -> date:
    """The birthday that a valid identity number of eighteen signs names."""
    return date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))


def is_child(month: date, today: date) -> bool:
    """Whether somebody born in this month may still be under 14."""
    return age_by_month(month, today) < FILE_FROM


def is_minor(month: date, today: date) -> bool:
    """Whether somebody born in this month may still be under 18."""
    return age_by_month(month, today) < GROWN_FROM


def band_edges(today: date) -> dict[str, tuple[date | None, date]]:
    """For each band the months of birth it takes in: after the first, up to and with the last."""
    edges: dict[str, tuple[date | None, date]] = {}
    older: date | None = None
    for least, band in BANDS:
        last = _months_back(today, least)
        edges[band] = (older, last)
        older = last
    return edges


def _months_back(today: date, years: int) -> date:
    """The latest month of birth of somebody who has surely reached that many years."""
    year, month = today.year - years, today.month - 1
    return date(year, month, 1) if month else date(year - 1, 12, 1)
