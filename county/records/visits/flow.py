"""The life of a visit: proposed, planned for a day, and what came of it. People move it, always."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.records.visits.access import Permit


class State(TextChoices):
    PROPOSED = "proposed", _("on the list")
    PLANNED = "planned", _("day agreed")
    DONE = "done", _("visited")
    NOT_MET = "not_met", _("not met")
    DECLINED = "declined", _("declined by the person")


OPEN = (State.PROPOSED, State.PLANNED)
ENDS = (State.DONE, State.NOT_MET, State.DECLINED)

VISIT = Flow(
    states=State,
    start=State.PROPOSED,
    moves={
        "plan": Move.row(*OPEN, to=State.PLANNED, may=Permit.USE),
        "done": Move.row(*OPEN, to=State.DONE, may=Permit.USE),
        "not_met": Move.row(State.PLANNED, to=State.NOT_MET, may=Permit.USE),
        "declined": Move.row(*OPEN, to=State.DECLINED, may=Permit.USE),
    },
)
