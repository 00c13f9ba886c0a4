"""Whether an officer still reads what the program suspects (security.md E23)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on a supervisor is shown an officer's decisions; `basis` says who set this."""

    basis: str
    days: int
    decided: int
    high_per_cent: int
    low_per_cent: int
    seconds: int


@cache
def limits() -> Limits:
    """The reviewed file `oversight.toml`, read once."""
    source = tomllib.loads((Path(__file__).parent / "oversight.toml").read_text("utf-8"))
    return Limits(**source["acceptance"])


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One officer's decisions: how many, how many confirmed, the middle time taken."""

    officer: str
    department: str
    decided: int
    confirmed: int
    seconds: float

    @property
    def per_cent(self) -> int:
        """The share confirmed, rounded down."""
        return self.confirmed * 100 // self.decided if self.decided else 0

    @property
    def alarm(self) -> bool:
        """Whether nearly all were decided the same way, faster than one can read."""
        limit = limits()
        one_way = (
            self.confirmed * 100 >= limit.high_per_cent * self.decided
            or self.confirmed * 100 <= limit.low_per_cent * self.decided
        )
        return self.decided >= limit.decided and one_way and self.seconds < limit.seconds
