"""The life of a tag on a resident."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.records.tags.access import Permit


class State(TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("in force")
    FROZEN = "frozen", _("frozen")
    CONTESTED = "disputed", _("objected to")
    ENDED = "ended", _("ended")


OPEN = (State.PROPOSED, State.ACTIVE, State.FROZEN, State.CONTESTED)
HELD = (State.ACTIVE, State.FROZEN)

TAGGING = Flow(
    states=State,
    start=State.PROPOSED,
    moves={
        "confirm": Move.row(State.PROPOSED, to=State.ACTIVE, may="resident"),
        "put_in_force": Move.row(State.PROPOSED, to=State.ACTIVE, may=Permit.PROPOSE),
        "renew": Move.row(State.ACTIVE, to=State.ACTIVE, may="resident"),
        "freeze": Move.row(State.ACTIVE, to=State.FROZEN, may="resident"),
        "unfreeze": Move.row(State.FROZEN, to=State.ACTIVE, may="resident"),
        "object": Move.row(*HELD, to=State.CONTESTED, may="resident"),
        "restore": Move.row(State.CONTESTED, to=State.ACTIVE, may=Permit.DECIDE),
        "end": Move.row(*OPEN, to=State.ENDED, may=Permit.PROPOSE),
    },
)
