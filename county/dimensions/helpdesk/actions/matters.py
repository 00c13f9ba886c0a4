"""Open, take, hand on, join, convert, move on, close, reopen, rate."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.events import (
    MatterClosed,
    MatterConverted,
    MatterJoined,
    MatterMoved,
    MatterOpened,
    MatterRated,
    MatterReopened,
    MatterTaken,
)
from county.dimensions.helpdesk.flow import FLOWS, VERB_LABELS, Kind, State
from county.dimensions.helpdesk.models import ClockRun, Helper, Matter
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.database.hot import raw_cursor
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder, demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.numbers import matter_number, uuid7
from county.kernel.saying import saying
from county.records.conversations.models import Conversation
from county.records.residents.models import Resident
from county.records.worklist import actions as worklist

REOPEN_WITHIN = timedelta(days=7)
"""A resident's word after the answer reopens the matter for so long; later it opens a new one."""


RATED_IN = (State.ANSWERED, State.RESOLVED, State.CLOSED)

NOTE_ONLY = {*VERB_LABELS, "visit", "to_110", "to_fraud_desk"} - {"file_case", "solved"}
"""Moves that need no more than a note; the others carry more and have verbs of their own."""


class TakenAlready(Refused):
    """Another officer was faster."""


def ids(matter: Matter) -> dict[str, str]:
    """The two keys that every fact of the desk carries."""
    return {"matter_id": str(matter.pk), "conversation_id": str(matter.conversation_id or "")}


def lock(matter: Matter) -> Matter:
    """The matter as it is now, held until the transaction ends."""
    return Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)


def next_number(now: datetime) -> str:
    """The day's next matter number, such as HY20261123-0847."""
    day = now.astimezone(clock.SHANGHAI).date()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO helpdesk_counter (day, value) VALUES (%s, 1) ON CONFLICT (day)"
            " DO UPDATE SET value = helpdesk_counter.value + 1 RETURNING value",
            [day],
        )
        return matter_number("HY", day, cursor.fetchone()[0])


@transaction.atomic
def open_matter(
    *,
    kind: str,
    topic: str,
    by: Actor,
    conversation: Conversation | None = None,
    resident: Resident | None = None,
    priority: int = knowledge.NORMAL,
    text: str = "",
    at: datetime | None = None,
    key: UUID | None = None,
    town_code: str = "",
) -> Matter:
    """Open a consultation, a help request or a lead, and start its clocks."""
    now = at or clock.now()
    matter = Matter.objects.create(
        pk=key or uuid7(),
        number=next_number(now),
        kind=kind,
        state=FLOWS[kind].start,
        topic=topic,
        priority=priority,
        conversation=conversation,
        resident=resident,
        organisation_id=resident.organisation_id if resident else None,
        town_code=resident.town_code if resident else town_code,
        area_code=resident.area_code if resident else "",
        channel=conversation.channel if conversation else "",
        last_text=text[:80],
        last_at=now,
        waiting_since=now,
        unread=1 if text else 0,
        opened_at=now,
    )
    start_clocks(matter, now)
    announce(MatterOpened(**ids(matter), matter_kind=kind, topic=topic, priority=priority), by=by)
    return matter


def start_clocks(matter: Matter, now: datetime) -> None:
    """Start the limits for the first word and for the whole; the earliest rules the queue."""
    rules = (
        knowledge.reply_clock(matter.kind, matter.priority, now),
        knowledge.result_clock(matter.kind),
    )
    ClockRun.objects.bulk_create(
        ClockRun(
            matter=matter,
            code=rule.code,
            basis=rule.basis,
            statutory=rule.statutory,
            started_at=now,
            due_at=rule.due(now),
        )
        for rule in rules
    )
    set_next_due(matter)


def stop_clocks(matter: Matter, prefix: str, now: datetime) -> None:
    """Note that the limits whose code begins so have been met."""
    running = matter.clocks.filter(met_at__isnull=True, code__startswith=prefix)
    running.update(met_at=now)
    set_next_due(matter)


def run_again(matter: Matter, prefix: str) -> None:
    """Let the last limit whose code begins so run on: what had met it did not happen after all."""
    last = matter.clocks.filter(code__startswith=prefix).order_by("-started_at", "-pk").first()
    if last is not None and last.met_at is not None:
        last.met_at = None
        last.save(update_fields=["met_at"])
    set_next_due(matter)


_NEXT_DUE = """
UPDATE helpdesk_matter SET next_due = (
  SELECT min(due_at) FROM helpdesk_clockrun WHERE matter_id = %s AND met_at IS NULL
) WHERE id = %s RETURNING next_due
"""


def set_next_due(matter: Matter) -> None:
    """Carry the earliest running limit to the matter, where the queue reads it."""
    row = raw_cursor().execute(_NEXT_DUE, (matter.pk, matter.pk), prepare=True).fetchone()
    matter.next_due = row[0] if row else None


