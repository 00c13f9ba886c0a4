"""Reads a text or a conversation for signs of fraud, and says what it saw, where and how sure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from county.dimensions.fraud.knowledge import emergency, intents, replies
from county.dimensions.fraud.knowledge.normalise import Normal, normalise
from county.dimensions.fraud.knowledge.signals import Hit, book, find
from county.dimensions.fraud.knowledge.weighing import (
    SCAM_AT,
    SELF_COUNTS,
    UNSURE_AT,
    Weights,
    logistic,
    weigh,
)

VERSION = "1"
LONGEST = 6_000  # characters read of one text: its first and last halves
NORMAL = "正常"
OTHER = "其他"
CATEGORIES = (
    "刷单返利",
    "虚假网络投资理财",
    "虚假购物服务",
    "冒充电商物流客服",
    "虚假贷款",
    "虚假征信",
    "冒充领导熟人",
    "冒充公检法及政府机关",
    "网络婚恋交友",
    "网络游戏产品虚假交易",
    OTHER,
)
LEAST_TOPIC = 0.5  # below it no category is named
HALF_LIFE = 6.0  # turns after which a sign in a conversation counts half


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of the original text, by character offsets, and why it matters."""

    start: int
    end: int
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An opinion about a text. `is_scam`: help is needed; `abstain`: unsure, a human must look.

    `score` is the calibrated chance of fraud, 0..1; at most one of `is_scam` and `abstain` holds.
    `category` is 正常 unless one of them does. `intent` is scam, victim, warning, question or
    ordinary. `emergency` only raises priority.
    """

    is_scam: bool
    score: float
    category: str
    intent: str
    evidence: tuple[Evidence, ...]
    abstain: bool
    emergency: str
    sentence_zh: str
    sentence_en: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation: `speaker` is other or self (who sends us the conversation)."""

    speaker: str
    text: str


def _cut(text: str) -> tuple[str, int, int]:
    """The part of a long text that is read, and where and how far its tail is moved."""
    if len(text) <= LONGEST:
        return text, len(text) + 1, 0
    half = LONGEST // 2
    return f"{text[:half]}\n{text[-half:]}", half + 1, len(text) - 2 * half - 1


def _evidence(normal: Normal, weights: Weights, head: int, moved: int) -> tuple[Evidence, ...]:
    """Where the signs that count are, in the original text, without doubles."""
    seen: dict[tuple[int, int, str], Evidence] = {}
    for hit in weights.meant:
        signal = hit.signal
        if not signal.why_zh or signal.role not in ("scam", "victim"):
            continue
        start, end = normal.span(hit.start, hit.end)
        if start >= head:
            start, end = start + moved, end + moved
        elif end >= head:
            end = max(start + 1, head - 1)
        seen.setdefault(
            (start, end, signal.why_zh), Evidence(start, end, signal.why_zh, signal.why_en)
        )
    return tuple(seen.values())


def _category(weights: Weights) -> str:
    best, value, _next = weights.best()
    return best if value >= LEAST_TOPIC and best in CATEGORIES else OTHER


def _reasons(weights: Weights) -> tuple[list[str], list[str]]:
    """The strongest reasons, combinations first, in Chinese and English."""
    rows = [(one.weight + 1, one.why_zh, one.why_en) for one in weights.combined if one.why_zh]
    rows += [
        (hit.signal.weight, hit.signal.why_zh, hit.signal.why_en)
        for hit in weights.meant
        if hit.signal.why_zh and hit.signal.role in ("scam", "victim")
    ]
    rows.sort(key=lambda row: -row[0])
    return (
        list(dict.fromkeys(row[1] for row in rows))[:4],
        list(dict.fromkeys(row[2] for row in rows))[:4],
    )


def _judge(normal: Normal, weights: Weights, head: int, moved: int) -> Reading:
    """Put intent, score, category and sentence together."""
    intent, odds = intents.tell(weights)
    is_scam = odds >= SCAM_AT
    abstain = not is_scam and odds >= UNSURE_AT
    category = _category(weights) if is_scam or abstain else NORMAL
    evidence = _evidence(normal, weights, head, moved) if is_scam or abstain else ()
    zh, en = _reasons(weights)
    says = replies.sentence(intent, category, zh, en, is_scam=is_scam, abstain=abstain)
    return Reading(
        is_scam=is_scam,
        score=round(logistic(odds), 4),
        category=category,
        intent=intent,
        evidence=evidence,
        abstain=abstain,
        emergency=emergency.heard(normal.text),
        sentence_zh=says[0],
        sentence_en=says[1],
    )


def read(text: str) -> Reading:
    """An opinion about one text; never raises, whatever the text is."""
    part, head, moved = _cut(text)
    normal = normalise(part)
    return _judge(normal, weigh(normal.text, find(normal.text)), head, moved)


def read_thread(turns: Sequence[Turn]) -> Reading:
    """An opinion about a conversation, in which later turns count more than earlier ones.

    Evidence offsets point into the turns' texts joined by line breaks.
    """
    whole = "\n".join(turn.text for turn in turns)
    part, head, moved = _cut(whole)
    normal = normalise(part)
    bounds: list[int] = []
    for turn in turns:
        bounds.append((bounds[-1] if bounds else 0) + len(turn.text) + 1)

    def factor(hit: Hit) -> float:
        start = normal.starts[hit.start]
        place = start + moved if start >= head else start
        number = next((i for i, end in enumerate(bounds) if place < end), len(turns) - 1)
        fresh = math.pow(0.5, (len(turns) - 1 - number) / HALF_LIFE)
        mine = turns[number].speaker == "self" and hit.signal.role in ("scam", "warning")
        return fresh * (SELF_COUNTS if mine else 1.0)

    return _judge(normal, weigh(normal.text, find(normal.text), factor), head, moved)


def describe() -> dict[str, str | int]:
    """The recogniser's version, and how many patterns it is made of."""
    known = book()
    return {
        "version": VERSION,
        "signals": len(known.signals),
        "combinations": len(known.combinations),
        "categories": len(CATEGORIES),
    }


def next_questions(category: str) -> list[tuple[str, str]]:
    """What an officer should ask next, in Chinese and English."""
    return replies.questions(category)


def script(category: str) -> tuple[str, str]:
    """The office's first reply for a category, in Chinese and English."""
    return replies.first(category)
