"""What duty and liaison rest on: deadlines, slots, the limits of advice, quantiles (§1.8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from county.kernel import clock
from county.kernel.deadlines import Rule, rule

ANSWER, COMPLEX, TO_12309, FIRST_CONTACT = "DL09", "DL69", "DL70", "DL71"
MORNING = ("09:00", "09:30", "10:00", "10:30", "11:00")
AFTERNOON = ("14:00", "14:30", "15:00", "15:30", "16:00")
SLOTS = MORNING + AFTERNOON
"""When appointments begin, half an hour each; local design values."""
SLOTS_OF = {"am": MORNING, "pm": AFTERNOON}
LOOK_AHEAD = 14
"""Days in which a working day without a session is shown and told of."""
FIRMS_A_QUARTER = 6
"""Enterprises that each liaison visits in a quarter; a local design value, not 法定."""
TOWNS = 9
LIMITS = (
    _("The procurator explains the law and supervises its application; advice is free of charge."),
    _("The procurator is not counsel of the enterprise and drafts nothing for it."),
    _("The procurator does not comment on pending cases of others."),
    _("The procurator accepts no gifts and no invitations."),
    _("A matter of another authority is moved there only with the enterprise's consent."),
)
"""The limits of advice: printed on every receipt, and shown before a question is sent."""


TOPICS = {
    "内部腐败": "corruption", "侵财": "property", "合同": "contract", "劳动": "labour",
    "反诈": "fraud", "安全": "safety", "环保": "environment", "知识产权": "ip", "数据": "data",
    "税务": "tax", "公平竞争": "competition", "合规": "compliance",
    "涉外": "foreign", "运输": "transport", "未检": "minors", "权益": "rights",
    "公益诉讼": "public_interest", "程序": "procedure",
}  # fmt: skip
"""The topic of a question that came from a lesson, by the lesson's field."""


def topic_of(domain: str) -> str:
    """The topic of a lesson's field; for one of the office's own, the rights of enterprises."""
    return TOPICS.get(domain.partition("/")[0].strip(), "rights")


def deadline(*, is_complaint: bool) -> Rule:
    """The rule by which a new question is due."""
    return rule(TO_12309 if is_complaint else ANSWER)


def number_of(day: date, serial: int) -> str:
    """A question's number as people say it: ZZ-20261126-001."""
    return f"ZZ-{day:%Y%m%d}-{serial:03d}"


def gaps(staffed: Iterable[date], today: date, *, days: int = LOOK_AHEAD) -> list[date]:
    """The working days of the coming fortnight, today with them, that have no session."""
    known = set(staffed)
    ahead = (today + timedelta(days=number) for number in range(days))
    return [day for day in ahead if clock.is_working_day(day) and day not in known]


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which this share lies, between neighbours in proportion; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter in which a day lies."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, clock.add_months(first, 3) - timedelta(days=1)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
