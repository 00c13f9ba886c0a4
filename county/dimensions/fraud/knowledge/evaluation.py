"""Measures the recogniser on labelled messages: the figures of docs/fraud-recognition.md."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from county.dimensions.fraud.knowledge.corpus import Item, Talk
from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.model import Model
from county.dimensions.fraud.knowledge.reading import (
    CATEGORIES,
    Reading,
    Turn,
    read,
    read_by,
    read_thread,
)

AT_MOST = 0.05
"""False alarms at which recall is compared between readers."""
STEPS = 10
"""Bins of the calibration error."""

Read = tuple[Item, Reading]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; rates are 0..1, milliseconds are of one message on one core.

    A message is *flagged* with `is_scam`; abstentions are counted apart in `unsure`. False alarms
    are flagged messages among those that are no scams, victims' reports included.
    """

    messages: int
    recall: float
    false_alarms: float
    recall_at_most: float
    """Recall at the threshold that gives AT_MOST false alarms on these very messages."""
    unsure: float
    auc: float
    category_f1: float
    intent_f1: float
    warnings_flagged: float
    victims_told: float
    calibration_error: float
    by_category: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Recall, and the share named right among those flagged."""
    by_intent: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Recall and precision."""
    reliability: list[tuple[float, float, int]] = field(default_factory=list)
    """For each tenth of the score: mean score, share of scams, messages."""
    p50_ms: float = 0.0
    p95_ms: float = 0.0


def share(flags: Iterable[bool]) -> float:
    """The share of true ones, 0 when there are none."""
    known = list(flags)
    return sum(known) / len(known) if known else 0.0


def auc(scored: Iterable[tuple[float, bool]]) -> float:
    """The area under the ROC curve: how often a scam scores above another message, ties half."""
    rows = list(scored)
    bad = [score for score, is_scam in rows if is_scam]
    good = [score for score, is_scam in rows if not is_scam]
    if not bad or not good:
        return 0.0
    wins = sum((one > other) + 0.5 * (one == other) for one in bad for other in good)
    return wins / (len(bad) * len(good))


def recall_at(scored: Iterable[tuple[float, bool]], most: float) -> float:
    """The recall at the lowest threshold that flags at most this share of the others."""
    rows = list(scored)
    others = sorted((score for score, is_scam in rows if not is_scam), reverse=True)
    bar = others[int(most * len(others))] if others else 0.0
    return share(score > bar for score, is_scam in rows if is_scam)


def macro_f1(pairs: Sequence[tuple[str, str]], names: Iterable[str]) -> float:
    """The mean F1 over the names that occur, from (true, told) pairs."""
    scores: list[float] = []
    for name in names:
        true = sum(truth == name for truth, _told in pairs)
        told = sum(said == name for _truth, said in pairs)
        both = sum(truth == said == name for truth, said in pairs)
        if true:
            scores.append(2 * both / (true + told))
    return sum(scores) / len(scores) if scores else 0.0


def reliability(scored: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """For each tenth of the score: mean score, share of scams, messages."""
    rows: list[tuple[float, float, int]] = []
    for step in range(STEPS):
        inside = [one for one in scored if min(int(one[0] * STEPS), STEPS - 1) == step]
        if inside:
            mean = sum(score for score, _is_scam in inside) / len(inside)
            rows.append((round(mean, 4), share(flag for _score, flag in inside), len(inside)))
    return rows


def calibration_error(scored: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over tenths of the score (Guo et al. 2017)."""
    total = max(1, len(scored))
    return sum(abs(mean - true) * n / total for mean, true, n in reliability(scored))


def _timed(
    items: Iterable[Item], reader: Callable[[str], Reading]
) -> tuple[list[Read], list[float]]:
    reader("热身")
    told: list[Read] = []
    times: list[float] = []
    for item in items:
        start = time.perf_counter()
        reading = reader(item.text)
        times.append(1000 * (time.perf_counter() - start))
        told.append((item, reading))
    return told, sorted(times)


def is_scam(item: Item | Talk) -> bool:
    """Whether the text itself is a scam."""
    return item.intent == "scam"


def _by_category(told: Sequence[Read]) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for name in CATEGORIES:
        rows = [reading for item, reading in told if is_scam(item) and item.category == name]
        flagged = [reading for reading in rows if reading.is_scam]
        if rows:
            right = share(reading.category == name for reading in flagged)
            found[name] = len(flagged) / len(rows), right
    return found


def _by_intent(told: Sequence[Read]) -> dict[str, tuple[float, float]]:
    return {
        name: (
            share(reading.intent == name for item, reading in told if item.intent == name),
            share(item.intent == name for item, reading in told if reading.intent == name),
        )
        for name in INTENTS
        if any(item.intent == name for item, _reading in told)
    }


def measure(items: Sequence[Item], reader: Callable[[str], Reading] = read) -> Figures:
    """Read every message and compute the figures.

    Category F1 is over the types of scams; a scam that is not flagged counts as named 正常.
    """
    told, times = _timed(items, reader)
    scored = [(reading.score, is_scam(item)) for item, reading in told]
    scams = [(item, reading) for item, reading in told if is_scam(item)]
    named = [(item.category, reading.category) for item, reading in scams]
    return Figures(
        messages=len(told),
        recall=share(reading.is_scam for _item, reading in scams),
        false_alarms=share(reading.is_scam for item, reading in told if not is_scam(item)),
        recall_at_most=recall_at(scored, AT_MOST),
        unsure=share(reading.abstain for _item, reading in told),
        auc=auc(scored),
        category_f1=macro_f1(named, CATEGORIES),
        intent_f1=macro_f1([(item.intent, reading.intent) for item, reading in told], INTENTS),
        warnings_flagged=share(r.is_scam for item, r in told if item.intent == "warning"),
        victims_told=share(r.intent == "victim" for item, r in told if item.intent == "victim"),
        calibration_error=calibration_error(scored),
        by_category=_by_category(told),
        by_intent=_by_intent(told),
        reliability=reliability(scored),
        p50_ms=times[len(times) // 2] if times else 0.0,
        p95_ms=times[int(len(times) * 0.95)] if times else 0.0,
    )


def errors(items: Sequence[Item], reader: Callable[[str], Reading] = read) -> list[Read]:
    """The messages that are flagged wrongly, or wrongly not."""
    told, _times = _timed(items, reader)
    return [(item, reading) for item, reading in told if reading.is_scam != is_scam(item)]


def measure_talks(
    talks: Sequence[Talk], reader: Callable[[Sequence[Turn]], Reading] = read_thread
) -> tuple[float, float, float]:
    """Recall, false alarms and AUC over conversations."""
    told = [(talk, reader(talk.turns)) for talk in talks]
    return (
        share(reading.is_scam for talk, reading in told if is_scam(talk)),
        share(reading.is_scam for talk, reading in told if not is_scam(talk)),
        auc((reading.score, is_scam(talk)) for talk, reading in told),
    )


def figures_of(folder: Path, items: Sequence[Item]) -> Figures:
    """What a model in this folder makes of the messages."""
    trained = Model(folder)
    return measure(items, lambda text: read_by(trained, text))
