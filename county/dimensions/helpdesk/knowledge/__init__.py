"""What the desk knows: its topics, its priorities, its clocks and their basis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_noop

from county.kernel import clock

OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(17, 30)

URGENT, MONEY_MOVING, NORMAL = 1, 2, 3
"""P1 life or ongoing crime, P2 money in motion, P3 normal (domain §6.3)."""

AFTER_CARE_DAYS = (3, 30, 90)
"""Days after the outcome on which a fraud victim is called again; local design value."""


@dataclass(frozen=True)
class ClockRule:
    """A time limit of the desk: how long, on which calendar, and on what basis.

    `statutory` is False for every value the county set itself; screens say so.
    """

    code: str
    minutes: int
    calendar: str
    basis: str
    statutory: bool = False

    def due(self, start: datetime) -> datetime:
        """The moment the limit ends when it begins at `start`."""
        if self.calendar == "clock":
            return start + timedelta(minutes=self.minutes)
        if self.calendar == "days":
            return clock.end_of_day(clock.day_of(start) + timedelta(minutes=self.minutes))
        day = start.astimezone(clock.SHANGHAI).date()
        end = clock.add_working_days(day, max(1, self.minutes // 1440))
        return datetime.combine(end, time(23, 59, 59), clock.SHANGHAI)


CLOCKS = {
    rule.code: rule
    for rule in (
        ClockRule("reply_urgent", 1, "clock", "local: life or ongoing crime (P1)"),
        ClockRule("reply_fraud", 2, "clock", "local: fraud fast lane T+2 (P2)"),
        ClockRule("reply_office", 15, "clock", "local DL53: first human reply in office hours"),
        ClockRule("reply_night", 60, "clock", "local DL53: first human reply at night"),
        ClockRule("answer", 1440, "clock", "local: consultation answered within 24 h"),
        ClockRule("resolve", 3 * 1440, "working", "local: general request within 3 working days"),
        ClockRule("screen_urgent", 120, "clock", "local: urgent lead screened within 2 h"),
        ClockRule("screen", 1440, "working", "local: lead screened within 1 working day"),
        ClockRule(
            "lead_review",
            1440,
            "clock",
            gettext_noop("DL24: MPS 2015, acceptance review 24 h"),
            statutory=True,
        ),
        ClockRule(
            "lead_transfer",
            1440,
            "clock",
            gettext_noop("procedure rules: to the competent unit within 24 h"),
            statutory=True,
        ),
        ClockRule(
            "lead_filing",
            3 * 1440,
            "days",
            gettext_noop("MPS 2015: filing review within 3 days"),
            statutory=True,
        ),
        ClockRule(
            "lead_verify",
            7 * 1440,
            "days",
            gettext_noop("MPS 2015: verified within 7 days"),
            statutory=True,
        ),
        ClockRule(
            "lead_complex",
            30 * 1440,
            "days",
            gettext_noop("MPS 2015: complex, approved, within 30 days"),
            statutory=True,
        ),
        ClockRule(
            "lead_refusal",
            3 * 1440,
            "days",
            gettext_noop("procedure rules: notice of refusal within 3 days"),
            statutory=True,
        ),
        ClockRule("lead_result", 7 * 1440, "days", "local: result told within 7 days"),
    )
}

LEAD_STARTS = {
    "screen": "lead_transfer",
    "register": "lead_filing",
    "verify": "lead_verify",
    "no_case": "lead_refusal",
    "solved": "lead_result",
}
"""The limit that each step of a lead starts (domain §6.4)."""
LEAD_MEETS = {
    "screen": ("screen", "screen_urgent"),
    "register": ("lead_review", "lead_transfer"),
    "transfer_24h": ("lead_review", "lead_transfer"),
    "not_police": ("lead_review", "lead_transfer"),
    "verify": ("lead_filing",),
    "file_case": ("lead_verify", "lead_complex"),
    "no_case": ("lead_verify", "lead_complex"),
    "notify": ("lead_refusal",),
    "notify_reward": ("lead_result",),
}
"""The limits that each step of a lead meets."""

CLUE_KEPT_DAYS = 90
"""Days after closing on which what a lead says is deleted (E32)."""
PARTS = (("night", 6), ("morning", 12), ("afternoon", 18), ("evening", 24))
"""Parts of a day by the hour they end: as exactly as an anonymous source's time is kept."""


