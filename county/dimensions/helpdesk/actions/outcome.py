"""From the alert to the outcome: alarm the duty officer, visit, call back, resolve, look after."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions.matters import (
    convert,
    ids,
    lock,
    move_on,
    stop_clocks,
)
from county.dimensions.helpdesk.events import MatterResolved, OutcomeCorrected
from county.dimensions.helpdesk.flow import FLOWS, Kind, State
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.models.matters import AlertState, Money, Result, Topic
from county.dimensions.helpdesk.queries import desk
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.saying import saying
from county.records.conversations import actions as conversations
from county.records.conversations.models import Conversation
from county.records.visits import actions as visits
from county.records.visits.models import Kind as VisitKind
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind as TaskKind
from county.records.worklist.models import Task

VISIT_WITHIN = timedelta(minutes=60)
CALL_WITHIN = timedelta(minutes=15)


@transaction.atomic
def raise_suspicion(
    conversation: Conversation, *, category: str, urgent: bool, by: Actor
) -> Matter | None:
    """Put a conversation in which fraud is suspected on the fast lane, and warn who is on duty.

    A question becomes a help request with priority 2; priority only ever rises. Nothing is
    decided: an officer confirms or dismisses.
    """
    matter = asked.open_in(conversation.pk)
    if matter is None or matter.kind == Kind.LEAD:
        return None
    if matter.kind == Kind.CONSULTATION:
        matter = convert(
            matter, kind=Kind.HELP, topic=Topic.FRAUD, priority=knowledge.MONEY_MOVING, by=by
        )
    matter = lock(matter)
    if matter.alert == AlertState.NONE:
        _calm(matter)
    if matter.alert in (AlertState.NONE, AlertState.DISMISSED):
        matter.alert, matter.alert_category = AlertState.RAISED, category
    matter.priority = min(matter.priority, knowledge.URGENT if urgent else knowledge.MONEY_MOVING)
    matter.save(update_fields=["alert", "alert_category", "priority"])
    warn(matter, by=by)
    return matter


def _calm(matter: Matter) -> None:
    """Say at once, in the desk's own voice, what is right whatever an officer will decide."""
    if matter.conversation_id is not None:
        with override(settings.LANGUAGE_CODE):
            text = _(
                "Until an officer has answered: do not transfer money, do not share your screen,"
                " tell nobody a code. In an emergency call 110."
            )
        conversations.reply(matter.conversation_id, text=text, by=conversations.DESK, name="")


@transaction.atomic
def raise_urgency(conversation: Conversation, *, topic: str, by: Actor) -> Matter | None:
    """Put words of danger to life at the head of every queue; nobody's priority is ever lowered."""
    matter = asked.open_in(conversation.pk)
    if matter is None or matter.kind == Kind.LEAD:
        return None
    if matter.kind == Kind.CONSULTATION:
        matter = convert(matter, kind=Kind.HELP, topic=topic, priority=knowledge.URGENT, by=by)
    matter = lock(matter)
    matter.priority = knowledge.URGENT
    matter.save(update_fields=["priority"])
    warn(matter, by=by)
    return matter


def warn(matter: Matter, *, by: Actor) -> None:
    """Tell the holder and everyone on duty for the area, loudly."""
    people = {officer.pk: officer for officer in desk.on_duty(matter.town_code, clock.now())}
    if matter.assignee is not None:
        people[matter.assignee.pk] = matter.assignee
    if matter.alert:
        category = matter.alert_category or saying(gettext_noop("type unclear"))
        title = saying(gettext_noop("Suspected fraud: %s · %s"), category, matter.number)
    else:
        title = saying(gettext_noop("Urgent: somebody may be in danger · %s"), matter.number)
    tell(
        desk.able_to_open(people.values(), matter),
        title=title,
        url=matter.url,
        by=by,
        about=matter.subject,
        loud=True,
        buttons=[Permit.TAKE],
    )


@transaction.atomic
def note_judgement(
    conversation: Conversation, *, confirmed: bool, category: str, by: Actor
) -> Matter | None:
    """Carry an officer's judgement of an alert to the matter. Dismissing lowers no priority."""
    matter = asked.open_in(conversation.pk)
    if matter is None:
        return None
    matter = lock(matter)
    matter.alert = AlertState.CONFIRMED if confirmed else AlertState.DISMISSED
    matter.alert_category = category if confirmed else matter.alert_category
    matter.save(update_fields=["alert", "alert_category"])
    return matter


@transaction.atomic
def note_reopened(conversation: Conversation, *, category: str, by: Actor) -> Matter | None:
    """Carry to the matter that an alert is suspected again; nobody is warned anew."""
    matter = asked.open_in(conversation.pk)
    if matter is None:
        return None
    matter = lock(matter)
    matter.alert, matter.alert_category = AlertState.RAISED, category
    matter.save(update_fields=["alert", "alert_category"])
    return matter


@transaction.atomic
def go_there(matter: Matter, *, officer: Officer, why: str, by: Officer) -> Task:
    """Send an officer to the place: the matter is on site, the task is in the officer's day."""
    matter = lock(matter)
    if matter.state == State.REPLIED:
        matter = move_on(matter, verb="visit", by=by)
    demand(by, Permit.REPLY)
    return _task(
        matter,
        kind=TaskKind.VISIT,
        title=saying(gettext_noop("Visit: %s"), matter.number),
        why=why or saying(gettext_noop("On-site visit asked for by %s"), by.name),
        due_at=clock.now() + VISIT_WITHIN,
        officer=officer,
        by=by,
    )


