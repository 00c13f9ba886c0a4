"""Phrases that are new: often in this week's scam texts, rare in those of the weeks before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from county.dimensions.fraud.knowledge.normalise import normalise

SHORTEST, LONGEST = 3, 18
"""Characters of a phrase."""
LEAST_CONVERSATIONS = 3
"""A phrase of fewer conversations says more of those people than of the scam."""
LEAST_LIFT = 3.0
MOST, MOST_COMPARED = 40, 600
BEFORE_WEEKS = 8
_PIECES = re.compile(r"〔[^〔〕]*〕|[^\u3400-\u9fffA-Za-z]+")
_LOOSE = "的了吗呢吧啊呀嘛们着和与及或就都也又再很把被让叫给在从向到说是我你您他她它这那"
"""Characters with which a phrase neither begins nor ends."""

Text = tuple[str, str]
"""The key of a conversation, and what was said in it, masked."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, in how many conversations of this week and of the weeks before, and how much more
    often than then."""

    words: str
    conversations: int
    before: int
    lift: float


def rising(week: Iterable[Text], before: Iterable[Text]) -> list[Phrase]:
    """The phrases of at least three conversations that were rare before, the most telling first.

    Of phrases within one another in the same conversations the longest stands for all.
    """
    now, then = _pieces(week), _pieces(before)
    many, few = len(now), len(then)
    earlier = ["\n".join(pieces) for pieces in then.values()]
    told = []
    for words, places in _longest(_frequent(now))[:MOST_COMPARED]:
        seen = sum(words in text for text in earlier)
        lift = (len(places) / many) / ((seen + 0.5) / (max(few, many) + 1))
        if lift >= LEAST_LIFT:
            told.append(Phrase(words, len(places), seen, round(lift, 1)))
    told.sort(key=lambda one: (-one.conversations * one.lift, -len(one.words), one.words))
    return told[:MOST]


def _pieces(texts: Iterable[Text]) -> dict[str, list[str]]:
    """The runs of letters in what was said in each conversation, as it was meant."""
    found: dict[str, list[str]] = defaultdict(list)
    for place, text in texts:
        found[place] += normalise(_PIECES.sub("\n", text)).text.split("\n")
    return found


def _frequent(now: dict[str, list[str]]) -> dict[str, set[str]]:
    """Every phrase of at least three conversations, and which: longer ones grow out of shorter."""
    every: dict[str, set[str]] = {}
    shorter: dict[str, set[str]] = {}
    for length in range(SHORTEST, LONGEST + 1):
        found: dict[str, set[str]] = defaultdict(set)
        for place, pieces in now.items():
            for words in _windows(pieces, length):
                if length == SHORTEST or (words[:-1] in shorter and words[1:] in shorter):
                    found[words].add(place)
        shorter = {
            words: places for words, places in found.items() if len(places) >= LEAST_CONVERSATIONS
        }
        if not shorter:
            break
        every |= shorter
    return every


def _windows(pieces: Iterable[str], length: int) -> Iterator[str]:
    for piece in pieces:
        for at in range(len(piece) - length + 1):
            yield piece[at : at + length]


def _longest(every: dict[str, set[str]]) -> list[tuple[str, set[str]]]:
    """Without what only repeats a piece of a longer phrase, and without loose ends."""
    kept: list[tuple[str, set[str]]] = []
    for words, places in sorted(every.items(), key=lambda row: (-len(row[0]), row[0])):
        tight = words.strip(_LOOSE)
        if len(tight) >= SHORTEST and not any(
            tight in other and places <= theirs for other, theirs in kept
        ):
            kept.append((tight, places))
    return sorted(kept, key=lambda row: (-len(row[1]), -len(row[0]), row[0]))
