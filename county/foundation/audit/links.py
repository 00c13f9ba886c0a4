"""Which addresses lead somewhere for an officer: a link is shown only to who may follow it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.urls import Resolver404, resolve

from county.foundation.audit.naming import OPENERS, opened_by
from county.foundation.events.registry import subject
from county.foundation.staff.models import Officer

OPEN_TO_ALL = ("signed in", "public: ")


@lru_cache(maxsize=4096)
def _page(path: str) -> tuple[str, tuple[str, ...]] | None:
    """The permit of the page at a path and the records its address names; None for no page."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    permit = str(getattr(found.func, "permit", ""))
    names = [subject(name, key) for name, key in found.kwargs.items() if name.endswith("_id")]
    return permit, tuple(one for one in names if one.partition(":")[0] in OPENERS)


def open_links(officer: Officer, addresses: Iterable[str]) -> set[str]:
    """Those of these addresses whose page would open for the officer.

    A page opens to who holds its permit and may open each record that its address names; of a kind
    of record that says nothing about itself, the permit alone counts.
    """
    wanted = {one: _page(one.partition("?")[0].partition("#")[0]) for one in set(addresses) if one}
    known = {
        address: page[1] for address, page in wanted.items() if page and _may(officer, page[0])
    }
    opened = set(opened_by(officer, {one for names in known.values() for one in names}))
    return {address for address, names in known.items() if opened.issuperset(names)}


def _may(officer: Officer, permit: str) -> bool:
    return not permit or permit.startswith(OPEN_TO_ALL) or officer.has(permit)
