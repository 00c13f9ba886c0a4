"""The page beside a chat in WeCom: who is there, what is open, what to say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design import panels
from county.design.forms import complete
from county.design.http import framed_by, go, html, show, wants_part
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import beside as acts
from county.dimensions.helpdesk.actions import matters, talk
from county.dimensions.helpdesk.flow import FLOWS
from county.dimensions.helpdesk.forms import BesideForm, NoteForm, ReasonForm
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import beside, desk
from county.dimensions.helpdesk.queries.beside import Beside
from county.dimensions.helpdesk.views import parts, words
from county.foundation.channels.wecom import standing
from county.foundation.channels.wecom.client import is_set_up
from county.foundation.live import tickets
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel import clock
from county.records.conversations.margins import notes_on
from county.records.conversations.queries import Line, room, thread

PAGE_OF = "helpdesk/sidebar.html"
OWN = "helpdesk/of_resident.html"
LOOKED_THROUGH, SHOWN, CARDS = 60, 3, 2
"""Messages whose margin is asked for, messages shown, and opinions shown."""


@allow(Permit.READ)
@require_GET
def page(request: OfficerRequest) -> HttpResponseBase:
    """The person of `?person=`, or of the matter of `?matter=`; without either, whom to choose."""
    chosen = _chosen(request)
    person = request.GET.get("person", "")
    strange = bool(person) and not beside.is_person(person)
    part = "lent" if request.GET.get("part") == "lent" else "now"
    context = {"strange": strange, "again": _again(request), "beside": chosen}
    if not wants_part(request) or part == "now":
        context |= _now(request, chosen)
    if not wants_part(request) or part == "lent":
        context |= _lent(request, chosen)
    if not wants_part(request):
        context |= {**_ways_to_answer(request, context), **_frame(request, chosen)}
    response = show(request, PAGE_OF, context, part=part, status=404 if strange else 200)
    return framed_by(response, standing.origin())


def _again(request: OfficerRequest) -> str:
    """The page's own address, without what asks for a part of it."""
    asked = request.GET.copy()
    asked.pop("part", None)
    return f"{request.path}?{asked.urlencode()}"


def _chosen(request: OfficerRequest) -> Beside:
    if (number := request.GET.get("matter", "")) and not request.GET.get("person"):
        return beside.beside_matter(request.user, parts.matter_of(request, _uuid(number)))
    return beside.beside(request.user, request.GET.get("person", ""))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _now(request: OfficerRequest, chosen: Beside) -> dict[str, Any]:
    """What changes while the page is open: the person, the matters, what was recognised."""
    matter = chosen.matter
    place = _place(matter)
    lines = thread(place, limit=LOOKED_THROUGH) if place else []
    notes = notes_on(request, [line.id for line in lines]) if lines else {}
    told = [(line, notes[line.id]) for line in lines if line.id in notes]
    return {
        "resident": chosen.resident,
        "matter": matter,
        "verbs": FLOWS[matter.kind].open_to(matter.state) if matter else [],
        "clocks": list(matter.clocks.filter(met_at=None).order_by("due_at")[:2]) if matter else [],
        "lines": [line for line in lines if line.author != "system"][-SHOWN:],
        "opinions": told[-CARDS:][::-1],
        "room": room(matter.conversation) if place and matter and matter.conversation else None,
        "latest": {} if chosen.person or matter else beside.latest(request.user),
        "labels": words.labels(),
        "last_word": _last_word(lines),
    }


def _place(matter: Matter | None) -> UUID | None:
    """Where the matter is talked about; a lead is sealed, and says nothing here."""
    return matter.conversation_id if matter is not None and matter.kind != "lead" else None


def _lent(request: OfficerRequest, chosen: Beside) -> dict[str, Any]:
    """What others lend to the page; the resident's matters, our own panel, are folded away."""
    resident = chosen.resident
    wanted = [("conversation", _place(chosen.matter)), ("resident", resident and resident.pk)]
    shown: list[str] = []
    past = ""
    for spot, key in wanted:
        for one in panels.panels_for(spot, request.user.has) if key else []:
            text = html(request, one.template, one.fill(request, key))
            if one.template == OWN:
                past = text
            elif text.strip():
                shown.append(text)
    return {"matter": chosen.matter, "panels": shown, "past": past}


