"""People for the tests of residents' files: invented, with numbers that nobody has."""

from __future__ import annotations

from datetime import date

from county.records.residents import actions
from county.records.residents.models import Resident

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(birthday: date, order: int = 1) -> str:
    """A valid identity number with this birthday."""
    body = f"330424{birthday:%Y%m%d}{order:03d}"
    total = sum(int(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def file_of(alias: str = "演示", *, town: str = "330424001", **fields: str) -> Resident:
    """A file with these fields."""
    resident = actions.open_file(alias=alias, town_code=town)
    return actions.correct(resident, by=resident, **fields) if fields else resident
