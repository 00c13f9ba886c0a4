"""Open311 GeoReport v2, as specified; docs/api.md says what we add and what we leave out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from county.foundation.outside.access import Permit
from county.foundation.outside.georeport import Trouble, answer, definition_of, service_of, shown
from county.foundation.outside.knowledge import JURISDICTION, REVISED
from county.foundation.outside.registry import DESKS, Asked, Desk, Report, Service, Shown
from county.foundation.staff.models import Key
from county.foundation.staff.policy import public
from county.foundation.staff.queries import key_of
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.limits import Limit

MOST = 1000
SPAN = timedelta(days=90)
"""What one question returns at most: both by the specification."""
LONGEST = 4000
"""Characters of a description, by the specification."""
LONGEST_LIST = 100
"""Numbers or codes in one list, and pages: local design values."""
SENT = Limit(60, 60.0)
"""Requests taken in for one key in a minute; local design value."""
ATTRIBUTE = re.compile(r"attribute\[([A-Za-z0-9_]{1,40})\](?:\[\])?")
STATUSES = ("open", "closed")
TOO_MANY = 429
View = Callable[..., HttpResponseBase]


def speaks(view: View) -> View:
    """Answer what goes wrong in this view as the specification writes errors."""

    @wraps(view)
    def speaking(request: HttpRequest, **parts: str) -> HttpResponseBase:
        name, form = next(iter(parts.items()))
        rest = {}
        if name != "form":
            value, _dot, form = form.rpartition(".")
            rest = {name.removesuffix("_and_form"): value}
        try:
            _know(request, form)
            return view(request, form=form, **rest)
        except Trouble as trouble:
            return answer(form, "errors", trouble.told(), trouble.status)
        except Refused as refused:
            general = Trouble(429 if refused.status == TOO_MANY else 400, str(refused))
            return answer(form, "errors", general.told(), general.status)

    return speaking


def _know(request: HttpRequest, form: str) -> None:
    if form not in ("xml", "json"):
        raise Trouble(404, "format must be xml or json")
    given = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id")
    if given and given != JURISDICTION:
        raise Trouble(404, "jurisdiction_id provided was not found")


def _desk() -> Desk:
    if not DESKS:
        raise Trouble(404, "service_code provided was not found")
    return DESKS[0]


@public("discovery: which versions and formats there are")
@require_GET
@speaks
def discovery(request: HttpRequest, form: str) -> HttpResponseBase:
    """Service discovery."""
    where = f"{settings.SIWEI_ADDRESS}/open311/v2"
    told = {
        "changeset": REVISED,
        "contact": f"{settings.SIWEI_ADDRESS}/",
        "key_service": "Keys are issued by the county's administrator after an agreement.",
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": where,
                "changeset": REVISED,
                "type": "test" if settings.SIWEI_DEMO else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
    return answer(form, "discovery", told)


@public("public services are public")
@require_GET
@speaks
def services(request: HttpRequest, form: str) -> HttpResponseBase:
    """GET Service List."""
    return answer(form, "services", [service_of(one) for one in _desk().services()])


def _service(code: str) -> Service:
    if not code:
        raise Trouble(400, "service_code was not provided")
    for service in _desk().services():
        if service.code == code:
            return service
    raise Trouble(404, "service_code provided was not found")


@public("what a public service asks is public")
@require_GET
@speaks
def definition(request: HttpRequest, form: str, code: str) -> HttpResponseBase:
    """GET Service Definition."""
    return answer(form, "service_definition", definition_of(_service(code)))


@public("requests are public as far as they are shown; posting one needs a key")
@csrf_exempt
@require_http_methods(["GET", "POST"])
@speaks
def requests(request: HttpRequest, form: str) -> HttpResponseBase:
    """GET Service Requests; POST Service Request."""
    return _post(request, form) if request.method == "POST" else _get(request, form)


def _post(request: HttpRequest, form: str) -> HttpResponseBase:
    key = _key(request.POST.get("api_key", ""))
    service = _service(request.POST.get("service_code", ""))
    number = _desk().report(_report(request.POST, service), key)
    told = [{"service_request_id": number, "service_notice": NOTICE, "account_id": None}]
    return answer(form, "service_requests", told, 201)


NOTICE = (
    "Kept without name, telephone and e-mail. Ask for its status with service_request_id. "
    "In an emergency call 110."
)


def _key(secret: str) -> Key:
    key = key_of(secret) if secret else None
    if key is None or not key.has(Permit.REPORT):
        raise Trouble(403, "Missing or invalid api_key -- can't proceed with create_request.")
    if not SENT.take(str(key.pk)):
        raise Trouble(429, "Too many requests with this api_key: wait a minute")
    return key


def _report(given: QueryDict, service: Service) -> Report:
    description = given.get("description", "")
    if len(description) > LONGEST:
        raise Trouble(400, "description is limited to 4,000 characters")
    latitude, longitude = _point(given.get("lat", ""), given.get("long", ""))
    address = (given.get("address_string") or given.get("address_id") or "").strip()
    if latitude is None and not address:
        raise Trouble(400, "lat & long or address_string or address_id was not provided")
    return Report(
        service=service.code, description=description, latitude=latitude, longitude=longitude,
        address=address[:200], answers=_answers(given, service),
    )  # fmt: skip


def _point(lat: str, long: str) -> tuple[float | None, float | None]:
    if not lat and not long:
        return None, None
    try:
        latitude, longitude = float(lat[:30]), float(long[:30])
    except ValueError:
        raise Trouble(400, "lat & long both need to be sent as numbers (WGS84)") from None
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Trouble(400, "lat & long both need to be sent as numbers (WGS84)")
    return latitude, longitude


def _answers(given: QueryDict, service: Service) -> dict[str, tuple[str, ...]]:
    """What was filled in of the service's own form; each answer is one that it offers."""
    found: dict[str, tuple[str, ...]] = {}
    for name in list(given)[:LONGEST_LIST]:
        if match := ATTRIBUTE.fullmatch(name):
            found[match[1]] = tuple(one[:200] for one in given.getlist(name)[:20] if one)
    for one in service.attributes:
        if one.required and not found.get(one.code):
            raise Trouble(400, f"attribute[{one.code}] was not provided")
        keys = {key for key, _name in one.values}
        if keys and set(found.get(one.code, ())) - keys:
            raise Trouble(400, f"attribute[{one.code}] is none of its values")
    known = {one.code for one in service.attributes}
    return {code: values for code, values in found.items() if code in known and values}


