"""What subjects and actors are called, and where they have their page, for whoever may open it.

Records say it of their own kind, in one question each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder

Name = Callable[[list[str]], dict[str, str]]
Opened = Callable[[Holder, list[str]], dict[str, str]]
NAMERS: dict[str, Name] = {}
OPENERS: dict[str, Opened] = {}


def keys_of(keys: list[str]) -> list[UUID]:
    """Those of the keys that are keys at all."""
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


def names(kind: str) -> Callable[[Name], Name]:
    """Let this function say what things of a kind are called: keys in, words by key out."""

    def register(name: Name) -> Name:
        NAMERS[kind] = name
        return name

    return register


def opens(kind: str) -> Callable[[Opened], Opened]:
    """Let this function say which things of a kind a holder may open, and where: keys in."""

    def register(opened: Opened) -> Opened:
        OPENERS[kind] = opened
        return opened

    return register


def pages(rows: QuerySet[Any], keys: list[str], address: str) -> dict[str, str]:
    """The addresses of those of the rows whose keys are asked for; `address` has a %s for each."""
    found = rows.filter(pk__in=keys_of(keys)).order_by().values_list("pk", flat=True)
    return {str(key): address % key for key in found}


@names("officer")
def officers(keys: list[str]) -> dict[str, str]:
    """Officers by their names."""
    rows = Officer.objects.filter(pk__in=[key for key in keys if key.isdigit()])
    return {str(key): name for key, name in rows.values_list("pk", "name")}


def hands() -> dict[str, str]:
    """Actors who are nobody by name."""
    return {
        "clock": _("the clock"),
        "desk": _("the desk"),
        "linkage": _("linkage rule"),
        "recogniser": _("the recogniser"),
        "source": _("the source"),
        "demo": _("demonstration"),
    }


def called(subjects: Iterable[str]) -> dict[str, str]:
    """What each of these subjects or actors is called; itself where nobody knows."""
    everything = set(subjects)
    found = dict(hands())
    for kind, keys in _by_kind(everything).items():
        if kind in NAMERS:
            found |= {f"{kind}:{key}": name for key, name in NAMERS[kind](keys).items()}
    return {subject: found.get(subject, subject) for subject in everything}


def opened_by(holder: Holder, subjects: Iterable[str]) -> dict[str, str]:
    """The addresses of those subjects that this holder may open; the others are left out."""
    found: dict[str, str] = {}
    for kind, keys in _by_kind(subjects).items():
        if kind in OPENERS:
            pages = OPENERS[kind](holder, keys)
            found |= {f"{kind}:{key}": address for key, address in pages.items()}
    return found


def _by_kind(subjects: Iterable[str]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for subject in subjects:
        kind, _colon, key = subject.partition(":")
        wanted.setdefault(kind, []).append(key)
    return wanted
