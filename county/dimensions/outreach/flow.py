"""The life of a notice, and what becomes of it with each person."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.dimensions.outreach.access import Permit
from county.kernel.flow import Flow, Move


class State(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for the legal check")
    CHECKED = "checked", _("waits for approval")
    APPROVED = "approved", _("approved, not yet begun")
    SENDING = "sending", _("being sent")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped")


CAMPAIGN = Flow(
    states=State,
    start=State.DRAFT,
    moves={
        "submit": Move.row(State.DRAFT, to=State.SUBMITTED, may=Permit.WRITE),
        "check_law": Move.row(State.SUBMITTED, to=State.CHECKED, may=Permit.CHECK_LAW),
        "approve": Move.row(State.CHECKED, to=State.APPROVED, may=Permit.APPROVE),
        "return": Move.row(
            State.SUBMITTED, State.CHECKED, State.APPROVED, to=State.DRAFT, may=Permit.APPROVE
        ),
        "begin": Move.row(State.APPROVED, to=State.SENDING, may="clock"),
        "finish": Move.row(State.SENDING, to=State.FINISHED, may="clock"),
        "stop": Move.row(
            State.DRAFT, State.SUBMITTED, State.CHECKED, State.APPROVED, State.SENDING,
            to=State.STOPPED, may=Permit.WRITE,
        ),
    },
)  # fmt: skip


class Fate(TextChoices):
    """What became of a notice with one person. Nothing is called sent before it is."""

    PLANNED = "planned", _("planned")
    CREATED = "created", _("waits for the officer's confirmation in WeCom")
    CONFIRMED = "confirmed", _("confirmed by the officer")
    WRITTEN = "written", _("lies on the person's page, not yet opened")
    HANDED = "handed", _("handed to the text gateway; it tells no more")
    DELIVERED = "delivered", _("delivered")
    READ = "read", _("read")
    CLICKED = "clicked", _("page opened")
    REFUSED = "refused", _("the person does not want it")
    CAPPED = "capped", _("had enough notices")
    QUOTA = "quota", _("WeCom's quota of the person is used up")
    UNREACHABLE = "unreachable", _("no way to reach the person")
    FAILED = "failed", _("not taken by the channel")
    CANCELLED = "cancelled", _("stopped before it was sent")


UNDER_WAY = (Fate.PLANNED, Fate.CREATED, Fate.CONFIRMED)
REACHED = (Fate.DELIVERED, Fate.READ, Fate.CLICKED)
SENT = (Fate.CREATED, Fate.CONFIRMED, Fate.WRITTEN, Fate.HANDED, *REACHED)
"""What counts towards the caps: everything that is on its way or has arrived."""


class Way(TextChoices):
    NONE = "", _("none")
    WECOM = "wecom", _("WeCom")
    WEB = "web", _("the county's page")
    SMS = "sms", _("text message")