@transaction.atomic
def take(matter: Matter, *, by: Officer) -> Matter:
    """Take a matter that nobody holds. Of two officers at once, the second is told who did."""
    matter = lock(matter)
    if matter.assignee_id == by.pk:
        return matter
    if matter.assignee_id is not None:
        raise TakenAlready(
            _("%(officer)s has just taken this matter.") % {"officer": matter.assignee}
        )
    return _give(matter, to=by, by=by, verb_permit=Permit.TAKE)


@transaction.atomic
def hand_on(matter: Matter, *, to: Officer, by: Officer, reason: str = "") -> Matter:
    """Give a matter to another officer, with its open tasks; its clocks run on."""
    matter = lock(matter)
    demand(by, Permit.ASSIGN if matter.assignee_id != by.pk else Permit.TAKE)
    matter = _give(matter, to=to, by=by, verb_permit=Permit.TAKE)
    worklist.follow(matter.subject, to=to)
    if to.pk != by.pk:
        tell(
            [to],
            title=saying(gettext_noop("Handed to you: %s"), matter.number),
            text=reason[:300],
            url=matter.url,
            by=by,
            about=matter.subject,
            loud=matter.priority <= knowledge.MONEY_MOVING,
        )
    return matter


def _demand_able(matter: Matter, officer: Officer) -> None:
    """Refuse an officer who could not even see the matter, or a matter that is done."""
    if not officer.has(Permit.TAKE):
        raise Refused(_("%s does not work at the help desk.") % officer)
    if matter.kind == Kind.LEAD and not officer.has(Permit.LEADS):
        raise Refused(_("%s does not handle leads.") % officer)
    if not matter.is_open:
        raise Refused(_("%s is closed. Reopen it first.") % matter.number)


def _give(matter: Matter, *, to: Officer, by: Holder, verb_permit: str) -> Matter:
    demand(by, verb_permit)
    _demand_able(matter, to)
    former = matter.assignee_id
    flow = FLOWS[matter.kind]
    if "take" in flow.open_to(matter.state):
        flow.move(matter, "take")
    matter.assignee, matter.department = to, to.department
    matter.save(update_fields=["state", "assignee", "department"])
    announce(MatterTaken(**ids(matter), officer_id=to.pk, from_officer_id=former), by=by)
    return matter


@transaction.atomic
def join(matter: Matter, *, officer: Officer, by: Officer) -> Matter:
    """Ask another officer to handle the matter jointly; its holder helps already."""
    demand(by, Permit.TAKE)
    matter = lock(matter)
    if officer.pk == matter.assignee_id:
        raise Refused(_("%s holds this matter already.") % officer)
    _demand_able(matter, officer)
    __, made = Helper.objects.get_or_create(
        matter=matter, officer=officer, defaults={"asked_by": by.actor}
    )
    if made:
        announce(MatterJoined(**ids(matter), officer_id=officer.pk), by=by)
        if officer.pk != by.pk:
            tell(
                [officer],
                title=saying(gettext_noop("Your help is asked: %s"), matter.number),
                url=matter.url,
                by=by,
                about=matter.subject,
            )
    return matter


@transaction.atomic
def convert(matter: Matter, *, kind: str, topic: str, priority: int, by: Actor) -> Matter:
    """Make a matter one of another kind, as when a question turns out to be a call for help.

    Its number, its thread and its running clocks stay; a higher urgency starts its own limit.
    """
    matter = lock(matter)
    former, urgency = matter.kind, matter.priority
    if kind == Kind.LEAD or former == Kind.LEAD:
        raise Refused(_("A lead stays a lead: its content is kept apart."))
    if not matter.is_open:
        raise Refused(_("%s is closed. Reopen it first.") % matter.number)
    matter.kind, matter.topic, matter.priority = kind, topic, priority
    if former != kind:
        states = {
            "asked": "open", "taken": "assigned", "answered": "replied",
            "open": "asked", "replied": "answered",
        }  # fmt: skip
        matter.state = states.get(matter.state, "taken")
    other = asked.at_work_in(matter)
    if other and matter.state not in asked.DONE_BUT_OPEN:
        raise Refused(_("%s is open in the same conversation. Go on there.") % other.number)
    matter.save(update_fields=["kind", "topic", "priority", "state"])
    if former != kind:
        _start_result_clock(matter)
    if priority < urgency and matter.first_reply_at is None:
        matter.clocks.filter(code__startswith="reply", met_at__isnull=True).delete()
        now = clock.now()
        start_clock(matter, knowledge.reply_clock(kind, priority, now).code, now)
        set_next_due(matter)
    announce(
        MatterConverted(
            **ids(matter), from_kind=former, to_kind=kind, topic=topic, priority=priority
        ),
        by=by,
    )
    return matter


def _start_result_clock(matter: Matter) -> None:
    """Start the new kind's limit for the whole from now; what ran before runs on."""
    code = knowledge.result_clock(matter.kind).code
    if not matter.clocks.filter(code=code, met_at__isnull=True).exists():
        start_clock(matter, code, clock.now())
        set_next_due(matter)