def _get(request: HttpRequest, form: str) -> HttpResponseBase:
    page, size = _number(request, "page", 1), _number(request, "page_size", MOST)
    asked = _asked(request.GET, first=(page - 1) * size, most=size)
    found, total = _desk().requests(asked)
    response = answer(form, "service_requests", [shown(one, _names()) for one in found])
    response.headers["X-Total-Count"] = str(total)
    if asked.first + size < total:
        further = request.GET.copy()
        further["page"] = str(page + 1)
        if asked.since and asked.until:  # so that the next page is of the same requests
            further["start_date"] = asked.since.isoformat()
            further["end_date"] = asked.until.isoformat()
        response.headers["Link"] = f'<{request.path}?{further.urlencode()}>; rel="next"'
    return response


def _names() -> dict[str, str]:
    return {one.code: one.name for one in _desk().services()}


def _number(request: HttpRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return default
    if not (given.isascii() and given.isdecimal()) or not 1 <= int(given[:6]) <= MOST:
        raise Trouble(400, f"{name} must be a number from 1 to {MOST}")
    return int(given[:6])


def _asked(given: QueryDict, *, first: int, most: int) -> Asked:
    numbers = _list(given, "service_request_id")
    if numbers:
        return Asked(numbers=numbers, first=first, most=most)
    statuses = _list(given, "status")
    if set(statuses) - set(STATUSES):
        raise Trouble(400, "status must be open or closed")
    since, until = _span(_moment(given, "start_date"), _moment(given, "end_date"))
    return Asked(
        services=_list(given, "service_code"), since=since, until=until, statuses=statuses,
        box=_box(given.get("bbox", "")), first=first, most=most,
    )  # fmt: skip


def _list(given: QueryDict, name: str) -> tuple[str, ...]:
    parts = ",".join(given.getlist(name)).split(",")
    return tuple(part.strip() for part in parts if part.strip())[:LONGEST_LIST]


def _moment(given: QueryDict, name: str) -> datetime | None:
    text = given.get(name, "").replace(" ", "+")  # a plus sign that nobody encoded
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 2000 <= moment.year <= 2200:
        raise Trouble(400, f"{name} must use w3 format, eg 2010-01-01T00:00:00Z")
    return moment


def _span(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """The range asked for; the most recent 90 days, or 90 days from or to the one that is given."""
    if since is None:
        until = until or clock.now()
        return until - SPAN, until
    until = until or since + SPAN
    if until - since > SPAN:
        raise Trouble(400, "start_date and end_date may not span more than 90 days")
    return since, until


def _box(text: str) -> tuple[float, float, float, float] | None:
    """Our addition: west, south, east, north in WGS84."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text[:120].split(","))
    except ValueError:
        raise Trouble(400, "bbox must be minlong,minlat,maxlong,maxlat") from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise Trouble(400, "bbox must be minlong,minlat,maxlong,maxlat")
    return west, south, east, north


def _numbered(number: str, name: str) -> Shown:
    """The request of this number, which the address calls `name`."""
    if not number:
        raise Trouble(400, f"{name} was not provided")
    found, _total = _desk().requests(Asked(numbers=(number,)))
    if not found:
        raise Trouble(404, f"{name} was not found")
    return found[0]


@public("a request is public as far as it is shown")
@require_GET
@speaks
def request_of(request: HttpRequest, form: str, number: str) -> HttpResponseBase:
    """GET Service Request."""
    found = _numbered(number, "service_request_id")
    return answer(form, "service_requests", [shown(found, _names())])


@public("every request has its number at once; a token is that number")
@require_GET
@speaks
def token(request: HttpRequest, form: str, token: str) -> HttpResponseBase:
    """GET service_request_id from a token."""
    told = [{"service_request_id": _numbered(token, "token").number, "token": token}]
    return answer(form, "service_requests", told)
