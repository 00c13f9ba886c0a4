"""Measures the recogniser on labelled messages: the figures of docs/fraud-recognition.md."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from county.dimensions.fraud.knowledge.reading import CATEGORIES, Reading, read

INTENTS = ("scam", "victim", "warning", "question", "ordinary")


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message; `part` is development, held_out or fresh."""

    identity: str
    part: str
    text: str
    is_scam: bool
    category: str
    intent: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; rates are 0..1, milliseconds are of one message on one core.

    `flagged` counts a message with `is_scam`; abstentions are counted apart in `unsure`.
    """

    messages: int
    recall: float
    false_alarms: float
    unsure: float
    auc: float
    category_f1: float
    intent_f1: float
    warnings_flagged: float
    recall_by_category: dict[str, float]
    p50_ms: float
    p95_ms: float

    def lines(self) -> list[str]:
        """The figures in plain words, one a line."""
        return [
            f"messages {self.messages}",
            f"recall {self.recall:.3f}",
            f"false alarms {self.false_alarms:.3f}",
            f"left to a human {self.unsure:.3f}",
            f"AUC {self.auc:.3f}",
            f"category macro-F1 {self.category_f1:.3f}",
            f"intent macro-F1 {self.intent_f1:.3f}",
            f"warnings flagged {self.warnings_flagged:.3f}",
            f"milliseconds p50 {self.p50_ms:.2f} p95 {self.p95_ms:.2f}",
        ]


def load(path: Path) -> list[Example]:
    """The examples of a JSON lines file."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [
        Example(
            str(row["id"]), row["part"], row["text"], row["is_scam"], row["category"], row["intent"]
        )
        for row in rows
    ]


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


def _timed(
    examples: Iterable[Example], reader: Callable[[str], Reading]
) -> tuple[list[tuple[Example, Reading]], list[float]]:
    reader("热身")
    told: list[tuple[Example, Reading]] = []
    times: list[float] = []
    for example in examples:
        start = time.perf_counter()
        reading = reader(example.text)
        times.append(1000 * (time.perf_counter() - start))
        told.append((example, reading))
    return told, sorted(times)


def _recalls(told: Sequence[tuple[Example, Reading]]) -> dict[str, float]:
    """How many of each category's scams and reports are flagged."""
    return {
        name: share(reading.is_scam for one, reading in told if one.category == name)
        for name in CATEGORIES
        if any(one.category == name for one, _reading in told)
    }


def measure(examples: Sequence[Example], reader: Callable[[str], Reading] = read) -> Figures:
    """Read every example and compute the figures.

    Category F1 is over the MPS names; a missed scam counts against its category, and a false
    alarm against the category it was given.
    """
    told, times = _timed(examples, reader)
    scams = [(one, reading) for one, reading in told if one.is_scam]
    return Figures(
        messages=len(told),
        recall=share(reading.is_scam for _one, reading in scams),
        false_alarms=share(reading.is_scam for one, reading in told if not one.is_scam),
        unsure=share(reading.abstain for _one, reading in told),
        auc=auc((reading.score, one.is_scam) for one, reading in told),
        category_f1=macro_f1(
            [(one.category, reading.category) for one, reading in told], CATEGORIES
        ),
        intent_f1=macro_f1([(one.intent, reading.intent) for one, reading in told], INTENTS),
        warnings_flagged=share(reading.is_scam for one, reading in told if one.intent == "warning"),
        recall_by_category=_recalls(told),
        p50_ms=times[len(times) // 2] if times else 0.0,
        p95_ms=times[int(len(times) * 0.95)] if times else 0.0,
    )
