"""How a suggestion's numbers are written."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _patterns() -> dict[str, Any]:
    text = (Path(__file__).parent / "numbering.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def number(kind: str, year: int, sequence: int) -> str:
    """The number on the letter, such as 盐检建〔2023〕12号."""
    written: str = _patterns()["number"][kind]
    return written.format(year=year, sequence=sequence)


def draft_number(year: int, sequence: int) -> str:
    """The name of a suggestion before it has a number, such as JY-2023-000123."""
    written: str = _patterns()["draft"]["pattern"]
    return written.format(year=year, sequence=sequence)


def of_version(number: str, version: int) -> str:
    """The number with its amendment: the first version bears none."""
    written: str = _patterns()["draft"]["amended"]
    return number if version <= 1 else written.format(number=number, version=version - 1)
