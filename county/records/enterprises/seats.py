"""Which representative speaks in a request, and the doors that ask for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

from county.foundation.staff.policy import View, demand
from county.records.enterprises.models import Representative


class RepresentativeRequest(HttpRequest):
    """A request by a representative who is signed in for an enterprise."""

    representative: Representative


Seat = Callable[[HttpRequest], Representative]


def speaks_for(permit: str) -> Callable[[View], View]:
    """Let only representatives who are trusted with `permit` through this view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.representative = representative_on(request)
            demand(request.representative, permit)
            return view(request, *args, **kwargs)

        door = login_not_required(guarded)
        door.permit = permit  # type: ignore[attr-defined]
        return door

    return decorate


def representative_on(request: HttpRequest) -> Representative:
    """Who is signed in for an enterprise on this device; raises SignedOut with the way in."""
    raise NotImplementedError(request)
