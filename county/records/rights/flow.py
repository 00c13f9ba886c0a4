"""The life of a request: it waits, and is met or refused with a reason."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.records.rights.access import Permit


class State(TextChoices):
    OPEN = "open", _("waits")
    MET = "met", _("met")
    REFUSED = "refused", _("refused")


REQUEST = Flow(
    states=State,
    start=State.OPEN,
    moves={
        "meet": Move.row(State.OPEN, to=State.MET, may=Permit.ANSWER),
        "refuse": Move.row(State.OPEN, to=State.REFUSED, may=Permit.ANSWER),
    },
)
