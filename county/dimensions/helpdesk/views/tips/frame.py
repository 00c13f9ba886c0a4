"""What every answer of the anonymous address has: strict headers, no cookie, plain words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from county.foundation.staff.policy import public
from county.kernel.errors import Refused

log = logging.getLogger("county.tips")
Next = Callable[[HttpRequest], HttpResponseBase]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "X-Robots-Tag": "noindex, noarchive",
    "X-DNS-Prefetch-Control": "off",
}
"""The set of A1; HSTS joins it where a proxy speaks TLS, Clear-Site-Data where somebody leaves."""
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError)
METHODS = ("GET", "HEAD", "POST")


def strict(get_response: Next) -> Next:
    """Put the headers on every answer; take every cookie off."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            response: HttpResponseBase = HttpResponse(status=405)
        else:
            response = get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if settings.SIWEI_HTTPS:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.cookies.clear()
        return response

    return middleware


def speak(get_response: Next) -> Next:
    """Speak Chinese, and English under /en/: the browser's languages are not heard."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        english = request.path.startswith("/en/")
        with translation.override("en" if english else settings.LANGUAGE_CODE):
            return get_response(request)

    return middleware


def explain_refusals(get_response: Next) -> Next:
    """A refusal reaches the source in words; what broke is logged by its kind alone."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponseBase:
            return get_response(request)

        def process_exception(
            self, request: HttpRequest, error: Exception
        ) -> HttpResponseBase | None:
            if isinstance(error, UNREADABLE):
                return bad_request(request, error)
            if isinstance(error, Http404):
                return None
            if isinstance(error, Refused):
                return refused(request, str(error), error.status)
            log.error("the anonymous address broke: %s", type(error).__name__)
            return broken(request)

    return Middleware()


def shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> Any:
    """A page of the anonymous address."""
    base = "/en/" if request.path.startswith("/en/") else "/"
    known = {"base": base, "demo": settings.SIWEI_DEMO, **context}
    text = engines["jinja2"].env.get_template(template).render(known)  # type: ignore[attr-defined]
    return HttpResponse(text, status=status)


def refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A sentence and the way back."""
    answer: HttpResponse = shown(request, "helpdesk/tips_said.html", {"said": sentence}, status)
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    return refused(request, _("What was sent cannot be read. Begin anew."), 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is only one page here."""
    return refused(request, _("There is nothing at this address."), 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke; nothing of what was written is kept."""
    said = _("Something broke on our side. What you wrote was not kept. In an emergency call 110.")
    return refused(request, said, 500)


@public("the anonymous address says what is too much")
def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than is taken."""
    return refused(request, _("This is too large: three files of 8 MB at most."), 413)


@public("the one style sheet of the anonymous address")
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The style, from this address itself and kept by no cache."""
    answer: HttpResponse = shown(request, "helpdesk/tips_style.html", {})
    answer.headers["Content-Type"] = "text/css; charset=utf-8"
    return answer
