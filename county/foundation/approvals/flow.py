"""The life of an approval: asked, decided by somebody else, used once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move


class State(TextChoices):
    ASKED = "asked", _("waits for a decision")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    USED = "used", _("granted and used")
    TAKEN_BACK = "taken_back", _("taken back")


OTHERS = "the permit of its kind"

APPROVAL = Flow(
    states=State,
    start=State.ASKED,
    moves={
        "grant": Move.row(State.ASKED, to=State.GRANTED, may=OTHERS),
        "refuse": Move.row(State.ASKED, to=State.REFUSED, may=OTHERS),
        "take_back": Move.row(State.ASKED, State.GRANTED, to=State.TAKEN_BACK, may="its asker"),
        "use": Move.row(State.GRANTED, to=State.USED, may="its asker"),
    },
)
