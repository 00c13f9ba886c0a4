"""The lives of a partner, of a subscription and of one message."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from county.foundation.outside.access import Permit
from county.kernel.flow import Flow, Move


class Standing(TextChoices):
    PROPOSED = "proposed", _("waits for a second person")
    ADMITTED = "admitted", _("admitted")
    ENDED = "ended", _("ended")


class Hearing(TextChoices):
    ASKED = "asked", _("waits for a second person")
    ON = "on", _("on")
    OFF = "off", _("switched off")


class Fate(TextChoices):
    WAITING = "waiting", pgettext_lazy("message", "waiting")
    DELIVERED = "delivered", _("delivered")
    DEAD = "dead", _("given up")
    WITHDRAWN = "withdrawn", _("no longer sent")


PARTNER = Flow(
    states=Standing,
    start=Standing.PROPOSED,
    moves={
        "admit": Move.row(Standing.PROPOSED, to=Standing.ADMITTED, may=Permit.MANAGE),
        "end": Move.row(Standing.PROPOSED, Standing.ADMITTED, to=Standing.ENDED, may=Permit.MANAGE),
    },
)
SUBSCRIPTION = Flow(
    states=Hearing,
    start=Hearing.ASKED,
    moves={
        "switch_on": Move.row(Hearing.ASKED, to=Hearing.ON, may=Permit.MANAGE),
        "switch_off": Move.row(Hearing.ASKED, Hearing.ON, to=Hearing.OFF, may=Permit.MANAGE),
        "ask_again": Move.row(Hearing.OFF, to=Hearing.ASKED, may=Permit.MANAGE),
    },
)
MESSAGE = Flow(
    states=Fate,
    start=Fate.WAITING,
    moves={
        "arrive": Move.row(Fate.WAITING, to=Fate.DELIVERED, may=Permit.MANAGE),
        "give_up": Move.row(Fate.WAITING, to=Fate.DEAD, may=Permit.MANAGE),
        "withdraw": Move.row(Fate.WAITING, Fate.DEAD, to=Fate.WITHDRAWN, may=Permit.MANAGE),
        "send_again": Move.row(
            Fate.DEAD, Fate.DELIVERED, Fate.WITHDRAWN, to=Fate.WAITING, may=Permit.MANAGE
        ),
    },
)
