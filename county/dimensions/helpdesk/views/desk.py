"""The workbench: queues, one matter, what officers say and do in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design import panels
from county.design.http import show
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import talk
from county.dimensions.helpdesk.flow import FLOWS, VERB_LABELS
from county.dimensions.helpdesk.forms import (
    CaseForm,
    ConvertForm,
    NoteForm,
    OfficerForm,
    OutcomeForm,
    QueueFilters,
    ReasonForm,
    ReplyForm,
)
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import desk
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.events.actions import whisper
from county.foundation.events.queries import timeline
from county.foundation.live import tickets
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel import clock
from county.records.conversations.events import Typing
from county.records.conversations.margins import notes_on
from county.records.conversations.queries import thread
from county.records.places.queries import towns
from county.records.worklist import queries as worklist

PAGE = 50


def queue_context(request: OfficerRequest, name: str) -> dict[str, Any]:
    """What the list on the left shows: the chosen queue, filtered, and the size of each."""
    name = name if name in asked.QUEUES else "unassigned"
    filters = QueueFilters(request.GET or None)
    words = request.GET.get("q", "").strip()[:100]
    offset = int(page) * PAGE if (page := request.GET.get("page", "0")[:6]).isdigit() else 0
    if words:
        rows = asked.search(request.user, words, limit=PAGE)
    else:
        wanted = filters.wanted() if request.GET else {}
        rows = asked.rows(
            asked.narrowed(asked.QUEUES[name](request.user), wanted), limit=PAGE + 1, offset=offset
        )
    return {
        "queue": name,
        "rows": rows[:PAGE],
        "next_page": offset // PAGE + 1 if len(rows) > PAGE else None,
        "page_number": offset // PAGE,
        "counts": {key: asked.count_up_to(ask(request.user)) for key, ask in asked.QUEUES.items() if key != "closed"},
        "filters": filters,
        "words": words,
        "towns": towns(),
        "now": clock.now(),
        "query": request.GET.urlencode(),
    }  # fmt: skip


@allow(Permit.READ)
@require_GET
def inbox(request: OfficerRequest, queue: str = "unassigned") -> HttpResponseBase:
    """The desk with a queue open and no matter chosen."""
    context = {**queue_context(request, queue), "matter": None, "live": _live(request, None)}
    return show(request, "helpdesk/desk.html", context, part="queue")


@allow(Permit.READ)
@require_GET
def matter(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """One matter, its thread and its resident's file, beside the queue it came from."""
    chosen = _matter(request, matter_id)
    talk.seen(chosen, by=request.user)
    context = {
        **queue_context(request, request.GET.get("queue", "mine")),
        **matter_context(request, chosen),
    }
    return show(request, "helpdesk/desk.html", context)


