"""What a matter's page shows, gathered for the page and for each of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from county.design import panels
from county.design.http import html
from county.dimensions.helpdesk.flow import FLOWS, VERB_LABELS, Kind
from county.dimensions.helpdesk.forms import (
    ConvertForm,
    OfficerForm,
    OutcomeForm,
    ReasonForm,
    named_officers,
)
from county.dimensions.helpdesk.forms.leads import (
    CaseForm,
    ConsentForm,
    CredibilityForm,
    ExtendForm,
    ReadForm,
    ResultForm,
    SolvedForm,
    WordForm,
)
from county.dimensions.helpdesk.models import LeadFile, Matter
from county.dimensions.helpdesk.queries import desk
from county.dimensions.helpdesk.queries import matters as asked
from county.dimensions.helpdesk.views import words
from county.foundation.channels.queries import session_of
from county.foundation.channels.registry import MAILBOXES
from county.foundation.channels.wecom.sessions import COLLEAGUE
from county.foundation.events.queries import timeline
from county.foundation.events.registry import KINDS
from county.foundation.files.queries import lengths
from county.foundation.live import tickets
from county.foundation.staff.policy import OfficerRequest
from county.foundation.staff.queries import names_of
from county.kernel import clock
from county.records.conversations.margins import chips_on, notes_on
from county.records.conversations.models import Kind as MessageKind
from county.records.conversations.queries import Line, room, thread
from county.records.worklist import queries as worklist


@dataclass(frozen=True)
class Past:
    """One line of what happened."""

    at: datetime
    title: str
    by: str
    note: str


def matter_of(request: OfficerRequest, matter_id: UUID) -> Matter:
    """The matter, if it lies within the officer's reach; else 404."""
    seen = asked.matters_for(request.user).select_related(
        "resident", "conversation", "assignee", "department", "organisation"
    )
    return get_object_or_404(seen, pk=matter_id)


def live(request: OfficerRequest, chosen: Matter | None) -> str:
    """The address of the page's stream: the desk, the officer's own notices, and the thread."""
    topics = {"app:helpdesk", request.user.actor}
    if chosen is not None:
        topics.add(chosen.subject)
        if chosen.conversation_id:
            topics.add(f"thread:{chosen.conversation_id}")
    return tickets.issue(topics)


def thread_context(request: OfficerRequest, chosen: Matter) -> dict[str, Any]:
    """The messages with what stands in their margin."""
    lines = thread(chosen.conversation_id) if chosen.conversation_id else []
    return {
        "matter": chosen,
        "lines": lines,
        "lengths": recordings(lines),
        "notes": notes_on(request, [line.id for line in lines]),
        "chips": chips_on(request, [line.id for line in lines]),
        "room": room(chosen.conversation) if chosen.conversation and chosen.is_open else None,
        "labels": words.labels(),
    }


def recordings(lines: list[Line]) -> dict[UUID, int]:
    """How many seconds the voices and videos among these messages last."""
    return lengths(
        line.file for line in lines if line.kind in (MessageKind.VOICE, MessageKind.VIDEO)
    )


def head_context(request: OfficerRequest, chosen: Matter) -> dict[str, Any]:
    """The head with the moves that are open now."""
    return {
        "matter": chosen,
        "verbs": FLOWS[chosen.kind].open_to(chosen.state),
        "session": session(request, chosen),
        "labels": words.labels(),
    }


def session(request: OfficerRequest, chosen: Matter) -> str:
    """What the officer may do with the chat in WeCom itself: "take" it, "end" it, or nothing."""
    place = chosen.conversation
    if place is None or place.channel not in MAILBOXES or not chosen.is_open:
        return ""
    if not request.user.wecom_id:
        return ""
    held = session_of(place.address)
    if held is None or held.state != COLLEAGUE:
        return "take"
    return "end" if held.colleague == request.user.wecom_id else ""


