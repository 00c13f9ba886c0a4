"""A file is handed out as something to show or save, never to run."""

import pytest
from django.utils import timezone

from county.foundation.files import store
from county.foundation.files.models import StoredFile
from county.foundation.files.refusals import FileGone
from county.foundation.files.views import answer


def kept(**more):
    file = StoredFile(name="聊天 记录.png", kind="image", media_type="image/png", **more)
    store.write(file.pk, store.CONTENT, b"content")
    store.write(file.pk, store.THUMBNAIL, b"small")
    return file


def test_a_picture_is_answered_with_every_header():
    response = answer(kept())
    assert response.content == b"content"
    assert dict(response.headers) == {
        "Content-Type": "image/png",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=600, immutable",
        "Content-Disposition": (
            "attachment; filename*=utf-8''%E8%81%8A%E5%A4%A9%20%E8%AE%B0%E5%BD%95.png"
        ),
    }


def test_its_small_picture_is_a_jpeg():
    response = answer(kept(), thumbnail=True)
    assert (response.content, response.headers["Content-Type"]) == (b"small", "image/jpeg")


def test_a_document_has_no_small_picture():
    with pytest.raises(FileGone):
        answer(StoredFile(name="x.pdf", kind="pdf"), thumbnail=True)


def test_a_removed_file_is_gone():
    with pytest.raises(FileGone):
        answer(kept(removed_at=timezone.now()))
