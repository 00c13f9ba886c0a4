"""What of the procuratorate's work waits for one officer, and until when."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from county.dimensions.procuracy.flow import OrderState, Stage
from county.dimensions.procuracy.models import Question, Suggestion
from county.dimensions.procuracy.queries import questions as counselled
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.staff.models import Officer

ORDERS_IN_HAND = (OrderState.SUBMITTED, OrderState.ACCEPTED, OrderState.SCHEDULING,
                  OrderState.CONFIRMED)  # fmt: skip
"""States in which something of an order is the liaison's to do."""


def suggestions(officer: Officer) -> QuerySet[Suggestion]:
    """The suggestions that wait for this officer's hand."""
    return asked.waiting_for(officer).order_by("registered_at", "pk")


def due_of_step(one: Suggestion) -> date | None:
    """The last day of what a suggestion waits for now; None where the step has no clock."""
    due: date | None = {
        Stage.INVESTIGATING: one.investigation_due,
        Stage.ISSUED: one.filing_due,
        Stage.REPLIED: one.review_due,
        Stage.REVISIT_DUE: one.revisit_due,
    }.get(Stage(one.state), one.stage_due)
    return due


def questions(officer: Officer) -> QuerySet[Question]:
    """Open questions that this procurator answers, or that nobody does yet."""
    rows = counselled.questions_for(officer).filter(state__in=counselled.OPEN)
    return rows.filter(Q(officer=officer) | Q(officer=None)).order_by("due_on", "pk")