def file_context(request: OfficerRequest, chosen: Matter) -> dict[str, Any]:
    """The resident's side: file, limits, tasks, past."""
    lent = panels.panels_for("conversation", request.user.has) if chosen.conversation_id else []
    return {
        "matter": chosen,
        "labels": words.labels(),
        "panels": [
            html(request, one.template, one.fill(request, chosen.conversation_id)) for one in lent
        ],
        "clocks": list(chosen.clocks.order_by("due_at")),
        "tasks": worklist.about(chosen.subject),
        "history": asked.of_resident(chosen.resident_id)[:6] if chosen.resident_id else [],
        "moves": moves(chosen),
        "timeline": past(chosen),
        "lead": lead_of(chosen),
        "persons": list(chosen.persons.all()) if chosen.kind == Kind.LEAD else [],
    }  # fmt: skip


def lead_of(chosen: Matter) -> LeadFile | None:
    """What stands beside a lead's words."""
    return LeadFile.objects.filter(matter=chosen).first() if chosen.kind == Kind.LEAD else None


def whole(request: OfficerRequest, chosen: Matter) -> dict[str, Any]:
    """Everything the matter's page shows."""
    context = {**thread_context(request, chosen), **head_context(request, chosen)}
    context |= file_context(request, chosen)
    last = _last_word(context["lines"])
    by, named = request.user, named_officers()

    def choose(id_prefix: str) -> OfficerForm:
        return OfficerForm(by=by, whole_county=True, named=named, auto_id=f"{id_prefix}_%s")

    return context | {
        "officers": choose("hand"),
        "join_form": choose("join"),
        "visit_form": choose("visit"),
        "call_form": choose("call"),
        "convert": ConvertForm(
            auto_id="convert_%s",
            initial={"kind": chosen.kind, "topic": chosen.topic, "priority": chosen.priority},
        ),
        "outcome": OutcomeForm(auto_id="outcome_%s", fraud=chosen.topic == "fraud"),
        "correction": OutcomeForm(
            auto_id="correct_%s",
            fraud=chosen.topic == "fraud",
            initial={
                "result": chosen.result,
                "money": chosen.money,
                "stated_amount": chosen.stated_amount,
                "verified_amount": chosen.verified_amount,
                "note": chosen.result_note,
            },
        ),
        "why": ReasonForm(auto_id="why_%s"),
        **lead_forms(chosen),
        "suggested": desk.answers_like(last, clock.today(), topic=chosen.topic),
        "quick": desk.quick_replies(by, chosen.topic),
        "live": live(request, chosen),
    }


LEAD_FORMS = {
    "lead_why": ReadForm,
    "case": CaseForm,
    "solved": SolvedForm,
    "word": WordForm,
    "credibility": CredibilityForm,
    "extend": ExtendForm,
    "consent": ConsentForm,
    "result_form": ResultForm,
}
"""The forms of a lead's dialogs, by the names the template has for them."""


def lead_forms(chosen: Matter) -> dict[str, Any]:
    """The dialogs of a lead; nothing for other matters."""
    if chosen.kind != Kind.LEAD:
        return {}
    return {name: form(auto_id=f"{name}_%s") for name, form in LEAD_FORMS.items()}


def _last_word(lines: list[Line]) -> str:
    said = [line for line in lines if line.author == "resident"]
    return (said[-1].text or said[-1].read_text or "") if said else ""


def moves(chosen: Matter) -> list[tuple[str, str]]:
    """The moves of a lead's flow that need no more than a note."""
    return [
        (verb, str(VERB_LABELS[verb]))
        for verb in FLOWS[chosen.kind].open_to(chosen.state)
        if verb in VERB_LABELS
    ]


QUIET = ("conversations.",)
"""Kinds of fact that the thread shows by itself."""


def past(chosen: Matter) -> list[Past]:
    """What happened to the matter, in words: who did it, and what followed by itself."""
    place = str(chosen.conversation_id) if chosen.conversation_id else None
    events = [
        event
        for event in timeline(chosen.subject, thread=place)[:400]
        if not event.kind.startswith(QUIET) and event.happened_at >= chosen.opened_at
    ]
    names = names_of({event.by for event in events})
    return [
        Past(
            event.happened_at,
            str(KINDS[event.kind].title) if event.kind in KINDS else event.kind,
            names.get(event.by) or words.hand(event.by),
            words.explain(event.kind, event.facts),
        )
        for event in events
    ]
