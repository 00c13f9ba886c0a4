"""Suggestions as the procuratorate sees them: the list, one, its registration, its letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from county.design.forms import complete
from county.design.http import address_of, fragment, go, show
from county.design.jinja import moment
from county.design.tables import Column, export, table
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import drafting, registering
from county.dimensions.procuracy.flow import Stage
from county.dimensions.procuracy.forms import suggestions as forms
from county.dimensions.procuracy.models import Suggestion
from county.dimensions.procuracy.queries import papers
from county.dimensions.procuracy.queries import suggestions as asked
from county.dimensions.procuracy.views import acts, tones
from county.foundation.events.queries import timeline
from county.foundation.staff.policy import OfficerRequest, allow, demand_export, signed_in
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed
from county.records.organisations.queries import exactly

LIST = "procuracy/suggestions.html"
EDITOR = "procuracy/letter.html"
COLUMNS = [
    Column(gettext_lazy("number"), str, "draft_no"),
    Column(gettext_lazy("addressee"), lambda one: one.addressee, "addressee"),
    Column(gettext_lazy("ground of the suggestion"), lambda one: one.ground, "ground"),
    Column(gettext_lazy("stage"), lambda one: one.get_state_display(), "state"),
    Column(gettext_lazy("handling prosecutor"), lambda one: str(one.handler), "handler"),
    Column(gettext_lazy("issued at"), lambda one: moment(one.issued_at), "issued_at"),
    Column(gettext_lazy("reply due"), lambda one: one.reply_due, "reply_due"),
    Column(gettext_lazy("registered at"), lambda one: moment(one.registered_at), "registered_at"),
]
PERMITS = (Permit.HANDLE, Permit.REVIEW, Permit.APPROVE, Permit.MANAGE, Permit.LIAISE)


def seen(request: OfficerRequest, suggestion_id: UUID) -> Suggestion:
    """The suggestion, if this officer may see it; else it does not exist for them."""
    return get_object_or_404(asked.suggestions_for(request.user), pk=suggestion_id)


def demand_any(request: OfficerRequest) -> None:
    """Refuse whoever has no part in suggestions."""
    if not any(request.user.has(permit) for permit in PERMITS):
        raise NotAllowed(_("Your post does not include this. Ask your department's administrator."))


@signed_in
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The suggestions one may see, those that wait for one's own hand first."""
    demand_any(request)
    whose, state = request.GET.get("whose", "waiting"), request.GET.get("state", "")
    rows = asked.suggestions_for(request.user)
    if whose == "waiting" and not state:
        rows = asked.waiting_for(request.user)
    elif whose == "open":
        rows = rows.exclude(state__in=asked.ENDED)
    if state in Stage.values:
        rows = rows.filter(state=state)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    if words:
        rows = asked.named_like(rows, words)
    if (form := request.GET.get("format", "")) in ("csv", "xlsx"):
        demand_export(request.user)
        return export("suggestions", COLUMNS, rows.order_by("-registered_at")[:5000], form=form)
    context = {
        "table": table(request, rows, COLUMNS, default="-registered_at"),
        "states": Stage.choices, "state": state, "whose": whose, "q": words,
        "tone": tones.of_stage, "today": clock.today(),
    }  # fmt: skip
    return show(request, LIST, context)


