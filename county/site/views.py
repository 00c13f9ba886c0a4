"""Home, language, health."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from county.design.http import show
from county.foundation.staff.policy import OfficerRequest, allow, public
from county.site.access import Permit
from county.site.health import examine


@public("the first page: sends officers to their desk and everyone else to the door")
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """Where each visitor belongs."""
    if request.user.is_authenticated:
        return HttpResponseRedirect("/desk/")
    return HttpResponseRedirect("/demo/" if settings.SIWEI_DEMO else "/sign-in/")


@public("residents and officers choose their language before they sign in")
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = "en" if request.POST.get("language") == "en" else settings.LANGUAGE_CODE
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax")
    return response


@allow(Permit.HEALTH)
@require_GET
def health(request: OfficerRequest) -> HttpResponseBase:
    """The state of the installation."""
    return show(request, "site/health.html", {"findings": examine()})


@public("load balancers ask whether the process answers; nothing is told")
@transaction.non_atomic_requests
@require_GET
def alive(request: HttpRequest) -> HttpResponseBase:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")
