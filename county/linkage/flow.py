"""The life of a step that a rule took, and of a trial."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.linkage.access import Permit


class State(TextChoices):
    WAITING = "waiting", _("waits for a person")
    NOTED = "noted", _("noted")
    ACCEPTED = "accepted", _("acted on")
    CANCELLED = "cancelled", _("cancelled")
    FALSE = "false", _("wrong here")


STEP = Flow(
    states=State,
    start=State.WAITING,
    moves={
        "accept": Move.row(State.WAITING, to=State.ACCEPTED, may=Permit.SEE),
        "cancel": Move.row(State.WAITING, State.NOTED, to=State.CANCELLED, may=Permit.SEE),
        "call_wrong": Move.row(
            State.WAITING, State.NOTED, State.ACCEPTED, State.CANCELLED,
            to=State.FALSE, may=Permit.SEE,
        ),
    },
)  # fmt: skip
