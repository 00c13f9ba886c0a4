"""The county's API: every app's router, under its name; refusals as problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.security import HttpBearer

from county.foundation.staff.models import Key
from county.foundation.staff.queries import key_of
from county.kernel.dimension import parts
from county.kernel.errors import Refused
from county.site.problems import problem


class Fast(BaseRenderer):
    """JSON by orjson."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


class Reader(Parser):
    """JSON by orjson; what is no JSON is a 400, which ninja makes of any error here."""

    def parse_body(self, request: HttpRequest) -> Any:
        return orjson.loads(request.body)


class Bearer(HttpBearer):
    """A key in the Authorization header."""

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        return key_of(token)


api = NinjaAPI(
    title="Siwei 四维",
    version="1",
    description="The county platform for other systems. Keys are issued by an administrator.",
    auth=Bearer(),
    renderer=Fast(),
    parser=Reader(),
    docs_url=None,
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(error.status, "Refused", str(error))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, "Invalid", "Some values are not as described.", errors=error.errors)


@api.exception_handler(AuthenticationError)
def unknown_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "Unknown key", "Send a valid key: Authorization: Bearer sw_…")


@api.exception_handler(HttpError)
def not_understood(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "Not understood", str(error))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "Not found", "There is no such record, or this key may not see it.")


def together(door: Callable[..., Any]) -> Callable[..., Any]:
    """What a door of the API does commits together, unless it says it is one statement."""
    if hasattr(door, "_non_atomic_requests"):
        return door

    @wraps(door)
    def whole(*args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return door(*args, **kwargs)

    return whole


api.add_decorator(together)
for config, router in parts("api", "router", besides="site"):
    api.add_router(f"/{config.label}", router)

addresses = api.urls
for pattern in addresses[0]:
    # The doors open their own transaction: a message is one statement and needs none around it.
    transaction.non_atomic_requests(pattern.callback)
