"""The nine measures with their evidence, which is counted from the records themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.flow import Asked
from county.dimensions.procuracy.knowledge.initiatives import evidence_of
from county.dimensions.procuracy.models import Contact, Initiative, Progress, Question
from county.dimensions.procuracy.models import Place as PlaceOf
from county.dimensions.procuracy.models.lessons import Form, Order
from county.dimensions.procuracy.queries import duty, figures, liaison, orders, questions
from county.kernel.periods import Period

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


def _supervision(period: Period) -> int:
    rows = Question.objects.filter(state=Asked.REFERRED, referred_to=PlaceOf.PROCURATORIAL)
    return questions.ended_within(rows, period.first, period.last).count()


def _sessions(period: Period) -> int:
    return duty.sessions(period.first, period.last).count()


def _questions(period: Period) -> int:
    return questions.ended_within(Question.objects.all(), period.first, period.last).count()


def _contacts(period: Period) -> int:
    return Contact.objects.filter(made_on__gte=period.first, made_on__lte=period.last).count()


def _ordered(period: Period) -> QuerySet[Order]:
    return orders.ordered(period.first, period.last)


def _given(period: Period) -> QuerySet[Order]:
    return orders.given(period.first, period.last)


COUNTED: dict[str, tuple[StrOrPromise, Count, str]] = {
    "registered": _rows("registered"),
    "issued": _rows("issued"),
    "replied_in_time": _rows("replied_in_time"),
    "revisited": _rows("revisited"),
    "copies": _rows("copies"),
    "supervision": (_("complaints passed to 12309"), _supervision, "questions/?state=referred"),
    "sessions": (_("half-days of duty"), _sessions, "duty/"),
    "questions": (_("questions ended"), _questions, "questions/"),
    "towns": (_("towns with a liaison"), lambda period: liaison.coverage(period.last)[0],
              "liaison/"),
    "contacts": (_("contacts made"), _contacts, "liaison/"),
    "orders": (_("lessons ordered"), lambda period: _ordered(period).count(), "orders/"),
    "lessons": (_("lessons given"), lambda period: _given(period).count(), "orders/"),
    "property_lessons": (
        _("lessons on intellectual property"),
        lambda period: _given(period).filter(version__domain__contains="知识产权").count(),
        "orders/",
    ),
    "check_ups": (
        _("legal check-ups given"),
        lambda period: _given(period).filter(version__form=Form.CHECK).count(), "orders/",
    ),
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


def progress() -> tuple[int, int]:
    """How many of the measures have reached their target, and how many there are (S19)."""
    rows = Initiative.objects
    return rows.filter(progress=Progress.REACHED).count(), rows.count()
