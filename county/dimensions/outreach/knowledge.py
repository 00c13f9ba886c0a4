"""When a notice may be sent, how often is too often, who is warned of what (§6.9, §8 L05)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from county.kernel.clock import SHANGHAI

OPENS, CLOSES = time(9, 0), time(20, 0)
"""The send window of routine notices (§6.9); a local design value."""
PER_WEEK, PER_MONTH = 2, 6
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
"""Caps for one person over any seven and any thirty days (§6.9); local design values."""
LAPSES = {"emergency": timedelta(minutes=30), "routine": timedelta(hours=48)}
"""How long WeCom waits for an officer's confirmation before another way is taken."""
OVER = timedelta(days=7)
"""After this a notice is finished, whatever still waits."""
LONGEST_TEXT = 300
"""Characters of a notice: nobody reads more of it."""
FEWEST = 5
"""Counts below this are hidden (invariant 31)."""
GROWTH = 1.1
"""How much larger an audience may be at sending than at its approval."""

WARNED: dict[str, tuple[str, ...]] = {
    "刷单返利": ("T0701", "T0401", "T0404"),
    "虚假网络投资理财": ("T0702", "T0501"),
    "虚假购物服务": ("T0703",),
    "冒充电商物流客服": ("T0704", "T1006"),
    "虚假贷款": ("T0705", "T0304"),
    "虚假征信": ("T0705", "T0501"),
    "冒充领导熟人": ("T0302", "T0301"),
    "冒充公检法及政府机关": ("T0707", "T0501"),
    "网络婚恋交友": ("T0801",),
    "网络游戏产品虚假交易": ("T0709", "T0505"),
    "防盗": ("T0804", "T1004", "T1001"),
    "交通安全": ("T0802", "T0305"),
    "消防安全": ("T0803", "T1003"),
}
"""Whom a type concerns, by harmless tags; an officer changes it at will."""
TOWN = 9
"""Digits of a town's code (GB/T 2260); a grid's is longer."""
AGAIN_AFTER = timedelta(hours=24)
"""A warning of one type for one town is not drafted by itself again within this time."""


def window_open(moment: datetime, *, urgent: bool) -> bool:
    """Whether a notice may be sent now; an emergency warning may at any time."""
    local = moment.astimezone(SHANGHAI).time()
    return urgent or OPENS <= local < CLOSES


def next_opening(moment: datetime) -> datetime:
    """When the send window opens next, at or after this moment."""
    local = moment.astimezone(SHANGHAI)
    if local.time() < OPENS:
        return local.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    if local.time() < CLOSES:
        return local
    morning = local + timedelta(days=1)
    return morning.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Wording:
    """The usual words against one type of fraud."""

    title: str
    text: str
    large: str = ""


@cache
def warnings() -> dict[str, Wording]:
    """The reviewed file `warnings.toml`, by type, read once."""
    text = (Path(__file__).parent / "warnings.toml").read_text(encoding="utf-8")
    return {
        category: Wording(row["title"], row["text"], row.get("large", "").strip())
        for category, row in tomllib.loads(text).items()
    }


@dataclass(frozen=True, slots=True)
class Had:
    """How many notices a person had, or has coming, in the last week and month."""

    week: int = 0
    month: int = 0

    @property
    def enough(self) -> bool:
        """Whether another routine notice would be too many."""
        return self.week >= PER_WEEK or self.month >= PER_MONTH


def suggested(category: str, town: str) -> dict[str, object]:
    """The audience that a type of notice usually concerns there, as an expression.

    `town` is a town's code or a grid's; an empty one is the county.
    """
    wanted: list[object] = [f"tag:{code}" for code in WARNED.get(category, ("T0801",))]
    groups: list[object] = [{"how": "any", "of": wanted}]
    place = f"grid:{town}" if len(town) > TOWN else f"town:{town}"
    return {"how": "all", "of": [*groups, place] if town else groups}
