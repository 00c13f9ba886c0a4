"""Cuts a text into the pieces that the encoder knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BLANK = "▁"
UNKNOWN_COSTS = 10.0
"""How much less likely than the rarest piece a character is that no piece has."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A unigram vocabulary (Kudo 2018): pieces and their log likelihoods. Piece 0 is unknown."""

    numbers: dict[str, int]
    scores: Sequence[float]
    longest: int

    @classmethod
    def of(cls, pieces: Sequence[str], scores: Sequence[float]) -> Pieces:
        """The vocabulary of these pieces."""
        numbers = {piece: number for number, piece in enumerate(pieces) if number}
        return cls(numbers, scores, max(map(len, numbers)))

    def cut(self, text: str) -> list[int]:
        """The numbers of the likeliest pieces that make up the text (Viterbi)."""
        line = BLANK + text.replace(" ", BLANK).replace("\n", BLANK)
        size, unknown = len(line), min(self.scores) - UNKNOWN_COSTS
        best = [0.0] + [-1e30] * size
        came = [(0, 0)] * (size + 1)
        for start in range(size):
            here = best[start]
            if here + unknown > best[start + 1]:
                best[start + 1], came[start + 1] = here + unknown, (start, 0)
            for end in range(start + 1, min(size, start + self.longest) + 1):
                number = self.numbers.get(line[start:end])
                if number is not None and here + self.scores[number] > best[end]:
                    best[end], came[end] = here + self.scores[number], (start, number)
        cut: list[int] = []
        while size:
            size, number = came[size]
            cut.append(number)
        return cut[::-1]
