"""The life of a task."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.records.worklist.access import Permit


class State(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("withdrawn")


TASK = Flow(
    states=State,
    start=State.OPEN,
    moves={
        "finish": Move.row(State.OPEN, to=State.DONE, may=Permit.USE),
        "withdraw": Move.row(State.OPEN, to=State.WITHDRAWN, may=Permit.USE),
    },
)
