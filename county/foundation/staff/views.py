"""Sign in, sign out; staff and keys."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.tables import Column, export, table
from county.foundation.staff import actions, queries
from county.foundation.staff.access import Permit
from county.foundation.staff.forms import AppointForm, KeyForm, SignInForm
from county.foundation.staff.policy import OfficerRequest, allow, public, signed_in
from county.foundation.staff.ways import ways

BACKEND = "county.foundation.staff.sessions.OfficerBackend"


@public("officers sign in here")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for name and password; open the desk to those that match."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        officer = actions.recognise(**form.cleaned_data)
        if officer is not None:
            login(request, officer, backend=BACKEND)
            return HttpResponseRedirect(inside(request, request.POST.get("next", "")))
        form.add_error(
            None,
            _("Name and password do not match. After five wrong tries an account rests a while."),
        )
    wanted = request.GET.get("next", "")
    if request.method == "GET" and "password" not in request.GET:
        for way in ways(request):
            if way.at_once:
                return HttpResponseRedirect(f"{way.address}?{urlencode({'next': wanted})}")
    return door(request, form=form, wanted=wanted)


def door(
    request: HttpRequest,
    *,
    form: SignInForm | None = None,
    wanted: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponseBase:
    """The sign-in page; `said` is why another way of signing in has just failed."""
    context = {"form": form or SignInForm(), "next": wanted, "said": said, "ways": ways(request)}
    return show(request, "staff/sign_in.html", context, status=status)


def inside(request: HttpRequest, wanted: str) -> str:
    """The wanted address, if it is one of ours; else the first page."""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if wanted and ours else "/"


@signed_in
@require_POST
def sign_out(request: OfficerRequest) -> HttpResponseBase:
    """Close the session everywhere and clear what the browser kept."""
    logout(request)
    response = HttpResponseRedirect("/")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


COLUMNS = [
    Column(gettext_lazy("name"), lambda officer: officer.name, "name"),
    Column(gettext_lazy("department"), lambda officer: str(officer.department), "department__name"),
    Column(gettext_lazy("post"), lambda officer: str(officer.post), "post__title"),
    Column(gettext_lazy("areas"), lambda officer: " ".join(sorted(officer.reach or ()))),
    Column(gettext_lazy("permits"), lambda officer: len(officer.post.permits)),
]


@allow(Permit.READ)
@require_GET
def people(request: OfficerRequest) -> HttpResponseBase:
    """Everyone with a desk, and the keys of other systems."""
    sought = request.GET.get("words", "").strip()[:40]
    rows = queries.people(sought)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        return export(_("staff"), COLUMNS, rows.order_by("name"), form=str(form))
    return show(request, "staff/people.html", _context(request, sought=sought))


def _context(request: OfficerRequest, *, sought: str = "", **more: Any) -> dict[str, Any]:
    return {
        "table": table(request, queries.people(sought), COLUMNS, default="department__name"),
        "sought": sought,
        "query": request.GET.urlencode(),
        "keys": queries.keys(),
        "key_form": KeyForm(by=request.user, auto_id="key_%s"),
        "appoint_form": AppointForm(auto_id="appoint_%s"),
        "secret": "",
        **more,
    }


@allow(Permit.MANAGE)
@require_POST
def appoint(request: OfficerRequest) -> HttpResponseBase:
    """Give a person a desk."""
    form = complete(AppointForm(request.POST))
    actions.appoint(**form.cleaned_data, by=request.user)
    return go(request, "/staff/")


@allow(Permit.MANAGE)
@require_POST
def dismiss(request: OfficerRequest, officer_id: int) -> HttpResponseBase:
    """Close an officer's desk at once."""
    actions.dismiss(get_object_or_404(queries.officers(), pk=officer_id), by=request.user)
    return go(request, "/staff/")


@allow(Permit.KEYS)
@require_POST
def issue_key(request: OfficerRequest) -> HttpResponseBase:
    """Issue a key and show its secret once."""
    form = complete(KeyForm(request.POST, by=request.user))
    data = dict(form.cleaned_data)
    officer = request.user if data.pop("in_my_name") else None
    _key, secret = actions.issue_key(**data, by=request.user, officer=officer)
    return show(request, "staff/people.html", _context(request, secret=secret))


@allow(Permit.KEYS)
@require_POST
def revoke_key(request: OfficerRequest, key_id: int) -> HttpResponseBase:
    """Make a key worthless."""
    actions.revoke_key(get_object_or_404(queries.keys(), pk=key_id), by=request.user)
    return go(request, "/staff/")
