"""When a notice may be sent, how often is too often, who is warned of what (§6.9, §8 L05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

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
    "虚假征信贷款": ("T0705", "T0304"),
    "冒充领导熟人": ("T0302", "T0301"),
    "冒充公检法": ("T0707", "T0501"),
    "婚恋交友": ("T0801",),
    "游戏交易": ("T0709", "T0505"),
    "防盗": ("T0804", "T1004"),
    "交通安全": ("T0802", "T0305"),
    "消防安全": ("T0803", "T1003"),
}
"""Whom a type concerns, by harmless tags; an officer changes it at will."""


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
class Had:
    """How many notices a person had, or has coming, in the last week and month."""

    week: int = 0
    month: int = 0

    @property
    def enough(self) -> bool:
        """Whether another routine notice would be too many."""
        return self.week >= PER_WEEK or self.month >= PER_MONTH


def suggested(category: str, town: str) -> dict[str, object]:
    """The audience that a type of notice usually concerns, as an expression."""
    wanted: list[object] = [f"tag:{code}" for code in WARNED.get(category, ("T0801",))]
    groups: list[object] = [{"how": "any", "of": wanted}]
    return {"how": "all", "of": [*groups, f"town:{town}"] if town else groups}


def interval(before: int, after: int) -> tuple[float, float] | None:
    """The 95 % interval of the rate ratio after : before over equal spans; None if either is few.

    Normal approximation on the logarithm of the ratio of two Poisson counts (Rothman 2012, ch. 9).
    """
    if min(before, after) < FEWEST:
        return None
    ratio = after / before
    spread = 1.96 * (1 / before + 1 / after) ** 0.5
    return ratio * 2.718281828459045**-spread, ratio * 2.718281828459045**spread
