"""Which clauses of a text speak most for a scam or a report, when no pattern gives a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from county.dimensions.fraud.knowledge.features import grams_at
from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.model import Linear

WHY = {
    "scam": ("与已知诈骗话术相近", "worded like known scams"),
    "victim": ("像是受害人在讲述", "told as victims tell it"),
}
CLAUSE = re.compile(r"[^,。!?;、\n]{2,40}")
MOST = 2
SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")
PART, MOST_PARTS = 60, 60
"""Characters of a part of a text, at most, if it is more than a sentence; parts looked at."""
SCAM, ORDINARY = INTENTS.index("scam"), INTENTS.index("ordinary")


def telling(linear: Linear, text: str, intent: str) -> list[tuple[int, int]]:
    """The bounds of at most two clauses of a normalised text that speak most for an intent."""
    pull, column = [0.0] * len(text), INTENTS.index(intent)
    for start, length, number in grams_at(text):
        row = linear.weights[number]
        gap = linear.scale[column] * row[column] - linear.scale[ORDINARY] * row[ORDINARY]
        for place in range(start, start + length):
            pull[place] += float(gap) / length
    found = [(sum(pull[m.start() : m.end()]), m.start(), m.end()) for m in CLAUSE.finditer(text)]
    best = sorted((one for one in found if one[0] > 0), reverse=True)[:MOST]
    return sorted((start, end) for _pull, start, end in best)


def reasons(clauses: Sequence[str], intent: str) -> tuple[list[str], list[str]]:
    """The reason in Chinese and English, with the words it rests on."""
    zh, en = WHY[intent]
    if not clauses:
        return [zh], [en]
    return [f"{zh}，如“{'”“'.join(clauses)}”"], [f"{en}, such as “{'”, “'.join(clauses)}”"]


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
