"""Sign in for an enterprise, accept an invitation, choose between enterprises, leave."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from county.design.http import address_of, go, show
from county.foundation.staff.policy import public
from county.records.enterprises import actions, queries
from county.records.enterprises.forms import CodeForm, PhoneForm
from county.records.enterprises.models import Invitation
from county.records.enterprises.pages import show_firm
from county.records.enterprises.seats import (
    LEFT,
    RepresentativeRequest,
    rise,
    seat_on,
    sit,
    speaks,
)
from county.records.enterprises.views import wecom
from county.records.enterprises.views.wecom import inside
from county.records.residents import codes

HOME = "/firm/"


@public("representatives of enterprises sign in here")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for the phone; send it a code, if somebody speaks for an enterprise with it."""
    wanted = inside(request, request.POST.get("next", request.GET.get("next", "")))
    if request.method == "GET":
        if seat_on(request) is not None:
            return go(request, wanted)
        if wecom.goes_at_once(request):
            return go(request, wecom.address(wanted))
        return wecom.door(request, wanted)
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return wecom.door(request, wanted, form=form, status=422)
    phone = form.cleaned_data["phone"]
    known = queries.with_phone(phone).exists()
    shown = codes.send(phone, address=address_of(request), expected=known)
    return _ask_code(request, CodeForm(initial={"phone": phone}), wanted, shown=shown)


def _ask_code(
    request: HttpRequest, form: CodeForm, wanted: str, *, shown: str = "", status: int = 200
) -> HttpResponseBase:
    context = {"form": form, "next": wanted, "shown": shown}
    return show(request, "enterprises/code.html", context, status=status)


@public("representatives of enterprises confirm the code here")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponseBase:
    """Take the code and sign the device in; who speaks for several enterprises chooses one."""
    if request.method == "GET":
        return go(request, "/firm/sign-in/")
    wanted = inside(request, request.POST.get("next", ""))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form, wanted, status=422)
    wrong = codes.check(**form.cleaned_data)
    people = list(queries.with_phone(form.cleaned_data["phone"])[:2]) if not wrong else []
    if not people:
        # The same words as for a wrong code: nobody learns which phones are known here.
        form.add_error(
            None, wrong or _("The code does not match. Look at the latest message and try again.")
        )
        return _ask_code(request, form, wanted, status=422)
    account = wecom.waiting_account(request)
    if account:
        actions.tie(people[0], account)
    where = "/firm/choose/" if len(people) > 1 else wanted
    response = sit(request, go(request, where), people[0])
    response.delete_cookie(wecom.WAITING, samesite="Lax")
    return response


@speaks
@require_GET
def choose(request: RepresentativeRequest) -> HttpResponseBase:
    """The enterprises for which the holder of this phone speaks."""
    rows = queries.with_index(bytes(request.representative.phone_index))
    return show_firm(request, "enterprises/choose.html", {"choices": list(rows)})


@speaks
@require_POST
def chosen(request: RepresentativeRequest, representative_id: UUID) -> HttpResponseBase:
    """Speak for another of the own enterprises from now on."""
    rows = queries.with_index(bytes(request.representative.phone_index))
    return sit(request, go(request, HOME), get_object_or_404(rows, pk=representative_id))


@public("an invitation's link is the way in")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what the invitation is for; accept it by pressing, as previews of links must not."""
    address = address_of(request)
    if request.method == "POST":
        representative = actions.join(code, address=address)
        if representative is None:
            return show(request, "enterprises/join.html", {"invitation": None}, status=404)
        return sit(request, go(request, HOME), representative)
    actions.demand_no_guessing(address)
    invitation = queries.invitation_of(actions.digest_of(code))
    if invitation is None:
        actions.note_knock(address)
    context = {"invitation": invitation, "may": _may(invitation)}
    return show(request, "enterprises/join.html", context, status=200 if invitation else 404)


def _may(invitation: Invitation | None) -> list[str]:
    trusts = invitation.trusts if invitation else []
    return [str(words) for trust, words in queries.TRUST_WORDS.items() if trust in trusts]


@public("whoever sits here gets up; a stranger has nothing to leave")
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Sign this device out."""
    return rise(request, go(request, LEFT))
