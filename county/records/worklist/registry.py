"""What waits for officers elsewhere: dimensions lend it to my day and to the calendar."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from county.foundation.audit.naming import OPENERS, opened_by
from county.foundation.staff.models import Officer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 50
"""Rows of one source on my day; the page says when there are more, and where."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for an officer, and where it is done.

    `key` names the record, such as `matter:0192…`. A `personal` title may name a person: it is
    shown on the officer's own page, and never leaves it in an export or a calendar.
    """

    key: str
    title: str
    url: str
    due_at: datetime | None = None
    why: str = ""
    urgent: bool = False
    personal: bool = True


Ask = Callable[[Officer], Iterable[Waiting]]


@dataclass(frozen=True, slots=True)
class Source:
    """One list of what waits: of which dimension, what it is called, who is asked, where it is."""

    dimension: str
    title: StrOrPromise
    kind: str
    what: StrOrPromise
    permit: str
    url: str
    ask: Ask


SOURCES: list[Source] = []


def waits(
    dimension: str, title: StrOrPromise, *, what: StrOrPromise, permit: str = "", url: str = ""
) -> Callable[[Ask], Ask]:
    """Lend what waits to my day: the function is called with the officer, who holds the permit.

    `title` is the dimension's, `what` the kind of thing, `url` its whole list. The function asks
    the database once or twice, for what waits for this officer and nobody else's own list, the
    earliest limit first, and takes no more than MOST + 1 rows.
    """

    def lend(ask: Ask) -> Ask:
        kind = f"{dimension}.{ask.__name__}"
        SOURCES.append(Source(dimension, title, kind, what, permit, url, ask))
        return ask

    return lend


def closed_to(officer: Officer, subjects: Collection[str]) -> set[str]:
    """Those of these subjects, such as `matter:0192…`, whose page would not open for the officer.

    A kind of which nobody has said who may open it is taken to open.
    """
    known = [one for one in subjects if one.partition(":")[0] in OPENERS]
    return set(known) - set(opened_by(officer, known))
