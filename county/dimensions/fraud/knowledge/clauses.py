"""Which clauses of a text speak most for a scam, when no pattern gives a reason."""

from __future__ import annotations

import re

from county.dimensions.fraud.knowledge.features import grams_at
from county.dimensions.fraud.knowledge.model import INTENTS, Linear

WHY = ("与已知诈骗话术相近", "worded like known scams")
CLAUSE = re.compile(r"[^,。!?;、\n]{2,40}")
MOST = 2
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
