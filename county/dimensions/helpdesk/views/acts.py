"""What officers do in a matter: reply, note, take, hand on, join, convert, close, reopen."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from county.design.forms import complete
from county.design.http import fragment, go, wants_part
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import desk as library
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import talk
from county.dimensions.helpdesk.forms import (
    ConvertForm,
    FileForm,
    NoteForm,
    OfficerForm,
    ReplyForm,
    corrected,
)
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.views import parts
from county.dimensions.helpdesk.views.desk import PAGE_OF
from county.foundation.events.actions import whisper
from county.foundation.files import actions as files
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel.text import clean
from county.records.conversations import actions as conversations
from county.records.conversations.events import Typing
from county.records.conversations.queries import in_conversation


def thread_again(request: OfficerRequest, chosen: Matter) -> HttpResponseBase:
    """The thread for a page that asked for a part; the whole page for one that did not."""
    if not wants_part(request):
        return go(request, chosen.url)
    return fragment(request, PAGE_OF, parts.thread_context(request, chosen), part="thread")


@allow(Permit.REPLY)
@require_POST
def reply(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Send the resident a reply; the page gets its thread again."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(ReplyForm(request.POST))
    text, key = form.cleaned_data["text"], form.cleaned_data["key"]
    talk.reply(chosen, text=text, by=request.user, key=key)
    if form.cleaned_data["answer"]:
        library.count_use(form.cleaned_data["answer"])
    return thread_again(request, parts.matter_of(request, matter_id))


@allow(Permit.REPLY)
@transaction.non_atomic_requests
@require_POST
def show_file(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Send the resident a picture or a document; what is no such thing is refused in words.

    The file is cleaned before any transaction begins: that takes a process of its own a while.
    """
    with transaction.atomic():
        chosen = parts.matter_of(request, matter_id)
    form = complete(FileForm(request.POST, request.FILES))
    sent = form.cleaned_data["file"]
    kept = files.keep(sent.read(), name=sent.name, by=request.user, purpose="conversation")
    talk.show(chosen, file=kept, by=request.user, key=form.cleaned_data["key"])
    with transaction.atomic():
        return thread_again(request, parts.matter_of(request, matter_id))


@allow(Permit.REPLY)
@require_POST
def in_wecom(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Take the chat in WeCom itself, or end it there."""
    chosen = parts.matter_of(request, matter_id)
    talk.go_on_in_wecom(chosen, by=request.user, end=bool(request.POST.get("end")))
    return go(request, chosen.url)


@allow(Permit.TAKE)
@require_POST
def note(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Keep an internal note."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(NoteForm(request.POST))
    talk.note(chosen, **form.cleaned_data, by=request.user)
    return thread_again(request, chosen)


@allow(Permit.REPLY)
@require_POST
def correct_reading(request: OfficerRequest, matter_id: UUID, message_id: UUID) -> HttpResponseBase:
    """Replace what was misread in a picture, line by line: what is said, and who says it; it is
    read for signs of fraud again."""
    chosen = parts.matter_of(request, matter_id)
    message = get_object_or_404(in_conversation(chosen.conversation_id), pk=message_id)
    text, turns = corrected(request.POST)
    conversations.keep_reading(message, text=text, turns=turns, by=request.user)
    return go(request, chosen.url)


@allow(Permit.TAKE)
@require_POST
def take(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Take a matter that nobody holds."""
    return go(request, acts.take(parts.matter_of(request, matter_id), by=request.user).url)


@allow(Permit.TAKE)
@require_POST
def hand_on(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Give the matter to another officer."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(OfficerForm(request.POST, by=request.user, whole_county=True))
    to, reason = form.cleaned_data["officer"], form.cleaned_data["reason"]
    acts.hand_on(chosen, to=to, by=request.user, reason=reason)
    return go(request, "/helpdesk/queues/mine/")


@allow(Permit.TAKE)
@require_POST
def join(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Ask another officer to help."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(OfficerForm(request.POST, by=request.user, whole_county=True))
    acts.join(chosen, officer=form.cleaned_data["officer"], by=request.user)
    return go(request, chosen.url)


@allow(Permit.TAKE)
@require_POST
def convert(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Change kind, topic and priority."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(ConvertForm(request.POST))
    acts.convert(chosen, **form.cleaned_data, by=request.user)
    return go(request, chosen.url)


@allow(Permit.REPLY)
@require_POST
def close(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Close what was answered or resolved."""
    chosen = parts.matter_of(request, matter_id)
    return go(request, acts.close(chosen, by=request.user).url)


@allow(Permit.REPLY)
@require_POST
def reopen(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Open a closed matter again."""
    chosen = parts.matter_of(request, matter_id)
    why = clean(request.POST.get("reason", ""), 200) or _("Reopened by an officer")
    return go(request, acts.reopen(chosen, why=why, by=request.user).url)


@allow(Permit.REPLY)
@require_POST
def typing(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Let the resident see that somebody is writing."""
    chosen = parts.matter_of(request, matter_id)
    if chosen.conversation_id:
        whisper(Typing(conversation_id=str(chosen.conversation_id), who="officer"))
    return HttpResponse(status=204)
