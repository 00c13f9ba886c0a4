"""What enterprises say of a lesson, and what closes by itself when they say nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.procuracy.actions import questions
from county.dimensions.procuracy.events import (
    FeedbackGiven,
    OrderMoved,
    ProblemLeft,
    RecommendationsSwitched,
)
from county.dimensions.procuracy.flow import ORDER
from county.dimensions.procuracy.knowledge.counsel import topic_of
from county.dimensions.procuracy.models import Question
from county.dimensions.procuracy.models.lessons import Feedback, Order, RecommendationsOff
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import NotAllowed
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.models import Representative

CLOCK = System("clock")


@transaction.atomic
def feed_back(
    placed: Order,
    *,
    useful: int,
    clear: int,
    relevant: int,
    organised: int,
    by: Representative,
    words: str = "",
    next_topic: str = "",
    problem: str = "",
    may_show: bool = False,
) -> Feedback:
    """Say how the lesson was; the order is closed."""
    demand(by, Firm.LESSONS)
    placed = asked.orders().select_for_update(of=("self",)).get(pk=placed.pk)
    if placed.organisation_id != by.organisation_id:
        raise NotAllowed(_("This order belongs to another enterprise."))
    ORDER.move(placed, "feed_back")
    said = Feedback.objects.create(
        order=placed, useful=useful, clear=clear, relevant=relevant, organised=organised,
        words=words, next_topic=next_topic, problem=problem, may_show=may_show,
    )  # fmt: skip
    placed.ended_at = clock.now()
    placed.save(update_fields=["state", "ended_at"])
    announce(FeedbackGiven(order_id=str(placed.pk)), by=by)
    return said


@transaction.atomic
def tell_of_problem(placed: Order) -> None:
    """Announce that a lesson left a problem open, where its feedback says so; never its words."""
    if Feedback.objects.get(order=placed).problem.strip():
        ids = {"order_id": str(placed.pk), "organisation_id": str(placed.organisation_id)}
        announce(ProblemLeft(**ids), by=CLOCK)


@transaction.atomic
def pass_on(placed: Order) -> Question:
    """Let the desk answer what a lesson left open: a question of the enterprise, with its limit."""
    said = Feedback.objects.get(order=placed)
    question = questions.registered(
        topic=topic_of(placed.version.domain), narrative=said.problem, is_complaint=False,
        by=CLOCK, organisation=placed.organisation,
    )  # fmt: skip
    question.save(force_insert=True)
    announce(questions.fact_of(question), by=CLOCK)
    return question


@transaction.atomic
def lapse() -> int:
    """Close what nobody said anything of in time (DL67); it counts as no mark. Says how many."""
    over = asked.lapsed(clock.today())
    for placed in over:
        left = ORDER.move(placed, "lapse")
        placed.ended_at = clock.now()
        placed.save(update_fields=["state", "ended_at"])
        moved = OrderMoved(order_id=str(placed.pk), verb="lapse", left=left, state=placed.state)
        announce(moved, by=CLOCK)
    return len(over)


@transaction.atomic
def switch_recommendations(*, on: bool, by: Representative) -> None:
    """Let the enterprise have recommendations, or none."""
    demand(by, Firm.LESSONS)
    rows = RecommendationsOff.objects.filter(organisation=by.organisation_id)
    if on:
        rows.delete()
    else:
        RecommendationsOff.objects.get_or_create(
            organisation_id=by.organisation_id, defaults={"by": by.actor}
        )
    announce(RecommendationsSwitched(organisation_id=str(by.organisation_id), on=on), by=by)
