"""The kinds of things that nobody does without a second person, and who may be the second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of approval: its wording, and the permit that its deciders' post includes."""

    name: str
    title: StrOrPromise
    permit: str


KINDS: dict[str, Kind] = {}


def four_eyes(name: str, title: StrOrPromise, *, permit: str) -> str:
    """Note that this is done only when a second person, who holds `permit`, agreed; its name."""
    KINDS[name] = Kind(name, title, permit)
    return name
