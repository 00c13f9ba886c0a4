"""How the police's lists say what happened and what came of it (words.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LARGEST_LOSS = 2_000_000_000
"""Yuan; more is a slip of the pen."""
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)元?")


@cache
def _words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    return {
        table: {name: tuple(words) for name, words in rows.items()}
        for table, rows in tomllib.loads(text).items()
    }


def what_of(text: str) -> str:
    """The type of incident that a cell says; empty where it says none, or more than one."""
    return _understood("what", text)[0]


def outcome_of(text: str) -> tuple[str, str]:
    """What a cell says came of an incident, and the word that says so; empty where unclear.

    A cell without any word says that it is open.
    """
    return _understood("outcome", text) if text.strip() else ("open", "")


def _understood(table: str, text: str) -> tuple[str, str]:
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    hits = [
        (name, word)
        for name, words in _words()[table].items()
        for word in words
        if "".join(word.split()) in plain
    ]
    told = {name: word for name, word in hits if not _is_within(word, hits)}
    return next(iter(told.items())) if len(told) == 1 else ("", "")


def _is_within(word: str, hits: list[tuple[str, str]]) -> bool:
    """Whether the word was only found as a part of a longer one."""
    return any(word != other and word in other for _name, other in hits)


def known_words(table: str) -> str:
    """The first word of each entry, for whoever has to mend a cell."""
    return "、".join(words[0] for words in _words()[table].values())


def moment_in(text: str) -> str:
    """The part of a cell that says the day, without the time of day, which is not kept."""
    said = text.strip().replace("T", " ")
    if said.isdigit() and len(said) in (12, 14):
        return said[:8]
    return said.split(" ")[0]


def loss_in(text: str) -> int | None:
    """Whole yuan of a cell; nothing for an empty one, None where it says no number."""
    if not text.strip():
        return 0
    said = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    number = _NUMBER.fullmatch(said)
    yuan = round(float(number.group(1))) if number and len(said) < 20 else -1
    return yuan if 0 <= yuan <= LARGEST_LOSS else None
