"""The files of security F12 through the phone's door: refused in words, or shown safely."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from PIL import Image

from county.dimensions.helpdesk.models import Matter
from county.foundation.files.models import StoredFile
from county.foundation.files.tests import recorded, samples
from county.foundation.files.tests.test_taken import REFUSED
from county.records.conversations.models import Message

PIECE = 1_500_000
GPS_WORDS = (b"GPS", b"Huawei", b"\xa9xyz", b"<script", b"PK\x03\x04", b"/JavaScript", b"/Launch")


def acting(document):
    document.Root.OpenAction = samples.script()


def enclosing(document):
    document.attachments["virus.exe"] = b"MZ"


SAFE = {
    "JPEG with a place": samples.jpeg_with_gps,
    "HEIC with a place": samples.heic_with_gps,
    "JPEG with a web page behind it": lambda: samples.jpeg_with_gps() + b"<script>x()</script>",
    "PDF that acts when opened": lambda: samples.pdf(acting),
    "PDF with a file in it": lambda: samples.pdf(enclosing),
    "plain PNG": lambda: samples.saved(samples.picture(), "PNG"),
}
MORE_REFUSED = {
    "MP4 with a place": samples.mp4_with_gps,
    "voice": recorded.amr,
    "video": recorded.video,
    "nothing": lambda: b"",
    "EICAR": samples.eicar,
    "text": lambda: b"just words",
    "SVG behind a byte order mark": lambda: b"\xef\xbb\xbf<svg onload=alert(1)>",
}
BAD = {**{name: make for name, (make, _code) in REFUSED.items()}, **MORE_REFUSED}
NAMES = [
    "../../x.png", "..\\..\\x.png", "a\u202egnp.exe", "a\x00.png", "长" * 300 + ".png", "CON",
    "CON.png", "", ".", "..", "<img src=x onerror=alert(1)>.png", 'a"; filename="b.html',
    "a\r\nX-Evil: 1.png", "%00.png", "a.html", "|rm -rf.png",
]  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_reported(settings, tmp_path):
    """Folders of its own, so that what stays behind can be counted."""
    settings.SIWEI_FILES, settings.SIWEI_SPOOL = tmp_path / "files", tmp_path / "spool"


def send(phone, content, name="a.png"):
    """What the phone's page does with a chosen file; comes back with the last answer."""
    upload = uuid4()
    for offset in range(0, len(content), PIECE):
        answer = phone.client.post(
            f"/helpdesk/phone/uploads/{upload}/?offset={offset}",
            content[offset : offset + PIECE],
            content_type="application/octet-stream",
            HTTP_ACCEPT="application/json",
        )
        if answer.status_code != 200:
            return answer
    return phone.client.post(
        f"/helpdesk/phone/uploads/{upload}/finish/", {"name": name}, HTTP_ACCEPT="application/json"
    )


def left_behind():
    """Files on the disk, in the spool and in the store."""
    folders = (settings.SIWEI_FILES, settings.SIWEI_SPOOL)
    return [file for folder in folders for file in Path(folder).rglob("*") if file.is_file()]


@pytest.mark.parametrize("name", BAD)
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(phone, name):
    resident = phone()
    answer = send(resident, BAD[name]())
    assert 400 <= answer.status_code < 500
    assert len(answer.json()["detail"]) > 5
    assert StoredFile.objects.count() == 0
    assert left_behind() == []
    assert resident.says("那我发文字").status_code == 201, "the conversation goes on"


def test_a_file_of_101_megabytes_is_refused_on_the_way(phone):
    resident = phone()
    answer = send(resident, samples.jpeg_with_gps() + bytes(101 << 20))
    assert answer.status_code == 422
    assert len(answer.json()["detail"]) > 5
    assert StoredFile.objects.count() == 0
    assert resident.says("那我发文字").status_code == 201


@pytest.mark.parametrize("name", SAFE)
def test_what_is_taken_is_shown_without_what_acts_or_tells(phone, desk, name):
    resident, shen = phone(town="330424001"), desk("沈警官")
    done = send(resident, SAFE[name]())
    assert done.status_code == 201
    file = done.json()["file"]
    sent = resident.client.post(
        "/helpdesk/phone/messages/", {"key": str(uuid4()), "kind": "image", "file": file}
    )
    assert sent.status_code == 201
    shown = resident.client.get(f"/helpdesk/phone/files/{file}/")
    assert shown.status_code == 200
    assert [word for word in GPS_WORDS if word in shown.content] == []
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Content-Disposition"].startswith("attachment")
    if shown.headers["Content-Type"].startswith("image/"):
        with Image.open(io.BytesIO(shown.content)) as picture:
            assert dict(picture.getexif()) == {}
    else:
        assert shown.headers["Content-Type"] == "application/pdf"
    shen.goes("/helpdesk/")
    assert shen.status == 200


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(phone, name):
    resident = phone()
    done = send(resident, samples.saved(samples.picture(), "PNG"), name)
    assert done.status_code == 201
    kept = StoredFile.objects.get()
    assert kept.name.endswith(".png")
    assert not set(kept.name) & set('/\\<>"|\x00\r\n\u202e')
    resident.client.post(
        "/helpdesk/phone/messages/", {"key": str(uuid4()), "kind": "image", "file": str(kept.pk)}
    )
    shown = resident.client.get(f"/helpdesk/phone/files/{kept.pk}/")
    assert (shown.status_code, "X-Evil" in shown.headers) == (200, False)
    stored = [file.name for file in left_behind() if Path(settings.SIWEI_FILES) in file.parents]
    assert [name for name in stored if not name.startswith(str(kept.pk))] == []


def test_a_picture_that_cannot_be_read_is_said_to_be_so_and_is_kept(phone, desk, background):
    """A picture without a word in it: the desk sees it, with the sentence that nothing was read."""
    resident, shen = phone(town="330424001"), desk("沈警官")
    assert resident.sends(samples.saved(samples.picture(), "PNG")).status_code == 201
    background.catch_up()
    shen.goes(Matter.objects.get().url)
    assert len(shen.sees(".pic")) == 1
    assert len(shen.sees(".reading")) == 1
    assert Message.objects.count() == 1
