"""Who is in an audience and how many; what may be chosen by; audiences as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from pyroaring import BitMap

from county.foundation.staff.policy import Holder
from county.records.audiences.access import Permit
from county.records.audiences.knowledge import (
    AGES,
    EVERYBODY,
    SMALLEST,
    Group,
    Node,
    attributes,
    evaluate,
    tidy,
)
from county.records.audiences.models import Audience, Selectable
from county.records.audiences.queries import bitmaps
from county.records.places.queries import grids_of, in_town, name_of, town_names
from county.records.residents.models import Resident
from county.records.tags.knowledge import SENSITIVE, Tag, library, tags

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GENERIC, EMERGENCY, YOUNG = "tag:T1204", "tag:T0109", "age:14"
"""仅接收通用内容, 仅接收紧急提醒, and who is 14 to 17: each is left out of what is not for them."""
LOT = 5_000
KINDS: dict[str, StrOrPromise] = {
    "enterprise": gettext_lazy("an enterprise"),
    "school": gettext_lazy("a school"),
    "shop": gettext_lazy("a shop"),
    "hospital": gettext_lazy("a hospital"),
}
AGE_BANDS: dict[str, StrOrPromise] = {
    "14": gettext_lazy("aged 14 to 17"),
    "18": gettext_lazy("aged 18 to 34"),
    "35": gettext_lazy("aged 35 to 59"),
    "60": gettext_lazy("aged 60 or over"),
}
INDUSTRIES: dict[str, StrOrPromise] = {
    "13": gettext_lazy("food processing"),
    "17": gettext_lazy("textiles"),
    "18": gettext_lazy("clothing"),
    "26": gettext_lazy("chemicals"),
    "29": gettext_lazy("rubber and plastics"),
    "33": gettext_lazy("metal products"),
    "34": gettext_lazy("general machinery"),
    "38": gettext_lazy("electrical machinery"),
    "39": gettext_lazy("electronics"),
    "47": gettext_lazy("building"),
    "51": gettext_lazy("wholesale"),
    "52": gettext_lazy("retail"),
    "54": gettext_lazy("road transport"),
    "60": gettext_lazy("parcel delivery"),
    "61": gettext_lazy("lodging"),
    "62": gettext_lazy("catering"),
    "66": gettext_lazy("banking"),
}
"""Divisions of GB/T 4754-2017 that the county's firms belong to."""


def may_choose(tag: Tag) -> bool:
    """Whether a tag may choose people for a group message: nothing sensitive may (§6.9, E24)."""
    harmless = tag.level < SENSITIVE and not tag.separate_consent and tag.grade != SENSITIVE_GRADE
    return harmless and tag.code not in _SETTINGS


SENSITIVE_GRADE = "C"
_SETTINGS = frozenset({"T0109", "T1202", "T1204", "T1207"})
"""What says how not to be written to; it takes people out, and never puts them in."""


