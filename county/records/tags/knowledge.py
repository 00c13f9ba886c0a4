"""The library of tags (domain.md §6.5 to §6.8)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

RESIDENT, OFFICER, SYSTEM = "S", "O", "Y"
SENSITIVE = 3
NEED, EXPOSURE, CLASS_C = "A", "B", "C"
"""Classes of tags: a need of service, exposure to fraud or accident, sensitive (E1)."""
GENERIC_ONLY, EMERGENCY_ONLY, PERSONALISED = "T1204", "T0109", "T1203"
REFUSALS = frozenset({GENERIC_ONLY, EMERGENCY_ONLY})
"""Tags that only restrict us; they hold whatever is switched off."""
PUPIL = "T0405"
MINORS_MAY_HAVE = frozenset({PUPIL, "T1202"} | REFUSALS)
"""The protective list: all that may stand on somebody of 14 to 17 (§6.6, E19)."""
YOUTH = "14-17"
DECIDE_WITHIN = 15
"""Working days in which an objection is decided (E11)."""
LONGEST_WITHHELD = 180
"""Days for which a tag may be withheld from the person (E14)."""
SUGGESTED_FOR = 7
"""Days after which a suggestion of a machine lapses (E7)."""
UNUSED_DAYS = 183
"""Days without use for help after which a tag kind is proposed for deletion (E30)."""
RUBBER_STAMP, RUBBER_STAMP_FROM = 98, 50
"""Per cent of suggestions taken, of at least so many, above which nobody seems to read (E23)."""
WITHHOLDING_GROUNDS = {
    "PIPL18": "个人信息保护法 §18：法律、行政法规规定应当保密",
    "PIPL35": "个人信息保护法 §35：告知将妨碍国家机关履行法定职责",
}
"""The statutory reasons for which a tag may be withheld from the person."""
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
    grade: str
    one_of: str
    longer_because: str
    approvers: tuple[str, str]
    second_reader: str
    reviewed_on: date
    next_review: date
    assessment: str

    @property
    def derived(self) -> bool:
        """Whether only the system sets the tag, from something that happened in it."""
        return self.setters == {SYSTEM}

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
        return RESIDENT in self.setters and not self.needs_guardian

    @property
    def needs_guardian(self) -> bool:
        """Whether a guardian must have been told before the tag is set (§6.6)."""
        return "guardian" in self.basis

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
            tuple(_tag(tag, group, place) for place, tag in enumerate(group["tag"])),
        )
        for group in _source()["group"]
    )
    codes = [tag.code for group in groups for tag in group.tags]
    if len(set(codes)) != len(codes):
        raise ValueError("library.toml: a code stands there twice.")
    return groups


def _tag(row: dict[str, Any], group: dict[str, Any], place: int) -> Tag:
    first, second = group["approvers"]
    return Tag(
        code=str(row["code"]),
        name=str(row["name"]),
        name_en=str(row["name_en"]),
        group=str(group["code"]),
        setters=frozenset(str(row["set_by"]).split("/")),
        basis=str(row["basis"]),
        level=int(row["level"]),
        days=int(row["days"]),
        use=str(row["use"]),
        use_en=str(row["use_en"]),
        inside=bool(row.get("inside")),
        place=place,
        grade=str(row["class"]),
        one_of=str(row.get("one_of", "")),
        longer_because=str(row.get("longer_because", "")),
        approvers=(str(first), str(second)),
        second_reader=str(group["second_reader"]),
        reviewed_on=group["reviewed_on"],
        next_review=group["next_review"],
        assessment=str(group["assessment"]),
    )


@cache
def tags() -> dict[str, Tag]:
    """Every tag by its code."""
    return {tag.code: tag for group in library() for tag in group.tags}


def definitions() -> list[dict[str, Any]]:
    """The library as the rows of the table that taggings refer to."""
    return [_definition(tag) for tag in tags().values()]


def _definition(tag: Tag) -> dict[str, Any]:
    (first_unit, first_post), (second_unit, second_post) = (
        approver.split(".", 1) for approver in tag.approvers
    )
    same = ("code", "group", "name", "name_en", "use", "use_en", "basis", "grade", "level", "days",
            "longer_because", "one_of", "second_reader", "reviewed_on", "next_review",
            "assessment")  # fmt: skip
    return {
        **{field: getattr(tag, field) for field in same},
        "setters": "/".join(sorted(tag.setters)),
        "first_unit": first_unit, "first_post": first_post,
        "second_unit": second_unit, "second_post": second_post,
        "active": True,
    }  # fmt: skip
