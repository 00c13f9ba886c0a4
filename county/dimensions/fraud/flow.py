"""The lives of an alert and of a stop-payment request."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.access import Permit
from county.kernel.flow import Flow, Move


class AlertState(TextChoices):
    RAISED = "raised", _("suspected")
    CONFIRMED = "confirmed", _("confirmed")
    DISMISSED = "dismissed", _("dismissed")


ALERT = Flow(
    states=AlertState,
    start=AlertState.RAISED,
    moves={
        "confirm": Move.row(AlertState.RAISED, to=AlertState.CONFIRMED, may=Permit.TRIAGE),
        "dismiss": Move.row(AlertState.RAISED, to=AlertState.DISMISSED, may=Permit.TRIAGE),
        "think_again": Move.row(
            AlertState.CONFIRMED, AlertState.DISMISSED, to=AlertState.RAISED, may=Permit.TRIAGE
        ),
    },
)


class StopState(TextChoices):
    ASKED = "asked", _("asked")
    SENT = "sent", _("sent to the bank")
    STOPPED = "stopped", _("payment stopped")
    FAILED = "failed", _("too late")
    WITHDRAWN = "withdrawn", _("withdrawn")


STOP = Flow(
    states=StopState,
    start=StopState.ASKED,
    moves={
        "send": Move.row(StopState.ASKED, to=StopState.SENT, may=Permit.DESK),
        "stopped": Move.row(StopState.ASKED, StopState.SENT, to=StopState.STOPPED, may=Permit.DESK),
        "failed": Move.row(StopState.ASKED, StopState.SENT, to=StopState.FAILED, may=Permit.DESK),
        "withdraw": Move.row(StopState.ASKED, to=StopState.WITHDRAWN, may=Permit.ASK_STOP),
    },
)
