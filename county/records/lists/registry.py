"""Which kinds of list can be brought in: apps lend their columns, their check, their verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.records.lists.access import Permit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Field:
    """One thing a list may bring: its name, its title, and the headings it goes by."""

    name: str
    title: StrOrPromise
    headings: tuple[str, ...]


@dataclass
class Checked:
    """A row as it would be brought in: what is wrong with it in which field, whose double it is.

    `keys` are what no other row of the list may hold. With `is_news` the row is of a record that
    is there already, `double_of`, and says something new of it.
    """

    values: dict[str, str]
    problems: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    double_of: str = ""
    is_news: bool = False
    keys: set[str] = field(default_factory=set)

    def wrong(self, name: str, words: str) -> None:
        """Note what is wrong with the field of this name, as a kept sentence."""
        self.problems.append(words)
        self.places.append(name)


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a row: the record's name in the log; whether it is new."""

    subject: str
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of list.

    Of each group of fields in `needed` one must have its column. `check` looks at a row and writes
    nothing; it is asked again, of the values it left, when the row is brought in. `take_back`
    removes the record with this key, and raises Refused or ProtectedError where it was used. The
    fields in `shown` are shown before the list is confirmed, in the words that their functions
    find for them, which is kept as a look; nothing of the others is. `same` says what makes two
    records the same, `page` is a record's address.
    """

    code: str
    title: StrOrPromise
    permit: str
    fields: tuple[Field, ...]
    needed: tuple[tuple[str, ...], ...]
    check: Callable[[Checked, Officer], None]
    bring: Callable[[dict[str, str], Officer], Brought]
    take_back: Callable[[str], None]
    same: StrOrPromise
    page: str = ""
    shown: dict[str, Callable[[str], str]] = field(default_factory=dict)


KINDS: dict[str, Kind] = {}


def brings(kind: Kind) -> None:
    """Let lists of this kind be brought in. A code stands once."""
    if kind.code in KINDS:
        raise ValueError(f"two kinds of list are called {kind.code}")
    KINDS[kind.code] = kind


def kinds_for(holder: Holder) -> list[Kind]:
    """The kinds of list that this holder may bring in."""
    if not holder.has(Permit.IMPORT):
        return []
    return [one for one in KINDS.values() if holder.has(one.permit)]
