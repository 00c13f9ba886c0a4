"""Sign in, sign out."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from county.design.http import show
from county.foundation.staff import actions
from county.foundation.staff.forms import SignInForm
from county.foundation.staff.policy import OfficerRequest, public, signed_in

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
            return HttpResponseRedirect(_inside(request))
        form.add_error(
            None,
            _("Name and password do not match. After five wrong tries an account rests half an hour."),
        )
    return show(request, "staff/sign_in.html", {"form": form, "next": request.GET.get("next", "")})


def _inside(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if wanted and inside else "/"


@signed_in
@require_POST
def sign_out(request: OfficerRequest) -> HttpResponseBase:
    """Close the session everywhere and clear what the browser kept."""
    logout(request)
    response = HttpResponseRedirect("/")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
