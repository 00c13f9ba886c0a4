"""How well a drawn chat was read: characters that differ, and turns with the right speaker."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from county.design.mockups.chats import EMOJI, Turn


@dataclass(frozen=True)
class Marks:
    """Of one picture: characters there are, edits that make what was read into them, turns there
    are, and turns whose speaker is right."""

    characters: int
    edits: int
    turns: int
    right: int


def counted(text: str) -> str:
    """The characters that count: no blanks, no emoji; full and half width are the same sign."""
    plain = unicodedata.normalize("NFKC", EMOJI.sub("", text))
    kept = (one for one in plain if not one.isspace() and unicodedata.category(one) != "Cf")
    return "".join(one for one in kept if unicodedata.category(one) not in ("So", "Mn"))


def distances(truth: str, read: str) -> list[list[int]]:
    """How many edits lie between each beginning of one and each beginning of the other."""
    rows = [list(range(len(read) + 1))]
    for i, sign in enumerate(truth, 1):
        above, row = rows[-1], [i]
        for j, other in enumerate(read, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (sign != other)))
        rows.append(row)
    return rows


def aligned(truth: str, read: str) -> list[int | None]:
    """For each character of the truth its place in what was read, if it was read rightly."""
    rows, i, j = distances(truth, read), len(truth), len(read)
    places: list[int | None] = [None] * i
    while i and j:
        if truth[i - 1] == read[j - 1] and rows[i][j] == rows[i - 1][j - 1]:
            places[i - 1] = j - 1
            i, j = i - 1, j - 1
        elif rows[i][j] == rows[i - 1][j - 1] + 1:
            i, j = i - 1, j - 1
        elif rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return places


def _right(truth: Sequence[Turn], read: Sequence[Turn]) -> int:
    """How many turns have the speaker most of their rightly read characters were given."""
    said = [(who, counted(text)) for who, text in truth]
    heard = [(who, counted(text)) for who, text in read]
    speakers = [who for who, text in heard for _sign in text]
    places = aligned("".join(text for _who, text in said), "".join(text for _who, text in heard))
    right = at = 0
    for who, text in said:
        votes = Counter(speakers[p] for p in places[at : at + len(text)] if p is not None)
        right += bool(votes) and votes.most_common(1)[0][0] == who
        at += len(text)
    return right


def marks(truth: Sequence[Turn], read: Sequence[Turn]) -> Marks:
    """The marks of one picture; `read` holds every line, also those that are nobody's.

    What nobody says (titles, times, names) is not to be among the turns: characters of it that
    are given a speaker count as edits, and turns that are given none as well.
    """
    said = [turn for turn in truth if counted(turn[1])]
    whole = "".join(counted(text) for _who, text in said)
    spoken = "".join(counted(text) for who, text in read if who != "none")
    edits = distances(whole, spoken)[-1][-1]
    return Marks(len(whole), edits, len(said), _right(said, read))
