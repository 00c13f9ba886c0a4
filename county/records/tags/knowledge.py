"""The library of tags (domain.md §6.5 to §6.8)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

RESIDENT, OFFICER, SYSTEM = "S", "O", "Y"
SENSITIVE = 3
UNCONFIRMED_DAYS = 14
"""Days after which a proposal that the resident has not confirmed is deleted (§6.5)."""
LONGEST_WHY = 60
"""Characters of a reason; the resident can read it (§6.7)."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: who may set it, on what basis, how sensitive it is, how long it lasts."""

    code: str
    name: str
    name_en: str
    group: str
    setters: frozenset[str]
    basis: str
    level: int
    days: int
    use: str
    use_en: str
    inside: bool
    place: int

    @property
    def by_statute(self) -> bool:
        """Whether a statute names the duty that the tag repeats, so that no consent is asked."""
        return self.basis.startswith("D")

    @property
    def separate_consent(self) -> bool:
        """Whether consent is given for this tag alone (个人信息保护法 §29)."""
        return self.basis.startswith("SC")

    @property
    def scope(self) -> str:
        """The scope of the consent that the tag rests on: its own where the law asks for that."""
        return f"tag:{self.code}" if self.separate_consent else "tags"

    @property
    def shown_outside(self) -> bool:
        """Whether the tag may leave the house at all, for WeCom say: nothing sensitive does."""
        return self.level < SENSITIVE and not self.separate_consent and not self.inside

    @property
    def set_alone(self) -> bool:
        """Whether a resident may set the tag without anybody else, such as a guardian, knowing."""
        return RESIDENT in self.setters and "guardian" not in self.basis

    def purpose(self, language: str) -> str:
        """What the tag is for, in a language, as the resident reads it."""
        return self.use if language.startswith("zh") else self.use_en

    def title(self, language: str) -> str:
        """The tag's name in a language."""
        return self.name if language.startswith("zh") else self.name_en


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the library with its tags, in their order."""

    code: str
    name: str
    name_en: str
    tags: tuple[Tag, ...]

    def title(self, language: str) -> str:
        """The group's name in a language."""
        return self.name if language.startswith("zh") else self.name_en


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "library.toml").read_text(encoding="utf-8"))


@cache
def library() -> tuple[Group, ...]:
    """The reviewed file `library.toml`, read once; ValueError if a code stands in it twice."""
    groups = tuple(
        Group(
            group["code"],
            group["name"],
            group["name_en"],
            tuple(_tag(tag, group["code"], place) for place, tag in enumerate(group["tag"])),
        )
        for group in _source()["group"]
    )
    codes = [tag.code for group in groups for tag in group.tags]
    if len(set(codes)) != len(codes):
        raise ValueError("library.toml: a code stands there twice.")
    return groups


def _tag(row: dict[str, Any], group: str, place: int) -> Tag:
    return Tag(
        code=str(row["code"]),
        name=str(row["name"]),
        name_en=str(row["name_en"]),
        group=group,
        setters=frozenset(str(row["set_by"]).split("/")),
        basis=str(row["basis"]),
        level=int(row["level"]),
        days=int(row["days"]),
        use=str(row["use"]),
        use_en=str(row["use_en"]),
        inside=bool(row.get("inside")),
        place=place,
    )


@cache
def tags() -> dict[str, Tag]:
    """Every tag by its code."""
    return {tag.code: tag for group in library() for tag in group.tags}
