"""The states of contacts, of contact codes, of entrances, of group messages, of transfers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.records.contacts.access import Permit


class Bond(TextChoices):
    """What an officer and a resident are to each other in WeCom; WeCom decides it, not we."""

    FRIENDS = "friends", _("contacts")
    HALF = "half", _("added, not accepted yet")
    DROPPED_BY_OFFICER = "by_officer", _("removed by the officer")
    DROPPED_BY_RESIDENT = "by_resident", _("removed by the resident")


class WayState(TextChoices):
    PLANNED = "planned", _("being made")
    READY = "ready", _("in use")
    REFUSED = "refused", _("refused by WeCom")
    DELETING = "deleting", _("being deleted")
    DELETED = "deleted", _("deleted")


WAY = Flow(
    states=WayState,
    start=WayState.PLANNED,
    moves={
        "make": Move.row(WayState.PLANNED, to=WayState.READY, may=Permit.MANAGE),
        "refuse": Move.row(WayState.PLANNED, to=WayState.REFUSED, may=Permit.MANAGE),
        "delete": Move.row(
            WayState.PLANNED, WayState.READY, WayState.REFUSED, to=WayState.DELETING,
            may=Permit.MANAGE,
        ),
        "remove": Move.row(WayState.DELETING, to=WayState.DELETED, may=Permit.MANAGE),
    },
)  # fmt: skip


class EntranceState(TextChoices):
    ASKED = "asked", _("being made")
    READY = "ready", _("in use")
    REFUSED = "refused", _("refused by WeCom")


ENTRANCE = Flow(
    states=EntranceState,
    start=EntranceState.ASKED,
    moves={
        "make": Move.row(EntranceState.ASKED, to=EntranceState.READY, may=Permit.MANAGE),
        "refuse": Move.row(EntranceState.ASKED, to=EntranceState.REFUSED, may=Permit.MANAGE),
        "ask": Move.row(EntranceState.REFUSED, to=EntranceState.ASKED, may=Permit.MANAGE),
    },
)


class Part(TextChoices):
    """The life of one lot of a group message."""

    PLANNED = "planned", _("not yet with WeCom")
    CREATED = "created", _("with the officers")
    CANCELLING = "cancelling", _("being cancelled")
    CANCELLED = "cancelled", _("cancelled")
    REFUSED = "refused", _("refused by WeCom")
    FINISHED = "finished", _("finished")


LOT = Flow(
    states=Part,
    start=Part.PLANNED,
    moves={
        "create": Move.row(Part.PLANNED, to=Part.CREATED, may=Permit.MAIL),
        "refuse": Move.row(Part.PLANNED, to=Part.REFUSED, may=Permit.MAIL),
        "drop": Move.row(Part.PLANNED, to=Part.CANCELLED, may=Permit.MAIL),
        "cancel": Move.row(Part.CREATED, to=Part.CANCELLING, may=Permit.MAIL),
        "end": Move.row(Part.CREATED, Part.CANCELLING, to=Part.CANCELLED, may=Permit.MAIL),
        "finish": Move.row(Part.CREATED, to=Part.FINISHED, may=Permit.MAIL),
    },
)


class Fate(TextChoices):
    """What became of a group message with one resident. Only `delivered` was sent."""

    PLANNED = "planned", _("planned")
    REFUSED = "refused", _("refused by WeCom")
    CREATED = "created", _("taken by WeCom")
    WAITING = "waiting", _("waits for the officer's confirmation")
    DELIVERED = "delivered", _("delivered")
    NOT_A_FRIEND = "not_a_friend", _("no contact")
    ENOUGH = "enough", _("quota of the period used up")
    CANCELLED = "cancelled", _("cancelled")


class Quota(TextChoices):
    """How many group messages a resident may get; the administrator's choice in WeCom."""

    MONTH = "month", _("as many in a month as it has days")
    WEEK = "week", _("seven in a week")
    DAY = "day", _("one a day")


class Passage(TextChoices):
    """The life of one contact's transfer to another officer."""

    PLANNED = "planned", _("planned")
    WAITING = "waiting", _("waits for 24 hours")
    DONE = "done", _("taken over")
    DECLINED = "declined", _("declined by the resident")
    FULL = "full", _("the taker has too many contacts")
    REFUSED = "refused", _("refused by WeCom")
    TOO_OFTEN = "too_often", _("twice in 90 days already")


TRANSFER = Flow(
    states=Passage,
    start=Passage.PLANNED,
    moves={
        "begin": Move.row(Passage.PLANNED, to=Passage.WAITING, may=Permit.MANAGE),
        "leave": Move.row(Passage.PLANNED, to=Passage.TOO_OFTEN, may=Permit.MANAGE),
        "refuse": Move.row(Passage.PLANNED, to=Passage.REFUSED, may=Permit.MANAGE),
        "complete": Move.row(Passage.WAITING, to=Passage.DONE, may=Permit.MANAGE),
        "decline": Move.row(Passage.WAITING, to=Passage.DECLINED, may=Permit.MANAGE),
        "overflow": Move.row(Passage.WAITING, to=Passage.FULL, may=Permit.MANAGE),
    },
)
