"""The public services that other systems may report for, from their reviewed file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

UNFIT = frozenset({"fraud", "missing", "domestic", "self_harm", "accident", "locked", "theft",
                   "gambling"})  # fmt: skip
"""Topics that are never a public service: they need a person at once, or are leads."""
Words = tuple[str, str]
"""In Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a service's own form; `values` are keys with their names."""

    code: str
    datatype: str
    required: bool
    description: Words
    values: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class PublicService:
    """One public service: which topic of the desk it is, and what it is called."""

    code: str
    topic: str
    kind: str
    name: Words
    description: Words
    keywords: str
    group: Words
    questions: tuple[Question, ...]


@cache
def services() -> dict[str, PublicService]:
    """Every public service by its code; ValueError for a topic that is unfit."""
    file = Path(__file__).parent / "services.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["service"]
    found = {row["code"]: _service(row) for row in rows}
    if wrong := [one.code for one in found.values() if one.topic in UNFIT or one.kind == "lead"]:
        raise ValueError(f"services.toml: no public service: {wrong}")
    return found


def _service(row: dict[str, object]) -> PublicService:
    questions = row.get("attribute", [])
    return PublicService(
        code=str(row["code"]),
        topic=str(row["topic"]),
        kind=str(row["kind"]),
        name=_words(row, "name"),
        description=_words(row, "description"),
        keywords=str(row["keywords"]),
        group=_words(row, "group"),
        questions=tuple(map(_question, questions if isinstance(questions, list) else ())),
    )


def _words(row: dict[str, object], name: str) -> Words:
    return str(row[name]), str(row[f"{name}_en"])


def _question(row: dict[str, object]) -> Question:
    values = row.get("values", [])
    return Question(
        code=str(row["code"]),
        datatype=str(row["datatype"]),
        required=bool(row["required"]),
        description=_words(row, "description"),
        values=tuple(
            (str(key), (str(zh), str(en)))
            for key, zh, en in (values if isinstance(values, list) else ())
        ),
    )
