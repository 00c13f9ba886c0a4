"""The lawful lives of a suggestion and of an order from the menu (domain Appendix E)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.access import Permit
from county.kernel.flow import Flow, Move
from county.records.enterprises.access import Permit as Firm


class Stage(TextChoices):
    """Where a suggestion is. Delivery, filing, copies and urging are dated events, not stages."""

    LEAD = "lead", _("lead registered")
    PLANNED = "inv_req", _("investigation awaits approval")
    INVESTIGATING = "investigating", _("being investigated")
    REPORTED = "reported", _("investigation reported")
    DRAFT = "draft", _("being drafted")
    LEGAL_REVIEW = "legal_review", _("in legal review")
    CONSULT = "consult", _("addressee's opinion sought")
    APPROVAL = "approval", _("awaits approval")
    TO_ISSUE = "to_issue", _("approved, to be numbered and sealed")
    ISSUED = "issued", _("issued, to be delivered")
    RECTIFYING = "rectifying", _("being put right")
    OBJECTION = "objection", _("objection under review")
    REPLIED = "replied", _("replied, to be reviewed")
    REVISIT_DUE = "revisit_due", _("return visit due")
    ESCALATED = "escalated", _("escalated")
    CLOSED = "closed", _("closed")
    CLOSED_NO = "closed_no", _("no suggestion made")
    WITHDRAWN = "withdrawn", _("withdrawn")


SUGGESTION = Flow(
    states=Stage,
    start=Stage.LEAD,
    moves={
        "submit_plan": Move.row(Stage.LEAD, to=Stage.PLANNED, may=Permit.HANDLE),
        "approve_plan": Move.row(Stage.PLANNED, to=Stage.INVESTIGATING, may=Permit.APPROVE),
        "reject_plan": Move.row(Stage.PLANNED, to=Stage.CLOSED_NO, may=Permit.APPROVE),
        "report": Move.row(Stage.INVESTIGATING, to=Stage.REPORTED, may=Permit.HANDLE),
        "decide_no": Move.row(Stage.REPORTED, to=Stage.CLOSED_NO, may=Permit.APPROVE),
        "draft": Move.row(Stage.REPORTED, to=Stage.DRAFT, may=Permit.HANDLE),
        "send_legal": Move.row(Stage.DRAFT, to=Stage.LEGAL_REVIEW, may=Permit.HANDLE),
        "return_draft": Move.row(Stage.LEGAL_REVIEW, to=Stage.DRAFT, may=Permit.REVIEW),
        "pass_review": Move.row(Stage.LEGAL_REVIEW, to=Stage.APPROVAL, may=Permit.REVIEW),
        "pass_to_consult": Move.row(Stage.LEGAL_REVIEW, to=Stage.CONSULT, may=Permit.REVIEW),
        "consulted": Move.row(Stage.CONSULT, to=Stage.APPROVAL, may=Permit.HANDLE),
        "send_back": Move.row(Stage.APPROVAL, to=Stage.DRAFT, may=Permit.APPROVE),
        "approve": Move.row(Stage.APPROVAL, to=Stage.TO_ISSUE, may=Permit.APPROVE),
        "issue": Move.row(Stage.TO_ISSUE, to=Stage.ISSUED, may=Permit.MANAGE),
        "deliver": Move.row(Stage.ISSUED, to=Stage.RECTIFYING, may=Permit.HANDLE),
        "object": Move.row(Stage.RECTIFYING, to=Stage.OBJECTION, may=Firm.SUGGESTIONS),
        "amend": Move.row(Stage.OBJECTION, to=Stage.TO_ISSUE, may=Permit.APPROVE),
        "withdraw": Move.row(Stage.OBJECTION, to=Stage.WITHDRAWN, may=Permit.APPROVE),
        "dismiss_objection": Move.row(Stage.OBJECTION, to=Stage.RECTIFYING, may=Permit.APPROVE),
        "reply": Move.row(
            Stage.RECTIFYING, Stage.ESCALATED, to=Stage.REPLIED, may=Firm.SUGGESTIONS
        ),
        "accept_reply": Move.row(Stage.REPLIED, to=Stage.REVISIT_DUE, may=Permit.HANDLE),
        "accept_in_part": Move.row(Stage.REPLIED, to=Stage.RECTIFYING, may=Permit.HANDLE),
        "urge": Move.row(Stage.RECTIFYING, to=Stage.RECTIFYING, may=Permit.HANDLE),
        "escalate": Move.row(Stage.RECTIFYING, to=Stage.ESCALATED, may=Permit.APPROVE),
        "visit_well": Move.row(Stage.REVISIT_DUE, to=Stage.CLOSED, may=Permit.HANDLE),
        "visit_rebound": Move.row(Stage.REVISIT_DUE, to=Stage.RECTIFYING, may=Permit.HANDLE),
        "correct_from_above": Move.row(Stage.ISSUED, to=Stage.WITHDRAWN, may=Permit.APPROVE),
        "withdraw_improper": Move.row(Stage.RECTIFYING, to=Stage.WITHDRAWN, may=Permit.APPROVE),
    },
)


class OrderState(TextChoices):
    """Where an enterprise's order from the menu is."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("order declined")
    SCHEDULING = "scheduling", _("slots proposed")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")
    DELIVERED = "delivered", _("given, feedback open")
    CLOSED = "closed", _("closed")