@signed_in
@require_GET
def one(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """One suggestion: where it stands, its clocks with their basis, what may be done, its file."""
    suggestion = seen(request, suggestion_id)
    letters = asked.letters_of(suggestion)
    letter = letters[-1] if letters else None
    amendment = asked.amendment_of(suggestion) if suggestion.state == Stage.OBJECTION else None
    items = asked.items_of(letter) if letter else []
    context: dict[str, Any] = {
        "record": suggestion.subject,
        "suggestion": suggestion,
        "clocks": asked.clocks_of(suggestion),
        "file": asked.file_of(suggestion),
        "letter": letter,
        "papers": papers.issued_of(suggestion),
        "letters": letters,
        "amendment": amendment,
        "amended_items": asked.items_of(amendment) if amendment else [],
        "items": items,
        "today": clock.today(),
        "tone": tones.of_stage,
        "acts": acts.open_to(suggestion, request.user, items),
        "timeline": [
            {"at": at, "text": text, "note": who, "tone": "", "badge": "", "href": ""}
            for at, text, who in acts.history(timeline(suggestion.subject))
        ],
        "urged": len(asked.urgings_of(suggestion)),
        "is_own": suggestion.handler_id == request.user.pk,
    }
    return show(request, "procuracy/suggestion.html", context)


@allow(Permit.HANDLE)
@require_http_methods(["GET", "POST"])
def register(request: OfficerRequest) -> HttpResponseBase:
    """Register a lead."""
    if request.method == "GET":
        return show(request, "procuracy/register.html", {"form": forms.RegisterForm()})
    said = dict(complete(forms.RegisterForm(request.POST)).cleaned_data)
    words = said.pop("firm")
    organisation = exactly(words) if words else None
    if words and organisation is None:
        raise Incomplete(
            _("No enterprise of the register has this name or credit code: write either in full.")
        )
    made = registering.register(organisation=organisation, by=request.user, **said)
    return go(request, made.url)


@allow(Permit.HANDLE)
@require_GET
def letter(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """The editor of the letter, with what is still missing beside it."""
    suggestion = seen(request, suggestion_id)
    return show(request, EDITOR, _editor(suggestion))


def _editor(suggestion: Suggestion, *, extra: int = 0) -> dict[str, Any]:
    open_now = asked.being_written(suggestion)
    current = open_now or asked.letter_of(suggestion)
    names = ("origin", "facts", "faults", "objection_days", "reply_days", "other", "attachments",
             "contact", "contact_phone", "secrets", "revision")  # fmt: skip
    items = asked.items_of(current)
    rows = [{name: getattr(one, name) for name in forms.COLUMNS} for one in items]
    rows += [{}] * max(extra, 0 if rows else 1)
    wrong = drafting.faults_of(current)
    return {
        "suggestion": suggestion,
        "letter": current,
        "form": forms.LetterForm(initial={name: getattr(current, name) for name in names}),
        "rows": rows,
        "extra": extra,
        "faults": [(drafting.part_name(one.part), one.words) for one in wrong],
        "is_open": open_now is not None,
    }


@allow(Permit.HANDLE)
@require_POST
def save_letter(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Keep the letter while it is written; `more` adds an item, `drop` takes one away."""
    suggestion = seen(request, suggestion_id)
    form = complete(forms.LetterForm(request.POST))
    said, items = form.cleaned_data, forms.items_in(request.POST)
    gone = request.POST.get("drop", "")
    if gone in map(str, range(len(items))):
        del items[int(gone)]
    drafting.save_letter(
        suggestion, parts=form.parts(), items=items, contact=said["contact"],
        contact_phone=said["contact_phone"], objection_days=said["objection_days"],
        reply_days=said["reply_days"], revision=said["revision"], by=request.user,
    )  # fmt: skip
    if "HX-Request" not in request.headers or "leave" in request.POST:
        return go(request, suggestion.url)
    more = "more" in request.POST
    part = "items" if more or gone else "saved"
    context = {**_editor(suggestion, extra=int(more)), "swapped": True}
    return fragment(request, EDITOR, context, part=part)


@allow(Permit.HANDLE)
@require_POST
def source(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """The source case's number in clear, for the handling prosecutor; the look is kept."""
    suggestion = seen(request, suggestion_id)
    case_no = registering.uncover_source(suggestion, address=address_of(request), by=request.user)
    context = {"case_no": case_no, "suggestion": suggestion}
    return fragment(request, "procuracy/source.html", context, part="source")
