"""The answer that hands out a file. Who may have it is decided by the page that calls."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from county.foundation.files import actions
from county.foundation.files.models import StoredFile

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The content never changes; the person's own browser may keep it for the length of a call.
    "Cache-Control": "private, max-age=600, immutable",
}


def answer(file: StoredFile, *, thumbnail: bool = False) -> HttpResponse:
    """The file, or its small picture, as something to show or save and never to run.

    Raises FileGone. Pages show pictures by <img>, which ignores that it would be saved.
    """
    content = actions.open_thumbnail(file) if thumbnail else actions.open_clean(file)
    media_type = "image/jpeg" if thumbnail else file.media_type
    response = HttpResponse(content, content_type=media_type, headers=HEADERS)
    disposition = content_disposition_header(True, file.name)  # noqa: FBT003 - Django's signature
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