@transaction.atomic
def move_on(matter: Matter, *, verb: str, by: Officer, note: str = "") -> Matter:
    """Make one of the flow's moves that needs nothing but a note."""
    if verb not in NOTE_ONLY:
        raise Refused(_("There is no such step for this matter."))
    return make_move(matter, verb=verb, by=by, note=note)


@transaction.atomic
def make_move(matter: Matter, *, verb: str, by: Officer, note: str = "") -> Matter:
    """Make a move of the flow; what it needs besides is the caller's to see to."""
    matter = lock(matter)
    flow = FLOWS[matter.kind]
    if verb not in flow.moves:
        raise Refused(_("There is no such step for this matter."))
    demand(by, flow.moves[verb].may)
    left, now = flow.move(matter, verb), clock.now()
    if matter.state in (State.CLOSED, State.TRANSFERRED, State.INFORMED):
        matter.closed_at = now
    if verb == "screen" or matter.closed_at is not None:
        matter.waiting_since, matter.unread = None, 0
    if verb == "solved":
        matter.resolved_at = now
    matter.save(update_fields=["state", "closed_at", "waiting_since", "unread", "resolved_at"])
    if matter.kind == Kind.LEAD:
        _turn_clocks(matter, verb, now)
    announce(
        MatterMoved(
            **ids(matter), verb=verb, from_state=left, to_state=matter.state, note=note[:300]
        ),
        by=by,
    )
    return matter


def _turn_clocks(matter: Matter, verb: str, now: datetime) -> None:
    """Meet the limits that this step of a lead meets, start the one it starts."""
    met = knowledge.LEAD_MEETS.get(verb, ())
    matter.clocks.filter(met_at__isnull=True, code__in=met).update(met_at=now)
    if code := knowledge.LEAD_STARTS.get(verb):
        start_clock(matter, code, now)
    set_next_due(matter)


def start_clock(matter: Matter, code: str, now: datetime, *, since: datetime | None = None) -> None:
    """Let a limit run from now, or from when what it replaces began."""
    rule, start = knowledge.CLOCKS[code], since or now
    ClockRun.objects.create(
        matter=matter, code=code, basis=rule.basis, statutory=rule.statutory,
        started_at=start, due_at=rule.due(start),
    )  # fmt: skip


@transaction.atomic
def close(matter: Matter, *, by: Actor) -> Matter:
    """Close what was answered or resolved; the resident is asked for a rating."""
    matter = lock(matter)
    flow = FLOWS[matter.kind]
    if isinstance(by, Officer) and "close" in flow.moves:
        demand(by, flow.moves["close"].may)
    flow.move(matter, "close")
    matter.closed_at, matter.waiting_since, matter.unread = clock.now(), None, 0
    matter.save(update_fields=["state", "closed_at", "waiting_since", "unread"])
    stop_clocks(matter, "", matter.closed_at)
    announce(MatterClosed(**ids(matter)), by=by)
    return matter


@transaction.atomic
def reopen(matter: Matter, *, why: str, by: Actor, at: datetime | None = None) -> Matter:
    """Open an answered or closed matter again: same number, same officer, a new round of clocks."""
    matter = lock(matter)
    now = at or clock.now()
    flow = FLOWS[matter.kind]
    if isinstance(by, Officer) and "reopen" in flow.moves:
        demand(by, flow.moves["reopen"].may)
    if other := asked.at_work_in(matter):
        raise Refused(_("%s is open in the same conversation. Go on there.") % other.number)
    flow.move(matter, "reopen")
    if matter.assignee is None or not matter.assignee.is_active:
        matter.assignee = None
        matter.state = FLOWS[matter.kind].start
    matter.closed_at = matter.resolved_at = None
    matter.waiting_since = now
    matter.save(update_fields=["state", "assignee", "closed_at", "resolved_at", "waiting_since"])
    start_clocks(matter, now)
    announce(MatterReopened(**ids(matter), why=why[:200]), by=by)
    return matter


@transaction.atomic
def rate(matter: Matter, *, rating: int, words: str, by: Resident) -> Matter:
    """Keep the resident's rating, one of five (国办发〔2019〕51号); a bad one is followed up."""
    matter = lock(matter)
    if matter.resident_id != by.pk:
        raise Refused(_("This is not your matter."))
    if matter.kind == Kind.LEAD or matter.state not in RATED_IN:
        raise Refused(_("This is not finished yet. You are asked when it is."))
    if rating not in range(1, 6):
        raise Refused(_("Choose one of the five ratings."))
    if matter.rating is not None:
        raise Refused(_("You have already rated this. Thank you."))
    matter.rating, matter.rating_words, matter.rated_at = rating, words[:300], clock.now()
    matter.save(update_fields=["rating", "rating_words", "rated_at"])
    announce(MatterRated(**ids(matter), rating=rating), by=by)
    return matter