@allow(Permit.READ)
@require_GET
def matter_thread(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """The messages alone, for the open page."""
    chosen = _matter(request, matter_id)
    talk.seen(chosen, by=request.user)
    return show(request, "helpdesk/desk.html", matter_context(request, chosen), part="thread")


@allow(Permit.READ)
@require_GET
def matter_head(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """The matter's head with its buttons alone, for the open page."""
    chosen = _matter(request, matter_id)
    return show(request, "helpdesk/desk.html", matter_context(request, chosen), part="head")


@allow(Permit.READ)
@require_GET
def matter_file(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """The resident's side alone, for the open page."""
    chosen = _matter(request, matter_id)
    return show(request, "helpdesk/desk.html", matter_context(request, chosen), part="file")


def _matter(request: OfficerRequest, matter_id: UUID) -> Matter:
    seen = asked.matters_for(request.user).select_related(
        "resident", "conversation", "assignee", "department", "organisation"
    )
    return get_object_or_404(seen, pk=matter_id)


def _live(request: OfficerRequest, chosen: Matter | None) -> str:
    topics = {"app:helpdesk", request.user.actor}
    if chosen is not None and chosen.conversation_id:
        topics.add(f"thread:{chosen.conversation_id}")
    return tickets.issue(topics)


def matter_context(request: OfficerRequest, chosen: Matter, **more: Any) -> dict[str, Any]:
    """Everything the matter's page shows."""
    lines = thread(chosen.conversation_id) if chosen.conversation_id else []
    incoming = [line for line in lines if line.author == "resident"]
    last = (incoming[-1].text or incoming[-1].read_text or "") if incoming else ""
    place = f"thread:{chosen.conversation_id}" if chosen.conversation_id else ""
    return {
        "matter": chosen,
        "lines": lines,
        "notes": notes_on(request, [line.id for line in lines]),
        "reply": ReplyForm(),
        "note": NoteForm(),
        "convert": ConvertForm(
            initial={"kind": chosen.kind, "topic": chosen.topic, "priority": chosen.priority}
        ),
        "officers": OfficerForm(by=request.user, whole_county=True),
        "outcome": OutcomeForm(),
        "why": ReasonForm(),
        "case": CaseForm(),
        "moves": _moves(chosen),
        "verbs": FLOWS[chosen.kind].open_to(chosen.state),
        "clocks": list(chosen.clocks.order_by("due_at")),
        "helpers": list(chosen.helpers.select_related("officer")),
        "tasks": worklist.about(chosen.subject),
        "suggested": desk.answers_like(last, clock.today()),
        "quick": desk.quick_replies(request.user, chosen.topic),
        "history": asked.of_resident(chosen.resident_id)[:6] if chosen.resident_id else [],
        "panels": panels.panels_for("conversation", request.user.has),
        "timeline": list(timeline(chosen.subject, thread=str(chosen.conversation_id))[:200]),
        "live": _live(request, chosen),
        "place": place,
        "private": {},
        "now": clock.now(),
        **more,
    }


def _moves(chosen: Matter) -> list[tuple[str, str]]:
    """The moves of the matter's flow that need no more than a note."""
    return [
        (verb, str(VERB_LABELS[verb]))
        for verb in FLOWS[chosen.kind].open_to(chosen.state)
        if verb in VERB_LABELS
    ]


@allow(Permit.REPLY)
@require_POST
def reply(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Send the resident a reply; the page gets its thread again."""
    chosen = _matter(request, matter_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _again(request, chosen, reply=form)
    talk.reply(
        chosen, text=form.cleaned_data["text"], by=request.user, key=form.cleaned_data["key"]
    )
    return _again(request, _matter(request, matter_id))


@allow(Permit.TAKE)
@require_POST
def note(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Keep an internal note."""
    chosen = _matter(request, matter_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        talk.note(chosen, **form.cleaned_data, by=request.user)
    return _again(request, chosen)


def _again(request: OfficerRequest, chosen: Matter, **more: Any) -> HttpResponseBase:
    """The thread for a page that asked for a part; the whole page for one that did not."""
    if "HX-Request" in request.headers:
        return show(request, "helpdesk/desk.html", matter_context(request, chosen, **more), part="thread")
    return HttpResponseRedirect(chosen.url)


@allow(Permit.TAKE)
@require_POST
def take(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Take a matter that nobody holds."""
    return HttpResponseRedirect(acts.take(_matter(request, matter_id), by=request.user).url)


@allow(Permit.TAKE)
@require_POST
def hand_on(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Give the matter to another officer."""
    chosen = _matter(request, matter_id)
    form = OfficerForm(request.POST, by=request.user, whole_county=True)
    if form.is_valid():
        acts.hand_on(
            chosen,
            to=form.cleaned_data["officer"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    return HttpResponseRedirect("/helpdesk/queues/mine/")


@allow(Permit.TAKE)
@require_POST
def join(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Ask another officer to help."""
    chosen = _matter(request, matter_id)
    form = OfficerForm(request.POST, by=request.user, whole_county=True)
    if form.is_valid():
        acts.join(chosen, officer=form.cleaned_data["officer"], by=request.user)
    return HttpResponseRedirect(chosen.url)


@allow(Permit.TAKE)
@require_POST
def convert(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Change kind, topic and priority."""
    chosen = _matter(request, matter_id)
    form = ConvertForm(request.POST)
    if form.is_valid():
        acts.convert(chosen, **form.cleaned_data, by=request.user)
    return HttpResponseRedirect(chosen.url)


@allow(Permit.REPLY)
@require_POST
def close(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Close what was answered or resolved."""
    return HttpResponseRedirect(acts.close(_matter(request, matter_id), by=request.user).url)


@allow(Permit.REPLY)
@require_POST
def reopen(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Open a closed matter again."""
    chosen = _matter(request, matter_id)
    why = request.POST.get("reason", "")[:200] or _("Reopened by an officer")
    return HttpResponseRedirect(acts.reopen(chosen, why=why, by=request.user).url)


@allow(Permit.REPLY)
@require_POST
def typing(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Let the resident see that somebody is writing."""
    chosen = _matter(request, matter_id)
    if chosen.conversation_id:
        whisper(Typing(conversation_id=str(chosen.conversation_id), who="officer"))
    return HttpResponse(status=204)


@allow(Permit.READ)
@require_GET
def search(request: OfficerRequest) -> HttpResponseBase:
    """Find matters by number, by what was said, or by who said it."""
    return inbox(request, queue="mine")
