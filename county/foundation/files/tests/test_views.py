"""A file is handed out as something to show or save, never to run."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from county.foundation.files import store
from county.foundation.files.models import StoredFile
from county.foundation.files.refusals import FileGone
from county.foundation.files.views import answer

PICTURE = {"name": "聊天 记录.png", "kind": "image", "media_type": "image/png"}
VOICE = {"name": "voice.mp3", "kind": "audio", "media_type": "audio/mpeg"}
VIDEO = {"name": "video.webm", "kind": "video", "media_type": "video/webm"}


def asked(**headers):
    return RequestFactory().get("/", headers=headers)


def kept(what=PICTURE, **more):
    file = StoredFile(**what, **more)
    store.write(file.pk, store.CONTENT, b"content")
    store.write(file.pk, store.THUMBNAIL, b"small")
    return file


def test_a_picture_is_answered_with_every_header():
    response = answer(asked(), kept())
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
    response = answer(asked(), kept(), thumbnail=True)
    assert (response.content, response.headers["Content-Type"]) == (b"small", "image/jpeg")


def test_a_document_has_no_small_picture():
    with pytest.raises(FileGone):
        answer(asked(), StoredFile(name="x.pdf", kind="pdf"), thumbnail=True)


def test_a_removed_file_is_gone():
    with pytest.raises(FileGone):
        answer(asked(), kept(removed_at=timezone.now()))


@pytest.mark.parametrize("what", [VOICE, VIDEO])
def test_a_recording_is_answered_whole_and_says_that_it_has_parts(what):
    response = answer(asked(), kept(what))
    assert (response.status_code, response.content) == (200, b"content")
    assert response.headers["Content-Type"] == what["media_type"]
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("wanted", "part", "place"),
    [
        ("bytes=0-1", b"co", "0-1"),
        ("bytes=0-", b"content", "0-6"),
        ("bytes=3-5", b"ten", "3-5"),
        ("bytes=3-3", b"t", "3-3"),
        ("bytes=6-", b"t", "6-6"),
        ("bytes=4-999999", b"ent", "4-6"),
        ("bytes=-3", b"ent", "4-6"),
        ("bytes=-99", b"content", "0-6"),
    ],
)
def test_a_part_of_a_recording_is_answered(wanted, part, place):
    response = answer(asked(range=wanted), kept(VOICE))
    assert (response.status_code, response.content) == (206, part)
    assert response.headers["Content-Range"] == f"bytes {place}/7"
    assert response.headers["Content-Type"] == "audio/mpeg"


@pytest.mark.parametrize("wanted", ["bytes=7-", "bytes=7-9", "bytes=-0", "bytes=999999999999999-"])
def test_a_part_beyond_the_end_is_refused_with_the_size(wanted):
    response = answer(asked(range=wanted), kept(VIDEO))
    assert (response.status_code, response.content) == (416, b"")
    assert response.headers["Content-Range"] == "bytes */7"


@pytest.mark.parametrize(
    "wanted",
    [
        "", "bytes", "bytes=", "bytes=-", "bytes=5-3", "bytes=a-b", "bytes=0-1,3-4", "items=0-1",
        "bytes=--1", "bytes=1-2 ", "bytes=0x0-1", "bytes=٣-٤", "bytes=" + "9" * 5000 + "-",
    ],
)  # fmt: skip
def test_what_is_no_single_range_is_ignored(wanted):
    response = answer(asked(range=wanted), kept(VOICE))
    assert (response.status_code, response.content) == (200, b"content")


def test_a_range_of_a_version_that_we_never_named_is_ignored():
    response = answer(asked(range="bytes=0-1", if_range='"x"'), kept(VOICE))
    assert (response.status_code, response.content) == (200, b"content")


def test_a_picture_has_no_parts_and_neither_has_a_videos_first_one():
    ranged = asked(range="bytes=0-1")
    assert answer(ranged, kept()).status_code == 200
    poster = answer(ranged, kept(VIDEO), thumbnail=True)
    assert (poster.status_code, poster.content) == (200, b"small")
    assert poster.headers["Content-Type"] == "image/jpeg"
