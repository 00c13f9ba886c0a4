"""The life of a tag on a resident."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.records.tags.access import Permit


class State(TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("in force")
    ENDED = "ended", _("ended")


TAGGING = Flow(
    states=State,
    start=State.PROPOSED,
    moves={
        "confirm": Move.row(State.PROPOSED, to=State.ACTIVE, may="resident"),
        "end": Move.row(State.PROPOSED, State.ACTIVE, to=State.ENDED, may=Permit.PROPOSE),
    },
)
