"""How GeoReport v2 writes: the same tree as XML and as JSON, errors, and one request."""

from __future__ import annotations

import io
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator

from county.foundation.outside.registry import Service, Shown
from county.kernel.clock import SHANGHAI
from county.kernel.text import clean

SINGULAR = {
    "services": "service", "service_requests": "request", "attributes": "attribute",
    "values": "value", "endpoints": "endpoint", "formats": "format", "errors": "error",
}  # fmt: skip
"""What the members of each list are called in XML; in JSON they have no name."""
LONGEST = 8000


class Trouble(Exception):  # noqa: N818 - what the specification calls an error
    """Something that the specification answers with a code and a description."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description

    def told(self) -> list[dict[str, Any]]:
        """The list of errors as it is answered."""
        return [{"code": self.status, "description": self.description}]


def answer(form: str, root: str, tree: Any, status: int = 200) -> HttpResponse:
    """The tree in this format; XML for a format that there is not."""
    if form == "json":
        return HttpResponse(
            orjson.dumps(tree), status=status, content_type="application/json; charset=utf-8"
        )
    return HttpResponse(_xml(root, tree), status=status, content_type="text/xml; charset=utf-8")


def _xml(root: str, tree: Any) -> str:
    out = io.StringIO()
    writer = SimplerXMLGenerator(out, "utf-8")
    writer.startDocument()
    _write(writer, root, tree)
    writer.endDocument()
    return out.getvalue()


def _write(writer: Any, name: str, value: Any) -> None:
    writer.startElement(name, {})
    if isinstance(value, dict):
        for key, inner in value.items():
            _write(writer, key, inner)
    elif isinstance(value, list):
        for inner in value:
            _write(writer, SINGULAR[name], inner)
    elif isinstance(value, bool):
        writer.characters("true" if value else "false")
    elif value is not None:
        writer.characters(clean(str(value), LONGEST))
    writer.endElement(name)


def service_of(service: Service) -> dict[str, Any]:
    """One service as the list has it."""
    return {
        "service_code": service.code,
        "service_name": service.name,
        "description": service.description,
        "metadata": bool(service.attributes),
        "type": "realtime",
        "keywords": service.keywords,
        "group": service.group,
    }


def definition_of(service: Service) -> dict[str, Any]:
    """One service's own form."""
    return {
        "service_code": service.code,
        "attributes": [
            {
                "variable": True,
                "code": one.code,
                "datatype": one.datatype,
                "required": one.required,
                "datatype_description": None,
                "order": order,
                "description": one.description,
                "values": [{"key": key, "name": name} for key, name in one.values],
            }
            for order, one in enumerate(service.attributes, 1)
        ],
    }


def shown(one: Shown, names: dict[str, str]) -> dict[str, Any]:
    """One request: nobody's words, nobody's address, the point rounded."""
    return {
        "service_request_id": one.number,
        "status": "open" if one.is_open else "closed",
        "status_notes": one.notes,
        "service_name": names.get(one.service, one.service),
        "service_code": one.service,
        "description": None,
        "agency_responsible": one.agency,
        "service_notice": None,
        "requested_datetime": _w3(one.requested_at),
        "updated_datetime": _w3(one.updated_at),
        "expected_datetime": _w3(one.expected_at) if one.expected_at else None,
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": one.latitude,
        "long": one.longitude,
        "media_url": None,
    }


def _w3(moment: Any) -> str:
    text: str = moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return text