ORDER = Flow(
    states=OrderState,
    start=OrderState.DRAFT,
    moves={
        "submit": Move.row(OrderState.DRAFT, to=OrderState.SUBMITTED, may=Firm.LESSONS),
        "accept": Move.row(OrderState.SUBMITTED, to=OrderState.ACCEPTED, may=Permit.LIAISE),
        "decline": Move.row(OrderState.SUBMITTED, to=OrderState.DECLINED, may=Permit.LIAISE),
        "propose_slots": Move.row(OrderState.ACCEPTED, to=OrderState.SCHEDULING, may=Permit.LIAISE),
        "confirm": Move.row(OrderState.SCHEDULING, to=OrderState.CONFIRMED, may=Firm.LESSONS),
        "cancel": Move.row(OrderState.CONFIRMED, to=OrderState.CANCELLED, may=Firm.LESSONS),
        "give": Move.row(OrderState.CONFIRMED, to=OrderState.DELIVERED, may=Permit.LIAISE),
        "feed_back": Move.row(OrderState.DELIVERED, to=OrderState.CLOSED, may=Firm.LESSONS),
        "lapse": Move.row(OrderState.DELIVERED, to=OrderState.CLOSED, may="clock"),
    },
)


class ItemState(TextChoices):
    """Where a version of a menu item is."""

    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("legally reviewed")
    ONLINE = "online", _("online")
    OFFLINE = "offline", _("offline")


MENU = Flow(
    states=ItemState,
    start=ItemState.DRAFT,
    moves={
        "review": Move.row(ItemState.DRAFT, to=ItemState.REVIEWED, may=Permit.REVIEW),
        "return": Move.row(ItemState.DRAFT, to=ItemState.OFFLINE, may=Permit.REVIEW),
        "publish": Move.row(ItemState.REVIEWED, to=ItemState.ONLINE, may=Permit.MENU),
        "withdraw": Move.row(
            ItemState.DRAFT, ItemState.REVIEWED, ItemState.ONLINE, to=ItemState.OFFLINE,
            may=Permit.MENU,
        ),
        "supersede": Move.row(ItemState.ONLINE, to=ItemState.OFFLINE, may=Permit.MENU),
        "expire": Move.row(ItemState.ONLINE, to=ItemState.OFFLINE, may="clock"),
    },
)  # fmt: skip


class Asked(TextChoices):
    """Where a question to the procurator on duty is."""

    OPEN = "open", _("registered")
    WAITING = "waiting", _("waits at the centre")
    CALLED = "called", _("at the desk")
    ANSWERED = "answered", _("answered")
    REFERRED = "referred", _("referred")
    WITHDRAWN = "withdrawn", _("withdrawn")


QUESTION = Flow(
    states=Asked,
    start=Asked.OPEN,
    moves={
        "queue": Move.row(Asked.OPEN, to=Asked.WAITING, may=Permit.COUNTER),
        "call": Move.row(Asked.WAITING, to=Asked.CALLED, may=Permit.COUNSEL),
        "miss": Move.row(Asked.CALLED, to=Asked.OPEN, may=Permit.COUNSEL),
        "answer": Move.row(
            Asked.OPEN, Asked.WAITING, Asked.CALLED, to=Asked.ANSWERED, may=Permit.COUNSEL
        ),
        "refer": Move.row(
            Asked.OPEN, Asked.WAITING, Asked.CALLED, to=Asked.REFERRED, may=Permit.COUNSEL
        ),
        "withdraw": Move.row(Asked.OPEN, to=Asked.WITHDRAWN, may=Firm.QUESTIONS),
    },
)