def _last_word(lines: list[Line]) -> str:
    said = [line for line in lines if line.author == "resident"]
    return (said[-1].text or said[-1].read_text or "") if said else ""


def _ways_to_answer(request: OfficerRequest, now: dict[str, Any]) -> dict[str, Any]:
    """Sentences to send, and the forms."""
    matter = now["matter"]
    topic, last = (matter.topic, now["last_word"]) if matter else ("", "")
    return {
        "suggested": desk.answers_like(last, clock.today(), topic=topic) if matter else [],
        "quick": desk.quick_replies(request.user, topic) if matter else [],
        "new": BesideForm(auto_id="new_%s"),
        "why": ReasonForm(auto_id="why_%s"),
    }


def _frame(request: OfficerRequest, chosen: Beside) -> dict[str, Any]:
    """What the page's script has to know."""
    matter = chosen.matter
    topics = {"app:helpdesk", request.user.actor}
    if matter is not None:
        topics |= {matter.subject, f"thread:{matter.conversation_id}"}
    return {
        "live": tickets.issue(topics),
        "bridge": standing.origin(),
        "wecom": is_set_up(),
        "account": beside.account_of(matter.conversation if matter else None),
        "words": sayings(),
    }


def sayings() -> dict[str, str]:
    """What the page's script says, each under its name there."""
    return {
        "connecting": _("Connecting with WeCom…"),
        "beside": _("Beside the chat: what you send goes into it."),
        "apart": _("Not beside this person's chat. Open the chat to send into it."),
        "entry": _(
            "This page was not opened beside a chat with a resident. Open it from the chat's"
            " toolbar, or choose somebody below."
        ),
        "permission": _(
            "WeCom does not let this page into the chat: you need the permission for customer"
            " contact, and the application must be visible to you. Ask your administrator."
        ),
        "signature": _(
            "WeCom did not accept the page's signature. The administrator has to enter this"
            " address as a trusted domain of the application."
        ),
        "old": _("Your WeCom is too old for this. Update it."),
        "silent": _("WeCom does not answer. Open the page anew."),
        "cancelled": _("Not sent: you cancelled it."),
        "failed": _("WeCom refused."),
        "signed_out": _("You are signed out. Open the page anew to sign in."),
        "unsigned": _("The page's signature could not be fetched."),
        "sent": _("Sent. It stands in the thread as soon as WeCom reports it."),
        "sent_apart": _(
            "Sent. WeCom does not tell us what is said in your own chats: keep it in the matter?"
        ),
        "kept": _("Kept in the matter."),
        "not_kept": _("It could not be kept. Try again."),
        "empty": _("Write something before you send."),
        "too_long": _("The text is too long for WeCom. Send it in parts."),
    }


@allow(Permit.TAKE)
@require_POST
def open_matter(request: OfficerRequest) -> HttpResponseBase:
    """Open a matter for the person in the chat."""
    form = complete(BesideForm(request.POST))
    acts.open_beside(**form.cleaned_data, by=request.user)
    return go(request, _back(request))


@allow(Permit.TAKE)
@require_POST
def take(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Take the matter, and stay beside the chat."""
    matters.take(parts.matter_of(request, matter_id), by=request.user)
    return go(request, _back(request))


def _back(request: OfficerRequest) -> str:
    """The page beside the chat that the form was on."""
    wanted = request.POST.get("back", "")
    return wanted if wanted.startswith(f"{standing.SIDEBAR}?") else standing.SIDEBAR


@allow(Permit.REPLY)
@require_POST
def said_in_chat(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Keep what was sent in WeCom's own chat."""
    form = complete(NoteForm(request.POST))
    talk.said_in_chat(parts.matter_of(request, matter_id), **form.cleaned_data, by=request.user)
    return HttpResponse(status=204)
