"""Reads a text or a conversation for signs of fraud, and says what it saw, where and how sure.

Three readers: patterns (data, they give the reasons), n-grams and an encoder (both trained).
Without the trained ones the patterns work alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from county.dimensions.fraud.knowledge import clauses, emergency, intents, replies
from county.dimensions.fraud.knowledge.card import raw
from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.model import Floats, Model, model, softmax
from county.dimensions.fraud.knowledge.normalise import Normal, normalise
from county.dimensions.fraud.knowledge.signals import Hit, book, find
from county.dimensions.fraud.knowledge.weighing import (
    SCAM_AT,
    SELF_COUNTS,
    UNSURE_AT,
    Weights,
    logistic,
    signs,
    topics,
    weigh,
)

VERSION = "2"
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
CHINESE, LETTERS = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[^\W\d_]")
LEAST_CHINESE, SHARE_CHINESE = 4, 0.3  # below, the patterns speak alone: nothing like it was learnt
LONG = 100  # characters: of a longer text the part that looks worst is read alone, too
VERY_LONG = 800  # and of such a one also where it warns: no warning is so long
LEAST_TOPIC = 0.5  # of the patterns' weight: below it no category is named
LEAST_SURE = 0.25  # of the trained readers' chance: the same
REPORT_AT = (
    0.7  # a report that no pattern knows raises an alert from here: questions are told alike
)
TALK_AT = 0.5  # a conversation: likelier than not (too few are known to choose a bar by)
HALF_LIFE = 6.0  # turns after which a sign in a conversation counts half
VICTIM_SCORES = 0.3  # patterns alone: how much of a report's weight speaks for a scam text
MARKS = {"other": "对", "self": "我"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of the original text, by character offsets, and why it matters."""

    start: int
    end: int
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An opinion about a text.

    `is_scam`: the text itself is a scam, as its target sees it. `score` is the calibrated chance of
    that, 0..1; `concern`, the chance that help is needed: a scam, or a victim's report. `abstain`:
    unsure, a human must look; at most one of `is_scam` and `abstain` holds. `intent` is scam,
    victim, warning, question or ordinary. `category` is 正常 unless help may be needed.
    `is_report`: surely enough a victim's report. `emergency` only raises priority.
    """

    is_scam: bool
    score: float
    concern: float
    category: str
    intent: str
    evidence: tuple[Evidence, ...]
    abstain: bool
    emergency: str
    sentence_zh: str
    sentence_en: str
    is_report: bool = False

    @property
    def needs_help(self) -> bool:
        """Whether somebody should look: a scam, a report of one, or perhaps one."""
        return self.is_scam or self.abstain or self.is_report


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation: `speaker` is other or self (who sends us the conversation)."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What all readers together make of a text."""

    intent: str
    score: float
    concern: float
    category: str
    is_scam: bool
    abstain: bool
    is_report: bool


def marked(turns: Sequence[Turn]) -> str:
    """A conversation as the trained readers read it: who speaks, a turn a line."""
    return "\n".join(f"{MARKS.get(turn.speaker, '对')}:{turn.text}" for turn in turns)


def _cut(text: str) -> tuple[str, int, int]:
    """The part of a long text that is read, and where and how far its tail is moved."""
    if len(text) <= LONGEST:
        return text, len(text) + 1, 0
    half = LONGEST // 2
    return f"{text[:half]}\n{text[-half:]}", half + 1, len(text) - 2 * half - 1


def _moved(span: tuple[int, int], head: int, moved: int) -> tuple[int, int]:
    """Where a span of the part that was read lies in the whole text."""
    start, end = span
    if start >= head:
        return start + moved, end + moved
    return start, max(start + 1, head - 1) if end >= head else end


def _evidence(normal: Normal, weights: Weights, head: int, moved: int) -> tuple[Evidence, ...]:
    """Where the signs that count are, in the original text, without doubles."""
    seen: dict[tuple[int, int, str], Evidence] = {}
    for hit in weights.meant:
        signal = hit.signal
        if not signal.why_zh or signal.role not in ("scam", "victim"):
            continue
        start, end = _moved(normal.span(hit.start, hit.end), head, moved)
        seen.setdefault(
            (start, end, signal.why_zh), Evidence(start, end, signal.why_zh, signal.why_en)
        )
    return tuple(seen.values())


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


def _by_patterns(weights: Weights) -> Judged:
    """What the patterns make of it alone."""
    intent, odds = intents.tell(weights)
    victim = intent == "victim"
    is_scam = odds >= SCAM_AT and not victim
    abstain = odds >= UNSURE_AT and not victim and not is_scam
    best, value, _next = weights.best()
    category = best if value >= LEAST_TOPIC and best in CATEGORIES else OTHER
    concern = logistic(odds)
    score = VICTIM_SCORES * concern if victim else concern
    named = category if is_scam or abstain or victim else NORMAL
    return Judged(intent, score, concern, named, is_scam, abstain, is_report=victim)


def _perhaps_told(intent: str, weights: Weights) -> bool:
    """Whether the patterns hear somebody tell of a scam's signs together: then a person looks."""
    return intent != "warning" and bool(weights.combined) and intents.tell(weights)[0] == "victim"


