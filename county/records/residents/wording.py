"""What must never be kept of a person, however spelled (domain.md §6.7, security.md E3, E5)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from county.kernel.errors import Incomplete

LATIN = re.compile(r"[a-z]+")
INVISIBLE = ("Cf", "Cc", "Mn", "Me")
"""Categories of characters that are not seen: zero width, controls, stacked marks."""


class Unsayable(Incomplete):
    """The words name something that is never kept of a person; `category` says of which kind."""

    def __init__(self, sentence: str, category: str = "") -> None:
        super().__init__(sentence)
        self.category = category


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of what is never kept, with its terms."""

    code: str
    title: str
    title_en: str
    terms: tuple[str, ...]
    spelled: tuple[str, ...]


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "forbidden.toml").read_text(encoding="utf-8"))


@cache
def categories() -> tuple[Category, ...]:
    """The reviewed file `forbidden.toml`, read once."""
    return tuple(
        Category(
            row["code"], row["title"], row["title_en"], tuple(row["terms"]), tuple(row["spelled"])
        )
        for row in _source()["category"]
    )


def forbidden_in(text: str) -> str:
    """The first term of the deny-list that the text contains, however spelled; empty if none.

    Width, case, traditional characters, tones, zero-width marks, spaces and punctuation do not
    hide a term; a term that stands by chance inside an everyday word is let be.
    """
    plain = _plain(text)
    packed = "".join(one for one in plain if one.isalnum())
    free = _excused(packed)
    for term, folded in _terms():
        if _stands(folded, packed, free):
            return term
    bare = _bare(plain)
    if not LATIN.search(bare):
        return ""
    return next((term for term, spelled in _spelled() if spelled.search(bare)), "")


def category_of(term: str) -> str:
    """The kind that a term of the deny-list belongs to."""
    return next((one.code for one in categories() if term in one.terms or term in one.spelled), "")


def require_sayable(text: str) -> str:
    """The text, if it may be kept of a person; raises Unsayable, which names the term."""
    if word := forbidden_in(text):
        raise Unsayable(
            _("“%(word)s” must not stand in a note about a person. Say what they asked for.")
            % {"word": word},
            category_of(word),
        )
    return text


def _plain(text: str) -> str:
    """The text in one width, one case, simplified, without what cannot be seen; tones stay out."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    seen = "".join(one for one in apart if unicodedata.category(one) not in INVISIBLE)
    return seen.translate(_simplified())


def _bare(plain: str) -> str:
    """The text without the phrases that are let be as they are written."""
    for phrase in _latin_phrases():
        plain = phrase.sub("·", plain)
    return plain


def _stands(term: str, packed: str, free: list[tuple[int, int]]) -> bool:
    at = packed.find(term)
    while at >= 0:
        end = at + len(term)
        if not any(begin <= at and end <= stop for begin, stop in free):
            return True
        at = packed.find(term, at + 1)
    return False


def _excused(packed: str) -> list[tuple[int, int]]:
    """Where in the text the everyday words stand, the longest at each place."""
    return [hit.span(1) for hit in _innocent().finditer(packed)]


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(
        "".join(one for one in _plain(phrase) if one.isalnum())
        for phrase in _source()["innocent"]["phrases"]
    )


@cache
def _innocent() -> re.Pattern[str]:
    return re.compile(f"(?=({'|'.join(map(re.escape, sorted(_phrases(), key=len)[::-1]))}))")


@cache
def _latin_phrases() -> tuple[re.Pattern[str], ...]:
    phrases = (one for one in _source()["innocent"]["phrases"] if one.isascii())
    return tuple(_word(phrase) for phrase in phrases)


@cache
def _terms() -> tuple[tuple[str, str], ...]:
    """Each term as it stands in the file, and as it is looked for; Latin ones only as words."""
    return tuple(
        (term, "".join(one for one in _plain(term) if one.isalnum()))
        for category in categories()
        for term in category.terms
        if not term.isascii()
    )


@cache
def _spelled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for category in categories():
        latin = category.spelled + tuple(term for term in category.terms if term.isascii())
        found += [(term, _word(term)) for term in latin]
    return tuple(found)


def _word(term: str) -> re.Pattern[str]:
    """The letters of a term as a word of their own, whatever but letters stands between them."""
    letters = [one for one in _plain(term) if one.isalpha()]
    return re.compile(f"(?<![a-z]){'[^a-z一-鿿]*'.join(letters)}(?![a-z])")


@cache
def _simplified() -> dict[int, str]:
    pairs = _source()["traditional"]["pairs"]
    return {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}
