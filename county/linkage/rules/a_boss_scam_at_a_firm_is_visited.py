"""L05, second half: who met the scam at a firm is visited, and the firm is offered a lesson.

The firm is the one that the matter names. The visit is offered to the station of the town; the
lesson is ordered by nobody but the firm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.fraud.events import SuspicionConfirmed
from county.dimensions.helpdesk.queries.matters import firm_of
from county.dimensions.procuracy.actions import recommending
from county.kernel import clock
from county.kernel.deadlines import rule as deadline
from county.kernel.saying import saying
from county.linkage.desks import desk
from county.linkage.dials import Dials, dial
from county.linkage.engine import LINKAGE, Step, rule, step
from county.linkage.rules.a_confirmed_boss_scam_drafts_a_warning import BOSS
from county.records.visits.access import Permit
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind


@dataclass(frozen=True, slots=True)
class Visit(Dials):
    """How soon the firm is visited."""

    hours: int = dial(
        24, title=_("Visit within"), unit=_("h"), low=1, high=240,
        basis=_("a local design value (L05)"),
    )  # fmt: skip


@rule(
    code="L05",
    when=SuspicionConfirmed,
    title=_("A boss scam at a firm is visited within a day, and a lesson is offered"),
    dials=Visit,
)
def a_boss_scam_at_a_firm_is_visited(fact: SuspicionConfirmed, dials: Visit) -> Iterator[Step]:
    if fact.category != BOSS:
        return
    firm = firm_of(fact.conversation_id)
    if firm is None:
        return
    yield step(
        worklist.assign,
        key=f"boss-scam:{fact.alert_id}",
        kind=Kind.VISIT,
        title=saying(gettext_noop("Visit the firm: %s"), firm.name),
        why=saying(gettext_noop("A scam that poses as a superior was tried on it.")),
        basis=deadline("DL78").basis_in_words(),
        about=f"organisation:{firm.pk}",
        due_at=clock.now() + timedelta(hours=dials.hours),
        department=desk(Permit.USE, area=firm.area_id),
        by=LINKAGE,
        url=f"/enterprises/{firm.pk}/",
        area_code=firm.area_id,
    )
    yield step(
        recommending.recommend,
        words=saying(gettext_noop("Lessons recommended to %s"), firm.name),
        organisation=firm,
        because=f"alert:{fact.alert_id}",
        by=LINKAGE,
    )
