"""The resident's page: first contact, what is said, pictures that arrive in pieces, my matters."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design import panels
from county.design.forms import complete
from county.design.http import address_of, fragment, go, html, show
from county.dimensions.helpdesk.actions import leads, talk
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.forms import (
    CodeForm,
    LeadForm,
    PhoneForm,
    PhoneMessageForm,
    RatingForm,
    RightForm,
    TownForm,
)
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.models.matters import LEAD_TOPICS
from county.dimensions.helpdesk.queries import matters as asked
from county.dimensions.helpdesk.views import parts, words
from county.foundation.channels.ports import Incoming
from county.foundation.events.actions import whisper
from county.foundation.files import actions as files
from county.foundation.files import queries as kept
from county.foundation.files.refusals import WrongOffset
from county.foundation.files.views import answer
from county.foundation.live import tickets
from county.foundation.staff.policy import public
from county.kernel.errors import Incomplete, Refused
from county.records.conversations import actions as conversations
from county.records.conversations import queries as said
from county.records.conversations.events import Typing
from county.records.conversations.models import Conversation
from county.records.residents import codes, phones
from county.records.residents.models import Resident
from county.records.residents.queries import looks_of_file
from county.records.rights import actions as rights

HEARD = [
    "conversations.reply_written", "conversations.message_received", "conversations.typing",
    "helpdesk.matter_opened", "helpdesk.matter_taken", "helpdesk.matter_moved",
    "helpdesk.matter_resolved", "helpdesk.matter_closed", "helpdesk.matter_reopened",
]  # fmt: skip
PAGE = "helpdesk/phone.html"
BACK = ("/helpdesk/phone/", "/helpdesk/phone/matters/")


def conversation_of(request: HttpRequest) -> Conversation | None:
    """The conversation this phone speaks in; None for a stranger or a forged cookie."""
    address = phones.conversation_address(request)
    return said.at_address("web", address) if address else None


def begun(request: HttpRequest) -> Conversation:
    """The phone's conversation, or a refusal that says how to begin again."""
    conversation = conversation_of(request)
    if conversation is None or conversation.resident is None:
        raise phones.NotBegun
    return conversation


@public("residents write here; the notice comes first")
@require_GET
def page(request: HttpRequest) -> HttpResponseBase:
    """The conversation; for a stranger, who keeps what and why."""
    conversation = conversation_of(request)
    if (
        conversation is None
        or conversation.resident is None
        or not conversation.resident.notice_seen_at
    ):
        return show(request, "helpdesk/phone_notice.html", {"form": TownForm()})
    return show(request, PAGE, _page_context(conversation))


def _page_context(conversation: Conversation) -> dict[str, Any]:
    lines = said.thread_of_resident(conversation.pk)
    return {
        "conversation": conversation,
        "resident": conversation.resident,
        "lines": lines,
        "lengths": parts.recordings(lines),
        "open": asked.open_in(conversation.pk),
        "unrated": asked.unrated(conversation.pk),
        "labels": words.labels(),
        "live": tickets.issue({f"thread:{conversation.pk}"}, kinds=HEARD),
    }


@public("a stranger begins")
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Note that the notice was read; open a conversation that belongs to this phone."""
    form = complete(TownForm(request.POST))
    address = uuid4().hex
    talk.greet(address, town_code=form.cleaned_data["town"], alias=form.cleaned_data["alias"])
    return phones.remember(go(request, "/helpdesk/phone/"), address)


@public("a resident's own conversation")
@require_GET
def thread(request: HttpRequest) -> HttpResponseBase:
    """The messages alone, for the open page."""
    conversation = begun(request)
    conversations.read_by_resident(conversation.pk)
    return fragment(request, PAGE, _page_context(conversation), part="thread")


@public("a resident writes")
@require_POST
def message(request: HttpRequest) -> HttpResponseBase:
    """Keep a message once, whatever it is; the phone's own key tells a second try."""
    conversation = begun(request)
    form = complete(PhoneMessageForm(request.POST))
    talk.limit(conversation)
    data = form.cleaned_data
    if data["file"] and not kept.is_kept_by(data["file"], f"web:{conversation.address}"):
        raise Incomplete(_("The picture has not arrived yet. Send it again."))
    message_id, _place, new = conversations.receive(
        Incoming(
            channel="web",
            # Its phone's own name: what another phone calls the same is another message.
            external_id=f"{conversation.pk.hex}:{data['key'].hex}",
            sender=conversation.address,
            text=data["text"],
            kind=data["kind"],
            file=data["file"],
            latitude=data["latitude"],
            longitude=data["longitude"],
        )
    )
    return JsonResponse({"id": str(message_id), "new": new}, status=201 if new else 200)


@public("a resident's picture arrives in pieces")
@require_POST
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
    """Keep the next piece; comes back with how much has arrived."""
    conversation = begun(request)
    offset = request.GET.get("offset", "0")
    if not offset.isdecimal() or len(offset) > 9:
        raise Incomplete(_("The picture could not be sent. Choose it again."))
    try:
        length = files.append(
            upload_id, offset=int(offset), chunk=request.body, owner=f"web:{conversation.address}"
        )
    except WrongOffset as error:
        return JsonResponse({"length": error.right}, status=409)
    return JsonResponse({"length": length})