@transaction.atomic
def call_back(matter: Matter, *, officer: Officer, why: str, by: Officer) -> Task:
    """Ask an officer to call the resident, or the boss on a number known before."""
    demand(by, Permit.REPLY)
    return _task(
        matter,
        kind=TaskKind.CALL,
        title=saying(gettext_noop("Call back: %s"), matter.number),
        why=why or saying(gettext_noop("Call-back asked for by %s"), by.name),
        due_at=clock.now() + CALL_WITHIN,
        officer=officer,
        by=by,
    )


def _task(
    matter: Matter,
    *,
    kind: str,
    title: str,
    why: str,
    due_at: datetime,
    officer: Officer,
    by: Actor,
) -> Task:
    count = Task.objects.filter(about=matter.subject, kind=kind).count()
    return worklist.assign(
        key=f"{kind}:{matter.pk}:{count}",
        kind=kind,
        title=title,
        why=why,
        about=matter.subject,
        due_at=due_at,
        officer=officer,
        by=by,
        url=matter.url,
        area_code=matter.town_code,
    )


@transaction.atomic
def enter_fraud_lane(conversation: Conversation, *, by: Officer) -> Matter | None:
    """Pass the matter to the fraud desk, because money may already have moved."""
    matter = asked.open_in(conversation.pk)
    if matter is None or "to_fraud_desk" not in FLOWS[matter.kind].open_to(matter.state):
        return matter
    matter = move_on(matter, verb="to_fraud_desk", by=by)
    tell(
        desk.fraud_desk(),
        title=saying(gettext_noop("Stop-payment request · %s"), matter.number),
        url=matter.url,
        by=by,
        about=matter.subject,
        loud=True,
    )
    return matter


@transaction.atomic
def resolve(
    matter: Matter,
    *,
    result: str,
    by: Officer,
    money: str = Money.NONE,
    stated_amount: Decimal | None = None,
    verified_amount: Decimal | None = None,
    note: str = "",
) -> Matter:
    """Record the outcome. Amounts are kept apart by who vouches for them: stated or verified.

    A fraud matter leaves three after-care calls behind, after 3, 30 and 90 days.
    """
    matter = lock(matter)
    if result not in Result.values or result == Result.NONE:
        raise Refused(_("Choose what came of it."))
    if matter.topic == Topic.FRAUD and money == Money.NONE and result == Result.SOLVED:
        raise Refused(_("Say what became of the money: not transferred, stopped or lost."))
    verb = "resolve_fraud" if matter.state == State.FRAUD_LANE else "resolve"
    flow = FLOWS[matter.kind]
    if verb not in flow.moves:
        raise Refused(_("Only help requests are resolved; a consultation is closed."))
    demand(by, flow.moves[verb].may)
    flow.move(matter, verb)
    matter.result, matter.money, matter.result_note = result, money, note[:300]
    matter.stated_amount, matter.verified_amount = stated_amount, verified_amount
    matter.resolved_at, matter.waiting_since = clock.now(), None
    matter.save(
        update_fields=[
            "state", "result", "money", "result_note", "stated_amount", "verified_amount",
            "resolved_at", "waiting_since",
        ]
    )  # fmt: skip
    stop_clocks(matter, "", matter.resolved_at)
    announce(MatterResolved(**ids(matter), result=result, money=money), by=by)
    if matter.topic == Topic.FRAUD:
        look_after(matter, by=by)
    return matter


@transaction.atomic
def correct(
    matter: Matter,
    *,
    result: str,
    by: Officer,
    money: str = Money.NONE,
    stated_amount: Decimal | None = None,
    verified_amount: Decimal | None = None,
    note: str = "",
) -> Matter:
    """Put a recorded outcome right; what stood there before stays readable in the log."""
    demand(by, Permit.RESOLVE)
    matter = lock(matter)
    if not matter.result:
        raise Refused(_("Nothing has been recorded yet."))
    before = f"{matter.result}/{matter.money}/{matter.stated_amount}/{matter.verified_amount}"
    matter.result, matter.money, matter.result_note = result, money, note[:300]
    matter.stated_amount, matter.verified_amount = stated_amount, verified_amount
    matter.save(
        update_fields=["result", "money", "result_note", "stated_amount", "verified_amount"]
    )
    announce(OutcomeCorrected(**ids(matter), before=before, result=result, money=money), by=by)
    return matter


def look_after(matter: Matter, *, by: Officer) -> None:
    """Leave the after-care calls in the holder's worklist, each due at 17:30 on its day."""
    day = clock.today()
    for number in knowledge.AFTER_CARE_DAYS:
        due = datetime.combine(day + timedelta(days=number), time(17, 30), clock.SHANGHAI)
        address = _after_care_visit(matter, number, day + timedelta(days=number), by=by)
        worklist.assign(
            key=f"after_care:{matter.pk}:{number}",
            kind=TaskKind.AFTER_CARE,
            title=saying(gettext_noop("After-care, day %s: %s"), str(number), matter.number),
            why=saying(gettext_noop("Every fraud matter is followed up after 3, 30 and 90 days.")),
            basis=saying(gettext_noop("local design value")),
            about=matter.subject,
            due_at=due,
            officer=matter.assignee or by,
            by=by,
            url=address or matter.url,
            area_code=matter.town_code,
        )


def _after_care_visit(matter: Matter, number: int, due_on: date, *, by: Officer) -> str:
    """Propose the visit that the call is about; says its address, or nothing without a resident."""
    if matter.resident is None:
        return ""
    visit = visits.propose(
        key=f"after_care:{matter.pk}:{number}",
        kind=VisitKind.AFTER_CARE,
        why=saying(gettext_noop("Every fraud matter is followed up after 3, 30 and 90 days.")),
        due_on=due_on,
        resident=matter.resident,
        officer=matter.assignee or by,
        about=matter.subject,
        url=matter.url,
        by=visits.DESK,
    )
    return f"/visits/{visit.pk}/"
