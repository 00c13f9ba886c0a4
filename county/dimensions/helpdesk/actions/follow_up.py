"""What the clock and bad ratings ask of the desk: topics counted, residents called back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk.events import TopicCounted
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries.topics import Asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.deadlines import rule
from county.kernel.periods import Period
from county.kernel.saying import saying
from county.records.worklist import actions as worklist
from county.records.worklist.access import Permit as Worklist
from county.records.worklist.models import Kind as TaskKind
from county.records.worklist.models import Task

CALL_BACK = "DL83"


@transaction.atomic
def tell_of_topic(asked: Asked, *, week: Period, by: Actor) -> None:
    """Announce how many asked about a topic in a week, and in the week before."""
    announce(
        TopicCounted(
            topic=asked.topic, week=week.first.isoformat(), count=asked.count, before=asked.before
        ),
        by=by,
    )


@transaction.atomic
def ask_call_back(matter_id: str, *, by: Actor) -> Task:
    """Let whoever looks after the station call a dissatisfied resident back within one working day.

    It is never the officer whom the rating is about. The same matter asks once.
    """
    matter, limit = Matter.objects.get(pk=matter_id), rule(CALL_BACK)
    return worklist.assign(
        key=f"rating:{matter.pk}",
        kind=TaskKind.CALL,
        title=saying(gettext_noop("Bad rating, call back: %s"), matter.number),
        why=saying(gettext_noop("The resident was not satisfied.")),
        basis=limit.basis_in_words(),
        about=matter.subject,
        due_at=limit.due_at(clock.today()),
        officer=_chief_of(matter),
        department=matter.department,
        by=by,
        url=matter.url,
        area_code=matter.town_code,
    )


def _chief_of(matter: Matter) -> Officer | None:
    """Who looks after a complaint: the head of the station, not the officer it is about."""
    chiefs = staff.holders(Worklist.SUPERVISE, area=matter.town_code)
    others = chiefs.exclude(pk=matter.assignee_id or 0)
    own = others.filter(department_id=matter.department_id).first()
    return own or others.first()