def _by_all(trained: Model, text: str, weights: Weights, scam_at: float) -> Judged:
    """What the trained readers and the patterns make of it together."""
    opinion = trained.opinion(
        text,
        np.array(signs(weights), dtype=np.float32),
        np.array(topics(weights, CATEGORIES), dtype=np.float32),
    )
    score, report = float(opinion.intents[0]), float(opinion.intents[1])
    is_scam = score >= scam_at
    intent = "scam" if is_scam else INTENTS[int(opinion.intents.argmax())]
    concern = min(1.0, score + report)
    told = weights.role("victim") >= intents.ENOUGH_ALONE
    is_report = intent == "victim" and (told or concern >= REPORT_AT)
    abstain = not (is_scam or is_report) and (
        (intent != "victim" and score >= trained.unsure_at) or _perhaps_told(intent, weights)
    )
    best = int(opinion.categories.argmax())
    category = CATEGORIES[best] if opinion.categories[best] >= LEAST_SURE else OTHER
    named = category if is_scam or abstain or intent == "victim" else NORMAL
    return Judged(intent, score, concern, named, is_scam, abstain, is_report)


def knows(text: str) -> bool:
    """Whether the trained readers have learnt of such texts: Chinese, and more than a word."""
    chinese = len(CHINESE.findall(text))
    return chinese >= LEAST_CHINESE and chinese >= SHARE_CHINESE * len(LETTERS.findall(text))


def _with_worst(trained: Model, text: str, judged: Judged) -> Judged:
    """Unsure, if a part of a long text would be a scam by itself: it may be padded."""
    quoting = judged.intent in ("warning", "question") and len(text) <= VERY_LONG
    if len(text) <= LONG or judged.is_scam or judged.intent == "victim" or quoting:
        return judged
    part = clauses.worst(trained.linear, text)
    alone = _by_all(trained, part, weigh(part, find(part)), trained.scam_at)
    if not alone.is_scam:
        return judged
    return replace(judged, abstain=True, category=alone.category, concern=alone.concern)


def _told(
    trained: Model | None, normal: Normal, weights: Weights, judged: Judged,
    head: int, moved: int,
) -> Reading:  # fmt: skip
    """Put judgement, evidence and sentence together."""
    alarming = judged.is_scam or judged.abstain or judged.is_report
    evidence = _evidence(normal, weights, head, moved) if alarming else ()
    zh, en = _reasons(weights)
    if alarming and trained is not None and not evidence:
        intent = "victim" if judged.intent == "victim" else "scam"
        spans = clauses.telling(trained.linear, normal.text, intent)
        zh, en = clauses.reasons([normal.text[start:end] for start, end in spans], intent)
        evidence = tuple(
            Evidence(*_moved(normal.span(start, end), head, moved), *clauses.WHY[intent])
            for start, end in spans
        )
    says = replies.sentence(
        judged.intent, judged.category, zh, en,
        is_scam=judged.is_scam or judged.is_report, abstain=judged.abstain,
    )  # fmt: skip
    return Reading(
        is_scam=judged.is_scam,
        score=round(judged.score, 4),
        concern=round(judged.concern, 4),
        category=judged.category,
        intent=judged.intent,
        evidence=evidence,
        abstain=judged.abstain,
        emergency=emergency.heard(normal.text),
        sentence_zh=says[0],
        sentence_en=says[1],
        is_report=judged.is_report,
    )


def read(text: str) -> Reading:
    """An opinion about one text; never raises, whatever the text is."""
    return read_by(model(), text)


def read_by(trained: Model | None, text: str) -> Reading:
    """An opinion about one text by this model; None: by patterns alone."""
    part, head, moved = _cut(text)
    normal = normalise(part)
    weights = weigh(normal.text, find(normal.text))
    trained = trained if knows(normal.text) else None
    if trained is None:
        judged = _by_patterns(weights)
    else:
        judged = _with_worst(
            trained, normal.text, _by_all(trained, normal.text, weights, trained.scam_at)
        )
    return _told(trained, normal, weights, judged, head, moved)


def read_alone(reader: Callable[[str], Floats], text: str) -> Reading:
    """What one trained reader makes of a text by itself; for measuring, without reasons."""
    odds = reader(normalise(_cut(text)[0]).text)
    chances, types = softmax(odds[: len(INTENTS)]), softmax(odds[len(INTENTS) :])
    score, best = float(chances[0]), INTENTS[int(chances.argmax())]
    is_scam = score >= 0.5
    category = CATEGORIES[int(types.argmax())] if is_scam else NORMAL
    concern = min(1.0, score + float(chances[1]))
    return Reading(is_scam, score, concern, category, best, (), False, "", "", "")  # noqa: FBT003


def read_thread(turns: Sequence[Turn]) -> Reading:
    """An opinion about a conversation, in which later turns count more than earlier ones.

    Evidence offsets point into the turns' texts joined by line breaks.
    """
    return read_thread_by(model(), turns)


def read_thread_by(trained: Model | None, turns: Sequence[Turn]) -> Reading:
    """An opinion about a conversation by this model; None: by patterns alone."""
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

    weights = weigh(normal.text, find(normal.text), factor)
    trained = trained if knows(normal.text) else None
    if trained is None:
        judged = _by_patterns(weights)
    else:
        judged = _by_all(trained, normalise(_cut(marked(turns))[0]).text, weights, TALK_AT)
    return _told(trained, normal, weights, judged, head, moved)


def describe() -> dict[str, str | int]:
    """The recogniser's version, how many patterns it is made of, and its model, if it has one."""
    known = book()
    return {
        "version": VERSION,
        "model": str(raw().get("version", "")),
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
