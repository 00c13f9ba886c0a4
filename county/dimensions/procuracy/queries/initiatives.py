"""The nine measures with their evidence, which is counted from the records themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.knowledge.initiatives import evidence_of
from county.dimensions.procuracy.models import Initiative
from county.dimensions.procuracy.queries import figures
from county.dimensions.procuracy.queries.figures import Period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Count = Callable[[Period], int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure of the records that tells of a measure; `url` opens its rows."""

    title: StrOrPromise
    number: int
    url: str


def _rows(code: str) -> tuple[StrOrPromise, Count, str]:
    figure = figures.FIGURES[code]
    return figure.title, lambda period: figure.rows(period).count(), f"figures/{code}/"


COUNTED: dict[str, tuple[StrOrPromise, Count, str]] = {
    "registered": _rows("registered"),
    "issued": _rows("issued"),
    "replied_in_time": _rows("replied_in_time"),
    "revisited": _rows("revisited"),
    "copies": _rows("copies"),
    "put_right": (
        _("items put right"), lambda period: figures.items_put_right(period).part, "figures/"
    ),
}  # fmt: skip
"""What each name of evidence counts, and where its rows are."""


def evidence(initiative: Initiative, period: Period) -> list[Evidence]:
    """What the records of the period tell of a measure."""
    query = f"?from={period.first}&until={period.last}"
    return [
        Evidence(title, count(period), f"/procuracy/{url}{query}")
        for title, count, url in (COUNTED[name] for name in evidence_of(initiative.no))
    ]


def with_evidence(period: Period) -> list[tuple[Initiative, list[Evidence]]]:
    """All nine in their order."""
    rows = Initiative.objects.select_related("owner").order_by("no")
    return [(one, evidence(one, period)) for one in rows]
