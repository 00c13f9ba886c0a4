"""Text as it was meant: width, traditional characters, evasions and inserted marks undone."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

EVASIONS = Path(__file__).parent / "patterns" / "evasions.toml"
CJK = "\u3400-\u9fff"
# Marks that scammers put between the characters of a word: 转.账, 汇-款, 微*信.
INSERTED = re.compile(rf"(?<=[{CJK}])[ ]?[.·•\-_*~|/\\'`^+=#丨丶]{{1,3}}[ ]?(?=[{CJK}])")
# Single characters spaced out, as in 加 我 微 信.
SPACED = re.compile(rf"(?<![{CJK}])[{CJK}](?: [{CJK}]){{2,}}(?![{CJK}])")
BLANKS = re.compile(r"[^\S\n]{2,}")


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised text; `starts[i]` and `ends[i]` bound the original of its character i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The character offsets in the original text of normalised [start, end)."""
        if start >= end or end > len(self.text):
            return (0, 0)
        return (min(self.starts[start:end]), max(self.ends[start:end]))

    def find(self, start: int, end: int) -> tuple[int, int]:
        """The normalised bounds of the original's [start, end)."""
        return (bisect_left(self.starts, start), bisect_right(self.starts, max(start, end - 1)))


@dataclass(frozen=True, slots=True)
class Evasion:
    """One way of hiding a word, and the word."""

    pattern: re.Pattern[str]
    word: str


@cache
def _simplified() -> dict[str, str]:
    pairs: str = tomllib.loads(EVASIONS.read_text(encoding="utf-8"))["traditional"]["pairs"]
    return {pair[0]: pair[1] for pair in pairs.split()}


@cache
def _evasions() -> tuple[Evasion, ...]:
    rows = tomllib.loads(EVASIONS.read_text(encoding="utf-8"))["evasion"]
    return tuple(
        Evasion(re.compile("|".join(f"(?:{form})" for form in row["hidden"])), row["word"])
        for row in rows
    )


@cache
def _fold(char: str) -> str:
    """What one character becomes: nothing, itself, or its plain form in lower case."""
    if char == "\n":
        return char
    if char in "\r\t\v\f\x85\u2028\u2029":
        return "\n" if char in "\u2028\u2029" else " "
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"):
        return ""
    plain = unicodedata.normalize("NFKC", char).lower()
    table = _simplified()
    kept = (table.get(one, one) for one in plain)
    return "".join(
        " " if one.isspace() else one
        for one in kept
        if unicodedata.category(one) not in ("Mn", "Me", "Cf", "Cc")
    )


def _rewrite(normal: Normal, pattern: re.Pattern[str], word: str | None) -> Normal:
    """Replace each match by `word`, or drop its blanks and marks; the offsets follow."""
    if not pattern.search(normal.text):
        return normal
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in pattern.finditer(normal.text):
        begin, end = match.span()
        text.append(normal.text[at:begin])
        starts += normal.starts[at:begin]
        ends += normal.ends[at:begin]
        if begin == end:
            at = begin
            continue
        new = match.group().replace(" ", "") if word is None else word
        first, last = normal.starts[begin], normal.ends[end - 1]
        text.append(new)
        starts += [first] * len(new)
        ends += [last] * len(new)
        at = end
    text.append(normal.text[at:])
    starts += normal.starts[at:]
    ends += normal.ends[at:]
    return Normal("".join(text), tuple(starts), tuple(ends))


def normalise(text: str) -> Normal:
    """The text as patterns expect it, with the way back to every original character."""
    chars: list[str] = []
    starts: list[int] = []
    for index, char in enumerate(text):
        for one in _fold(char):
            chars.append(one)
            starts.append(index)
    normal = Normal("".join(chars), tuple(starts), tuple(start + 1 for start in starts))
    normal = _rewrite(normal, INSERTED, "")
    normal = _rewrite(normal, SPACED, None)
    normal = _rewrite(normal, BLANKS, " ")
    for evasion in _evasions():
        normal = _rewrite(normal, evasion.pattern, evasion.word)
    return normal
