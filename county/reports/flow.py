"""The life of a report: once made it never changes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.reports.access import Permit


class State(TextChoices):
    ASKED = "asked", _("waits to be made")
    MAKING = "making", _("being made")
    MADE = "made", _("kept")
    FAILED = "failed", _("could not be made")


REPORT = Flow(
    states=State,
    start=State.ASKED,
    moves={
        "begin": Move.row(State.ASKED, State.MAKING, to=State.MAKING, may=Permit.MAKE),
        "keep": Move.row(State.MAKING, to=State.MADE, may=Permit.MAKE),
        "fail": Move.row(State.MAKING, to=State.FAILED, may=Permit.MAKE),
        "repeat": Move.row(State.FAILED, to=State.ASKED, may=Permit.MAKE),
    },
)
