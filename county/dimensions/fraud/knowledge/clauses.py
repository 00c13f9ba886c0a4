"""Which clauses of a text speak most for a scam, when no pattern gives a reason."""

from __future__ import annotations

import re

from county.dimensions.fraud.knowledge.features import grams_at
from county.dimensions.fraud.knowledge.model import INTENTS, Linear

WHY = ("与已知诈骗话术相近", "worded like known scams")
CLAUSE = re.compile(r"[^,。!?;、\n]{2,40}")
MOST = 2
SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")
PART, MOST_PARTS = 60, 60
"""Characters of a part of a text, at most, if it is more than a sentence; parts looked at."""
SCAM, ORDINARY = INTENTS.index("scam"), INTENTS.index("ordinary")


def telling(linear: Linear, text: str) -> list[tuple[int, int]]:
    """The bounds of at most two clauses of a normalised text that speak most for a scam."""
    pull = [0.0] * len(text)
    for start, length, number in grams_at(text):
        row = linear.weights[number]
        gap = linear.scale[SCAM] * row[SCAM] - linear.scale[ORDINARY] * row[ORDINARY]
        for place in range(start, start + length):
            pull[place] += float(gap) / length
    found = [(sum(pull[m.start() : m.end()]), m.start(), m.end()) for m in CLAUSE.finditer(text)]
    best = sorted((one for one in found if one[0] > 0), reverse=True)[:MOST]
    return sorted((start, end) for _pull, start, end in best)


def parts(text: str) -> list[str]:
    """Each sentence of a text with those after it that fit; of many, the first and the last."""
    bounds = [match.span() for match in SENTENCE.finditer(text)]
    found: list[str] = []
    for number, (start, end) in enumerate(bounds):
        ends = [later for _begin, later in bounds[number:] if later - start <= PART]
        found.append(text[start : max([end, *ends])])
    if len(found) <= MOST_PARTS:
        return found or [text]
    return [*found[: MOST_PARTS // 2], *found[-MOST_PARTS // 2 :]]


def worst(linear: Linear, text: str) -> str:
    """The part of a normalised text that reads most like a scam by itself."""

    def lean(part: str) -> float:
        odds = linear(part)
        return float(odds[SCAM] - max(odds[1 : len(INTENTS)]))

    return max(parts(text), key=lean)
