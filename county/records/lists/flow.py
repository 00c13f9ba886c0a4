"""The life of an import: read, checked, confirmed, brought in, and for seven days undone."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.kernel.flow import Flow, Move
from county.records.lists.access import Permit


class State(TextChoices):
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, not yet brought in")
    RUNNING = "running", _("being brought in")
    DONE = "done", _("brought in")
    UNDONE = "undone", _("undone")


IMPORT = Flow(
    states=State,
    start=State.CHECKING,
    moves={
        "check": Move.row(State.CHECKING, to=State.CHECKED, may="clock"),
        "confirm": Move.row(State.CHECKED, to=State.RUNNING, may=Permit.IMPORT),
        "finish": Move.row(State.RUNNING, to=State.DONE, may="clock"),
        "undo": Move.row(State.DONE, to=State.UNDONE, may=Permit.IMPORT),
    },
)


class RowState(TextChoices):
    READ = "read", _("not yet checked")
    GOOD = "good", _("fits")
    BAD = "bad", _("to be mended")
    DOUBLE = "double", _("there already")
    MADE = "made", _("brought in")
    CHANGED = "changed", _("added to what was there")
    UNDONE = "undone", _("taken back")
    KEPT = "kept", _("kept: used since")
