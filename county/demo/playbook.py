"""Reads the scripts of the demonstration: what people ask, what officers say, what comes of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Script:
    """One kind of concern. Each of `asks` begins one conversation; all share how it goes on.

    `answer` names an answer of the library, whose text is sent; `says` is the officer's own.
    `more` are a further question and its answer; a third word binds them to one of the asks.
    """

    topic: str
    asks: tuple[str, ...]
    says: str = ""
    answer: str = ""
    more: tuple[tuple[str, ...], ...] = ()
    category: str = ""
    money: str = ""
    amount: int = 0
    stopped: int = 0
    bank: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()
    visit: str = ""
    call: str = ""
    join: str = ""
    result: str = "solved"
    urgent: bool = False
    town: str = ""
    who: str = ""
    picture: str = ""
    night: bool = False


@dataclass(frozen=True, slots=True)
class Tip:
    """One lead: what was seen, how its source wishes to be known, and how far it came."""

    topic: str
    content: str
    secrecy: str
    place: str
    town: str
    steps: tuple[str, ...]
    day: float
    case: str = ""
    link: str = ""
    note: str = ""
    small_case: str = ""
    reward: str = ""
    worth: str = ""
    question: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of the library."""

    key: str
    topic: str
    question: str
    text: str
    rule: str
    review_days: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is said often: thanks, greetings, ratings in words."""

    thanks: tuple[str, ...]
    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    after_care: tuple[str, ...]
    praise: tuple[str, ...]
    blame: tuple[str, ...]
    roads: dict[str, tuple[str, ...]]
    quick: tuple[dict[str, str], ...] = field(default=())


def table(name: str) -> dict[str, Any]:
    """One of the demonstration's reviewed files."""
    return tomllib.loads(files("county.demo").joinpath(name).read_text("utf-8"))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def rows(name: str, key: str) -> list[dict[str, Any]]:
    """The rows of this kind in one of the scripts, with tuples for lists."""
    found = table(f"scripts/{name}.toml")[key]
    return [{word: _frozen(value) for word, value in row.items()} for row in found]


@cache
def scripts(name: str) -> tuple[Script, ...]:
    """The scripts of one file, in its order."""
    return tuple(Script(**row) for row in rows(name, "script"))


@cache
def tips() -> tuple[Tip, ...]:
    """The leads, in the order of the file."""
    return tuple(Tip(**row) for row in rows("leads", "tip"))


@cache
def library() -> dict[str, Entry]:
    """The answers of the library by their keys."""
    return {row["key"]: Entry(**row) for row in rows("library", "answer")}


@cache
def rows_now() -> tuple[dict[str, Any], ...]:
    """What is going on when the play ends."""
    return tuple(rows("open_now", "now"))


@cache
def sentences() -> Sentences:
    """What is said often."""
    read = table("scripts/sentences.toml")
    quick = tuple(read.pop("quick"))
    return Sentences(**{key: _frozen(value) for key, value in read.items()}, quick=quick)
