"""What is said when something breaks: that the database is away and back soon, or that we erred.

Every error that nothing else explains arrives here, from views and from middleware alike, because
Django asks for the page of a 500 while the error is still being handled.
"""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from county.design import http
from county.foundation.database.away import AWAY
from county.kernel.errors import Refused
from county.site.problems import problem

AGAIN_IN = 3
"""Seconds after which a visitor may try again: what a restart takes."""


class Away(Refused):
    """The database cannot be reached just now."""

    status = 503


class TooLarge(Refused):
    """The body is larger than a request may be."""

    status = 413


class Stale(Refused):
    """The form's token does not fit the visitor's cookie."""

    status = 403


class Unreadable(Refused):
    """The request cannot be understood."""

    status = 400


def said(request: HttpRequest, error: Refused, title: str) -> HttpResponseBase:
    """The refusal in the way the asking side reads it, without asking the database."""
    if request.path.startswith("/api/"):
        return problem(error.status, title, str(error))
    if http.wants_plain(request):
        return http.refusal(request, error)
    return http.plain(request, str(error), status=error.status)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """503 while the database is away, with a word and a time; 500 for an error of ours."""
    error = sys.exception()
    if isinstance(error, AWAY):
        sentence = _("The system is restarting. Nothing is lost: try again in a few seconds.")
        response = said(request, Away(sentence), "Away")
        response.headers["Retry-After"] = str(AGAIN_IN)
        return response
    if request.path.startswith("/api/"):
        return problem(500, "Broken", "Something broke on our side. It has been written down.")
    return http.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """A request that is too large, or no request at all."""
    if type(exception).__name__ == "RequestDataTooBig":
        return said(request, TooLarge(_("This is too large to be sent at once.")), "Too large")
    return said(request, Unreadable(_("This request cannot be understood.")), "Unreadable")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form that was not made by this page for this visitor, or too long ago."""
    sentence = _("This page is too old. Load it again; what you typed is kept where it can be.")
    return said(request, Stale(sentence), "Stale")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, or no such door of the API."""
    if request.path.startswith("/api/"):
        return problem(404, "Not found", "There is nothing at this address.")
    return http.page_not_found(request, exception)