def selectable() -> set[str]:
    """The codes of the tags that may choose."""
    return set(Selectable.objects.values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class Count:
    """How many an expression holds for, and how many of them are left out, and why."""

    held: int
    generic: int
    emergency: int
    young: int
    outside: int

    @property
    def total(self) -> int:
        """How many a notice would go to."""
        return self.held - self.generic - self.emergency - self.young

    @property
    def too_few(self) -> bool:
        """Whether they are so few that the number itself would tell something of a person."""
        return self.total < SMALLEST


@dataclass(frozen=True, slots=True)
class Members:
    """The people of an expression within an officer's reach, in the parts of its explanation."""

    held: BitMap
    generic: BitMap
    emergency: BitMap
    young: BitMap
    outside: int

    @property
    def people(self) -> BitMap:
        """Whom a notice would go to."""
        return self.held - self.generic - self.emergency - self.young

    @property
    def count(self) -> Count:
        """The sizes of the parts."""
        return Count(
            len(self.held), len(self.generic), len(self.emergency), len(self.young), self.outside
        )


def members(node: Group, holder: Holder, *, urgent: bool = False) -> Members:
    """Whom the expression holds for, as far as the officer's reach goes, and who is left out.

    Whoever wants generic content only is left out of what anything but a place chooses; whoever
    wants emergencies only, of what is not `urgent`; whoever is under 18, of everything.
    """
    node = tidy(node)
    reach = None if holder.reach is None else [f"town:{code[:9]}" for code in holder.reach]
    names = [EVERYBODY, GENERIC, EMERGENCY, YOUNG, *(reach or ()), *attributes(node)]
    found = bitmaps.read(names)
    everywhere = evaluate(node, found)
    within = everywhere
    if reach is not None:
        within = everywhere & BitMap.union(BitMap(), *(found[name] for name in reach))
    generic = within & found[GENERIC] if is_personal(node) else BitMap()
    emergency = BitMap() if urgent else (within & found[EMERGENCY]) - generic
    young = (within & found[YOUNG]) - emergency - generic
    return Members(within, generic, emergency, young, len(everywhere) - len(within))


def is_personal(node: Node) -> bool:
    """Whether anything but a place chooses: a personalised notice then (个人信息保护法 §24)."""
    return any(not one.startswith(("town:", "grid:")) for one in attributes(node))


def keys_of(people: BitMap) -> Iterator[list[UUID]]:
    """The keys of the residents with these file numbers, in lots."""
    numbers = list(people)
    for start in range(0, len(numbers), LOT):
        rows = Resident.objects.filter(number__in=numbers[start : start + LOT])
        yield list(rows.order_by("number").values_list("pk", flat=True))


def audiences_for(holder: Holder) -> QuerySet[Audience]:
    """The saved audiences an officer may use: their department's, or all for the county's posts."""
    rows = Audience.objects.filter(removed_at__isnull=True).select_related("author")
    if not holder.has(Permit.USE):
        return rows.none()
    if holder.reach is None:
        return rows
    return rows.filter(author__department_id=getattr(holder, "department_id", None))


def name_of_attribute(attribute: str) -> str:
    """An attribute in words, in the language of the page."""
    kind, _colon, key = attribute.partition(":")
    if kind == "tag":
        return tags()[key].title(get_language() or "") if key in tags() else key
    if kind in ("town", "grid"):
        town = f"{name_of(key[:9])} · " if kind == "grid" else ""
        return town + name_of(key)
    if kind == "industry":
        return _("industry: %s") % INDUSTRIES.get(key, key)
    if kind == "kind":
        return _("belongs to: %s") % KINDS.get(key, key)
    return str(AGE_BANDS.get(key, key))


def sentence(node: Node, *, outermost: bool = True) -> str:
    """An expression as a sentence that an officer and a resident can read."""
    if isinstance(node, str):
        return name_of_attribute(node)
    parts = [sentence(one, outermost=False) for one in node.of]
    if not parts:
        return _("nobody yet")
    between = _("and also") if node.how == "all" else _("or else")
    joined = f" {between} ".join(parts)
    if node.how == "none":
        return _("not (%s)") % joined if len(parts) > 1 else _("not %s") % joined
    return joined if outermost or len(parts) == 1 else f"({joined})"


Choices = list[tuple[str, list[tuple[str, str]]]]


def to_choose(holder: Holder) -> Choices:
    """What an audience may be built from, in groups: places, ages, organisations, tags."""
    language = get_language() or ""
    towns = [one for one in town_names() if holder.reach is None or one[0] in holder.reach]
    places = [(f"town:{code}", str(name)) for code, name in towns]
    grids = [
        (f"grid:{grid.code}", in_town(name, grid))
        for code, name in towns
        for grid in grids_of(code)
    ]
    found: Choices = [
        (_("Town"), places),
        (_("Grid"), grids),
        (_("Age"), [(f"age:{key}", str(AGE_BANDS[key])) for key in AGES if key != "14"]),
        (_("Belongs to"), [(f"kind:{key}", str(name)) for key, name in KINDS.items()]),
        (_("Industry"), [(f"industry:{key}", str(name)) for key, name in INDUSTRIES.items()]),
    ]
    allowed = selectable()
    for group in library():
        rows = [(f"tag:{t.code}", t.title(language)) for t in group.tags if t.code in allowed]
        if rows:
            found.append((group.title(language), rows))
    return found