INFORMING = ("举报", "匿名", "检举", "揭发", "线索", "爆料")
"""Words of somebody who may wish to stay unknown."""


def speaks_of_informing(text: str) -> bool:
    """Whether a text speaks of informing."""
    return any(word in text for word in INFORMING)


def part_of_day(moment: datetime) -> tuple[date, str]:
    """The county's day and the part of it."""
    local = moment.astimezone(clock.SHANGHAI)
    return local.date(), next(part for part, end in PARTS if local.hour < end)


def in_office_hours(moment: datetime) -> bool:
    """Whether the desk is staffed by day: a working day from half past eight to half past five."""
    local = moment.astimezone(clock.SHANGHAI)
    return clock.is_working_day(local.date()) and OFFICE_OPENS <= local.time() < OFFICE_CLOSES


def reply_clock(kind: str, priority: int, start: datetime) -> ClockRule:
    """The limit for the first human word, by urgency and by the hour."""
    if kind == "lead":
        return CLOCKS["screen" if priority == NORMAL else "screen_urgent"]
    if priority == URGENT:
        return CLOCKS["reply_urgent"]
    if priority == MONEY_MOVING:
        return CLOCKS["reply_fraud"]
    return CLOCKS["reply_office" if in_office_hours(start) else "reply_night"]


def result_clock(kind: str) -> ClockRule:
    """The limit for the whole matter."""
    return CLOCKS[{"consultation": "answer", "lead": "lead_review"}.get(kind, "resolve")]


TOPIC_WORDS = {
    "hukou": ("户口", "户籍", "落户", "身份证", "迁入", "迁出", "改名", "出生登记"),
    "residence": ("居住证", "暂住", "居住登记", "签注"),
    "traffic": ("驾照", "驾驶证", "行驶证", "车牌", "违章", "扣分", "年检", "过户", "车管"),
    "exit": ("护照", "出入境", "港澳", "通行证", "签证", "台湾"),
    "licence": ("旅馆", "保安证", "印章", "烟花", "许可"),
    "antifraud": ("反诈", "诈骗", "骗子", "被骗", "96110"),
    "law": ("报案", "立案", "回执", "取保", "拘留", "法律"),
}


def topic_of(text: str) -> str:
    """The consultation topic a text most likely asks about; `other` when nothing fits."""
    counts = {
        topic: sum(text.count(word) for word in words) for topic, words in TOPIC_WORDS.items()
    }
    best = max(counts, key=lambda topic: counts[topic])
    return best if counts[best] else "other"


# Atomic and possessive throughout: whatever is sent, the text is read once.
_THANKS = re.compile(
    r"(?>(?:非常|十分|太|真的?|多)?"
    r"(?:谢+|感谢|好的?|省得我?跑一趟|晚上还在值班|行|收到|明白|知道|了解|辛苦|okay|ok|thank\s*you|thanks?|打扰|麻烦|没事|没问题|再见|"
    r"(?:这下)?(?:我就?)?放心|(?:办事|回复|你们|您)?真(?:快|好|及时)|"
    r"那?我?(?:就|先|这就|马上|明天|后天|下午|上午|回头|改天|周末)?(?:去办|去试试|试试|准备材料|过去)|"
    r"(?:那?我)?(?:就)?[按照](?:您|你们?)说的(?:做|办|来))"
    r"(?:\s*(?:了|啦|您们?|你们?|警官|民警|警察|小?同志|大家|叔叔|啊|哦|呀|嗯|so much|very much))*+"
    r"[^\w]*+)++",
    re.IGNORECASE,
)


def is_thanks(text: str) -> bool:
    """Whether a text says thanks or yes and nothing else: 谢谢警官！ but not 好的那钱怎么办."""
    return len(text) <= 60 and _THANKS.fullmatch(text.strip()) is not None
