"""The answer that hands out a file. Who may have it is decided by the page that calls."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from county.foundation.files import actions
from county.foundation.files.models import Kind, StoredFile

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The content never changes; the person's own browser may keep it for the length of a call.
    "Cache-Control": "private, max-age=600, immutable",
}


_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
PLAYED = (Kind.AUDIO, Kind.VIDEO)


def answer(request: HttpRequest, file: StoredFile, *, thumbnail: bool = False) -> HttpResponse:
    """The file, or its small picture, as something to show, play or save and never to run.

    Recordings are handed out in parts where a part is asked for: players begin and jump by it
    (RFC 9110 §14). Raises FileGone. Pages show and play files by elements that ignore that they
    would be saved.
    """
    content = actions.open_thumbnail(file) if thumbnail else actions.open_clean(file)
    media_type = "image/jpeg" if thumbnail else file.media_type
    response = HttpResponse(content, content_type=media_type, headers=HEADERS)
    disposition = content_disposition_header(True, file.name)  # noqa: FBT003 - Django's signature
    response.headers["Content-Disposition"] = disposition or "attachment"
    return _in_parts(request, response) if file.kind in PLAYED and not thumbnail else response


def _in_parts(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The part that is asked for, if it is one and it is there; what cannot be read is ignored."""
    response.headers["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    # Nothing of ours bears a mark that If-Range could name, so what it names has changed.
    if asked is None or asked[0] == "bytes=-" or "If-Range" in request.headers:
        return response
    size = len(response.content)
    first, last = _span(asked[1], asked[2], size)
    if asked[1] and asked[2] and int(asked[1]) > int(asked[2]):
        return response
    if first >= size or last < first:
        response.status_code, response.content = 416, b""
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    response.status_code, response.content = 206, response.content[first : last + 1]
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte asked for; without a first, so many from the end."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1