@public("a resident's picture has arrived")
@require_POST
def uploaded(request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
    """Check, clean and keep what arrived."""
    conversation = begun(request)
    owner = f"web:{conversation.address}"
    by = talk.owner(conversation)
    name = request.POST.get("name", "")[:80]
    file = files.finish(upload_id, name=name, by=by, owner=owner, purpose="conversation")
    return JsonResponse({"file": str(file.pk)}, status=201)


@public("a resident's own pictures")
@require_GET
def picture(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """A picture of this conversation."""
    found = get_object_or_404(said.file_in(begun(request).pk, file_id))
    return answer(request, kept.file(found.file), thumbnail=bool(request.GET.get("small")))


@public("a resident is writing")
@require_POST
def typing(request: HttpRequest) -> HttpResponseBase:
    """Let the desk see that the resident is writing."""
    whisper(Typing(conversation_id=str(begun(request).pk), who="resident"))
    return HttpResponse(status=204)


@public("a resident's own matters")
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """My matters and how far they are."""
    resident = phones.resident_on(request)
    context = {
        "matters": list(asked.of_resident(resident.pk).select_related("assignee")[:50]),
        "labels": words.labels(),
        "rating": RatingForm(),
    }
    return show(request, "helpdesk/phone_matters.html", context)


def _own(request: HttpRequest, matter_id: UUID) -> Matter:
    return get_object_or_404(asked.of_resident(phones.resident_on(request).pk), pk=matter_id)


@public("a resident rates the service")
@require_POST
def rate(request: HttpRequest, matter_id: UUID) -> HttpResponseBase:
    """Keep one of the five ratings."""
    matter = _own(request, matter_id)
    form = complete(RatingForm(request.POST))
    acts.rate(matter, **form.cleaned_data, by=phones.resident_on(request))
    back = request.POST.get("back", "")
    return go(request, back if back in BACK else "/helpdesk/phone/matters/")


@public("a resident's own page")
@require_GET
def about_me(request: HttpRequest) -> HttpResponseBase:
    """What is kept of me, who looked at it, and where I confirm my phone."""
    context = _me_context(request, phones.resident_on(request), PhoneForm())
    return show(request, "helpdesk/phone_me.html", context)


def _me_context(request: HttpRequest, resident: Resident, phone: PhoneForm) -> dict[str, Any]:
    lent = panels.panels_for("my_data", lambda _permit: False)
    return {
        "resident": resident,
        "looks": list(looks_of_file(resident)[:50]),
        "phone": phone,
        "right": RightForm(),
        "asked": bool(request.GET.get("asked")),
        "panels": [html(request, one.template, one.fill(request, resident.pk)) for one in lent],
    }


@public("a resident uses the rights the notice names")
@require_POST
def ask_right(request: HttpRequest) -> HttpResponseBase:
    """Ask to see, correct or delete what is kept; a copy is there at once."""
    resident = phones.resident_on(request)
    form = complete(RightForm(request.POST))
    rights.ask(resident, **form.cleaned_data)
    return go(request, "/helpdesk/phone/me/?asked=1#copy")


@public("a resident asks for a code")
@require_POST
def ask_code(request: HttpRequest) -> HttpResponseBase:
    """Send a one-time code to a phone."""
    resident = phones.resident_on(request)
    form = PhoneForm(request.POST)
    if not form.is_valid():
        context = _me_context(request, resident, form)
        return show(request, "helpdesk/phone_me.html", context, status=422)
    shown = codes.send(form.cleaned_data["phone"], address=address_of(request))
    context = {"phone": form.cleaned_data["phone"], "shown": shown, "form": CodeForm()}
    return show(request, "helpdesk/phone_code.html", context)


@public("a resident confirms a phone")
def confirm_code(request: HttpRequest) -> HttpResponseBase:
    """Tie the conversation to the phone whose code was given; a page come back to begins anew."""
    if request.method != "POST":
        return go(request, "/helpdesk/phone/me/")
    conversation = begun(request)
    form = CodeForm(request.POST)
    phone = request.POST.get("phone", "")[:11]
    wrong = codes.check(phone, form.cleaned_data["code"]) if form.is_valid() else form.sentence()
    if wrong:
        form.add_error(None, wrong)
        context = {"phone": phone, "shown": "", "form": form}
        return show(request, "helpdesk/phone_code.html", context, status=422)
    talk.identify(conversation, phone=phone)
    return go(request, "/helpdesk/phone/me/")


@public("a lead may be given by anyone")
@require_GET
def lead(request: HttpRequest) -> HttpResponseBase:
    """Ask what was seen, where, and how the source wishes to be known."""
    return show(
        request, "helpdesk/phone_lead.html", {"form": LeadForm(topics=LEAD_TOPICS), "receipt": ""}
    )


@public("a lead may be given by anyone")
@require_POST
def give_lead(request: HttpRequest) -> HttpResponseBase:
    """Seal the lead and give its receipt number."""
    form = LeadForm(request.POST, topics=LEAD_TOPICS)
    if not form.is_valid():
        return show(request, "helpdesk/phone_lead.html", {"form": form, "receipt": ""}, status=422)
    conversation = conversation_of(request)
    resident = conversation.resident if conversation else None
    secrecy = form.cleaned_data["secrecy"]
    if resident is None and secrecy != "anonymous":
        raise Refused(_("To be reached later, begin a conversation first; or stay anonymous."))
    by = resident if resident is not None and secrecy != "anonymous" else leads.SOURCE
    matter = leads.take_in(**form.cleaned_data, by=by, resident=resident)
    return show(request, "helpdesk/phone_lead.html", {"form": form, "receipt": matter.number})


@public("a resident leaves this phone")
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Take the key off this phone; the conversation itself stays with the desk."""
    if conversation_of(request) is None:
        raise Http404
    return phones.forget(go(request, "/helpdesk/phone/"))
