"""Access is never forgotten: every route names a permit, or says why it needs none."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from county.site.api import api
from county.site.generated import all_permits


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from routes(entry, address)


def pages() -> list[tuple[str, Any]]:
    return [(path, view) for path, view in routes(get_resolver()) if not path.startswith("api/")]


def test_every_page_names_a_permit_or_a_reason():
    assert [path for path, view in pages() if not hasattr(view, "permit")] == []


def test_every_permit_named_by_a_page_exists():
    known = {*all_permits(), "signed in", "speaks for an enterprise"}
    unknown = {
        path: view.permit
        for path, view in pages()
        if hasattr(view, "permit")
        and view.permit not in known
        and not view.permit.startswith("public: ")
    }
    assert unknown == {}


def test_every_door_of_the_api_asks_for_a_key():
    doors = {
        f"{verb} {path}": door
        for path, verbs in api.get_openapi_schema()["paths"].items()
        for verb, door in verbs.items()
    }
    assert doors
    assert [name for name, door in doors.items() if not door.get("security")] == []
