"""The life of an incident."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from county.dimensions.incidents.access import Permit
from county.kernel.flow import Flow, Move


class State(TextChoices):
    OPEN = "open", pgettext_lazy("incident", "open")
    SOLVED = "solved", _("case solved")
    DROPPED = "dropped", _("no case")


INCIDENT = Flow(
    states=State,
    start=State.OPEN,
    moves={
        "solve": Move.row(State.OPEN, to=State.SOLVED, may=Permit.WRITE),
        "drop": Move.row(State.OPEN, to=State.DROPPED, may=Permit.WRITE),
    },
)
