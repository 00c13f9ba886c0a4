"""The lives of the three kinds of matter (domain Appendix E; ADR 12 names what was added)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.dimensions.helpdesk.access import Permit
from county.kernel.flow import Flow, Move


class Kind(TextChoices):
    CONSULTATION = "consultation", _("consultation")
    HELP = "help", _("help request")
    LEAD = "lead", _("lead")


class State(TextChoices):
    # consultation
    ASKED = "asked", _("asked")
    TAKEN = "taken", _("being answered")
    ANSWERED = "answered", _("answered")
    # help request
    OPEN = "open", _("waiting for an officer")
    ASSIGNED = "assigned", _("with an officer")
    REPLIED = "replied", _("replied")
    ON_SITE = "on_site", _("officer on site")
    ESCALATED = "escalated", _("passed to 110")
    FRAUD_LANE = "fraud_lane", _("with the fraud desk")
    RESOLVED = "resolved", _("resolved")
    # lead
    RECEIVED = "received", _("received")
    SCREENED = "screened", _("screened")
    REGISTERED = "registered", _("registered")
    TRANSFERRED = "transferred", _("transferred")
    INFORMED = "informed", _("informed: not a police matter")
    VERIFYING = "verifying", _("being verified")
    FILED = "filed", _("case filed")
    NO_CASE = "no_case", _("no case")
    SOLVED = "solved", _("case solved")
    # all
    CLOSED = "closed", _("closed")


DONE_STATES = [State.CLOSED.value, State.TRANSFERRED.value, State.INFORMED.value]
OPEN_STATES = [state for state in State.values if state not in DONE_STATES]

CONSULTATION = Flow(
    states=State,
    start=State.ASKED,
    moves={
        "take": Move.row(State.ASKED, to=State.TAKEN, may=Permit.TAKE),
        "reply": Move.row(State.TAKEN, to=State.ANSWERED, may=Permit.REPLY),
        "close": Move.row(State.ANSWERED, to=State.CLOSED, may=Permit.REPLY),
        "reopen": Move.row(State.ANSWERED, State.CLOSED, to=State.TAKEN, may=Permit.REPLY),
    },
)

HELP = Flow(
    states=State,
    start=State.OPEN,
    moves={
        "take": Move.row(State.OPEN, to=State.ASSIGNED, may=Permit.TAKE),
        "reply": Move.row(State.ASSIGNED, to=State.REPLIED, may=Permit.REPLY),
        "visit": Move.row(State.REPLIED, to=State.ON_SITE, may=Permit.REPLY),
        "to_110": Move.row(State.ASSIGNED, State.REPLIED, to=State.ESCALATED, may=Permit.REPLY),
        "to_fraud_desk": Move.row(
            State.ASSIGNED, State.REPLIED, State.ON_SITE, to=State.FRAUD_LANE, may=Permit.RESOLVE
        ),
        "resolve": Move.row(
            State.REPLIED, State.ON_SITE, State.ESCALATED, to=State.RESOLVED, may=Permit.RESOLVE
        ),
        "resolve_fraud": Move.row(State.FRAUD_LANE, to=State.RESOLVED, may=Permit.FRAUD_DESK),
        "close": Move.row(State.RESOLVED, to=State.CLOSED, may=Permit.RESOLVE),
        "reopen": Move.row(State.RESOLVED, State.CLOSED, to=State.ASSIGNED, may=Permit.REPLY),
    },
)

LEAD = Flow(
    states=State,
    start=State.RECEIVED,
    moves={
        "screen": Move.row(State.RECEIVED, to=State.SCREENED, may=Permit.LEADS),
        "register": Move.row(State.SCREENED, to=State.REGISTERED, may=Permit.LEADS),
        "transfer_24h": Move.row(State.SCREENED, to=State.TRANSFERRED, may=Permit.LEADS),
        "not_police": Move.row(State.SCREENED, to=State.INFORMED, may=Permit.LEADS),
        "verify": Move.row(State.REGISTERED, to=State.VERIFYING, may=Permit.LEADS),
        "file_case": Move.row(State.VERIFYING, to=State.FILED, may=Permit.LEADS),
        "no_case": Move.row(State.VERIFYING, to=State.NO_CASE, may=Permit.LEADS),
        "solved": Move.row(State.FILED, to=State.SOLVED, may=Permit.LEADS),
        "notify_reward": Move.row(State.SOLVED, to=State.CLOSED, may=Permit.LEADS),
        "notify": Move.row(State.NO_CASE, to=State.CLOSED, may=Permit.LEADS),
    },
)

FLOWS: dict[str, Flow] = {Kind.CONSULTATION: CONSULTATION, Kind.HELP: HELP, Kind.LEAD: LEAD}

VERB_LABELS = {
    "screen": _("Screen"),
    "register": _("Register"),
    "transfer_24h": _("Transfer to the competent unit"),
    "not_police": _("Not a police matter"),
    "verify": _("Begin verification"),
    "file_case": _("File a case"),
    "no_case": _("No case"),
    "solved": _("Case solved"),
    "notify_reward": _("Notify and reward"),
    "notify": _("Notify the reporter"),
}
