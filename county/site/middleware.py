"""Closed by default; refusals in words; the language of the page; headers of every answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from county.design.http import refusal, wants_part
from county.kernel.errors import Refused
from county.records.residents.wording import Unsayable
from county.records.tags.actions import count_refusal
from county.site.away import bad_request

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; "
        "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(self)",
}


class SignedOut(Refused):
    """The session has ended."""

    status = 401


class LoginRequired(LoginRequiredMiddleware):
    """Closed by default. The API has its own keys."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> Any:
        if request.path.startswith("/api/"):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """To the door; but an open page keeps what was typed and is told in its own form."""
        if wants_part(request):
            return refusal(request, SignedOut(_("You are signed out. Sign in again in a new tab.")))
        return super().handle_no_permission(request, view_func)


def headers(get_response: Next) -> Next:
    """Put the security headers on every answer; pages are never kept by a cache."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if frame := getattr(response, "framed_by", ""):
            own, both = "frame-ancestors 'self'", f"frame-ancestors 'self' {frame}"
            response.headers[POLICY] = HEADERS[POLICY].replace(own, both)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def speak(get_response: Next) -> Next:
    """Speak the language of the cookie; Chinese unless English was chosen."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = "en" if chosen == "en" else settings.LANGUAGE_CODE
        translation.activate(language)
        response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def refuse_nul(get_response: Next) -> Next:
    """An address with NUL in it is nobody's: no name, number or word holds one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in unquote_plus(f"{request.path} {request.META.get('QUERY_STRING', '')}"):
            return bad_request(request, SuspiciousOperation("NUL in the address"))
        return get_response(request)

    return middleware


def explain_refusals(get_response: Next) -> Next:
    """A refusal reaches the person as words, not as a stack trace."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponseBase:
            return get_response(request)

        def process_exception(
            self, request: HttpRequest, error: Exception
        ) -> HttpResponseBase | None:
            if isinstance(error, Unsayable):
                count_refusal(error.category)  # the transaction of the request is over
            return refusal(request, error) if isinstance(error, Refused) else None

    return Middleware()
