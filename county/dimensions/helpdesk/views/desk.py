"""The workbench: the queues, one matter, and the parts its open page asks for again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from markupsafe import Markup

from county.design.http import fields, fragment, go, show
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import talk
from county.dimensions.helpdesk.forms import QueueFilters
from county.dimensions.helpdesk.queries import matters as asked
from county.dimensions.helpdesk.views import parts, words
from county.foundation.files import queries as kept
from county.foundation.files.views import answer
from county.foundation.staff.policy import OfficerRequest, allow
from county.records.conversations.queries import file_in

PAGE = 50
PAGE_OF = "helpdesk/desk.html"


@lru_cache(maxsize=4)
def unfiltered(language: str | None) -> Markup:
    """The filter's fields when nothing is filtered, once for each language."""
    return fields(QueueFilters())


def filters_of(request: OfficerRequest) -> tuple[dict[str, Any], Markup]:
    """What the address asks to see only, and the fields that say so."""
    if QueueFilters.base_fields.keys().isdisjoint(request.GET):
        return {}, unfiltered(get_language())
    form = QueueFilters(request.GET)
    return form.wanted(), fields(form)


def queue_context(request: OfficerRequest, name: str) -> dict[str, Any]:
    """What the list on the left shows: the chosen queue, filtered, and the size of each."""
    name = name if name in asked.QUEUES else "unassigned"
    wanted, filters = filters_of(request)
    sought = request.GET.get("q", "").strip()[:100]
    number = request.GET.get("page", "0")[:6]
    offset = int(number) * PAGE if number.isdecimal() else 0
    if sought:
        rows = asked.search(request.user, sought, limit=PAGE)
    elif wanted:
        queue = asked.narrowed(asked.QUEUES[name](request.user), wanted)
        rows = asked.rows(queue, limit=PAGE + 1, offset=offset)
    else:
        rows = asked.queue(request.user, name, limit=PAGE + 1, offset=offset)
    return {
        "queue": name,
        "rows": rows[:PAGE],
        "next_page": offset // PAGE + 1 if len(rows) > PAGE else None,
        "page_number": offset // PAGE,
        "counts": asked.sizes(request.user),
        "filters": filters,
        "words_sought": sought,
        "labels": words.labels(),
        "query": request.GET.urlencode(),
    }


@allow(Permit.READ)
@require_GET
def inbox(request: OfficerRequest, queue: str = "unassigned") -> HttpResponseBase:
    """The desk with a queue open and no matter chosen."""
    context = {**queue_context(request, queue), "matter": None, "live": parts.live(request, None)}
    return show(request, PAGE_OF, context, part="queue")


@allow(Permit.READ)
@require_GET
def search(request: OfficerRequest) -> HttpResponseBase:
    """Find matters by number, by what was said, or by who said it."""
    return inbox(request, queue="mine")


@allow(Permit.READ)
@require_GET
def matter(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """One matter, its thread and its resident's file, beside the queue it came from."""
    chosen = parts.matter_of(request, matter_id)
    talk.seen(chosen, by=request.user)
    queue = request.GET.get("queue") or ("mine" if chosen.assignee_id else "unassigned")
    context = {**queue_context(request, queue), **parts.whole(request, chosen)}
    return show(request, PAGE_OF, context)


@allow(Permit.READ)
@require_GET
def matter_thread(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """The messages alone, for the open page."""
    chosen = parts.matter_of(request, matter_id)
    talk.seen(chosen, by=request.user)
    return fragment(request, PAGE_OF, parts.thread_context(request, chosen), part="thread")


@allow(Permit.READ)
@require_GET
def matter_head(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """The matter's head with its buttons alone, for the open page."""
    chosen = parts.matter_of(request, matter_id)
    return fragment(request, PAGE_OF, parts.head_context(request, chosen), part="head")


@allow(Permit.READ)
@require_GET
def matter_file(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """The resident's side alone, for the open page."""
    chosen = parts.matter_of(request, matter_id)
    return fragment(request, PAGE_OF, parts.file_context(request, chosen), part="file")


@allow(Permit.READ)
@require_GET
def picture(request: OfficerRequest, matter_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file that was sent in this matter's conversation."""
    chosen = parts.matter_of(request, matter_id)
    message = get_object_or_404(file_in(chosen.conversation_id, file_id))
    return answer(request, kept.file(message.file), thumbnail=bool(request.GET.get("small")))


@allow(Permit.READ)
@require_GET
def conversation(request: OfficerRequest, conversation_id: UUID) -> HttpResponseBase:
    """The latest matter of a conversation, for pages that know only the conversation."""
    matters = asked.matters_for(request.user).filter(conversation_id=conversation_id)
    latest = matters.order_by("-opened_at").first()
    if latest is None:
        raise Http404
    return go(request, latest.url)
