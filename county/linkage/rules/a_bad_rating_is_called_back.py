"""L30: who is not satisfied is called back within one working day, by a supervisor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk.actions import follow_up
from county.dimensions.helpdesk.events import MatterRated
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.events import QuestionRated
from county.kernel import clock
from county.kernel.deadlines import rule as deadline
from county.kernel.saying import saying
from county.linkage.desks import desk, head
from county.linkage.dials import Dials, dial
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind

WORDS = gettext_noop("Bad rating: somebody is to be called back")


@dataclass(frozen=True, slots=True)
class Bad(Dials):
    """Which ratings are bad."""

    stars: int = dial(
        2, title=_("Called back up to"), unit=_("of five levels"), low=1, high=4,
        basis=_("the last two of five levels, 国办发〔2019〕51号; a local design value"),
    )  # fmt: skip


@rule(code="L30", when=MatterRated, title=_("A bad rating of a matter is called back"), dials=Bad)
def a_bad_rating_is_called_back(fact: MatterRated, dials: Bad) -> Iterator[Step]:
    if fact.rating <= dials.stars:
        yield step(
            follow_up.ask_call_back, words=saying(WORDS), matter_id=fact.matter_id, by=LINKAGE
        )


@rule(
    code="L30", when=QuestionRated, title=_("A bad rating of an answer is called back"), dials=Bad
)
def a_bad_rating_of_an_answer_is_called_back(fact: QuestionRated, dials: Bad) -> Iterator[Step]:
    if fact.rating > dials.stars:
        return
    limit, house = deadline(follow_up.CALL_BACK), desk(Permit.ROSTER)
    yield step(
        worklist.assign,
        key=f"rating:question:{fact.question_id}",
        kind=Kind.CALL,
        title=saying(gettext_noop("Bad rating of an answer at the duty desk: call back")),
        why=saying(gettext_noop("Whoever asked was not satisfied.")),
        basis=limit.basis_in_words(),
        about=f"question:{fact.question_id}",
        due_at=limit.due_at(clock.today()),
        officer=head(Permit.ROSTER, house),
        department=house,
        by=LINKAGE,
        url=f"/procuracy/questions/{fact.question_id}/",
    )
