"""The lives of a task, of a passing, of a helper's part, of a hand-off outside."""

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


class HandState(TextChoices):
    WAITING = "waiting", _("to be signed for")
    SIGNED = "signed", _("signed for")
    RETURNED = "returned", _("returned")
    PASSED = "passed", _("passed on inside the department")
    OVER = "over", _("ended unsigned")


HAND = Flow(
    states=HandState,
    start=HandState.WAITING,
    moves={
        "sign": Move.row(HandState.WAITING, to=HandState.SIGNED, may=Permit.USE),
        "return": Move.row(HandState.WAITING, to=HandState.RETURNED, may=Permit.USE),
        "end": Move.row(HandState.WAITING, to=HandState.OVER, may=Permit.USE),
    },
)


class PartState(TextChoices):
    OPEN = "open", _("part is open")
    DONE = "done", _("part is done")
    RELEASED = "released", _("released")


PART = Flow(
    states=PartState,
    start=PartState.OPEN,
    moves={
        "finish": Move.row(PartState.OPEN, to=PartState.DONE, may=Permit.USE),
        "release": Move.row(PartState.OPEN, to=PartState.RELEASED, may=Permit.USE),
    },
)


class OutingState(TextChoices):
    HANDED = "handed", _("handed, not yet confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    FAILED = "failed", _("failed")
    OVER = "over", _("no longer needed")


OUTING = Flow(
    states=OutingState,
    start=OutingState.HANDED,
    moves={
        "confirm": Move.row(
            OutingState.HANDED, OutingState.FAILED, to=OutingState.CONFIRMED, may=Permit.USE
        ),
        "fail": Move.row(OutingState.HANDED, to=OutingState.FAILED, may=Permit.USE),
        "end": Move.row(OutingState.HANDED, to=OutingState.OVER, may=Permit.USE),
    },
)
