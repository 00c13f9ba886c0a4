"""Voices and videos that residents send over WeChat are kept, and played on the desk."""

import pytest

from county.foundation.events.models import Event
from county.foundation.files.models import StoredFile
from county.foundation.files.tests import recorded, samples
from county.records.conversations import actions
from county.records.conversations.models import Message


@pytest.fixture
def shen(desk):
    return desk("沈警官", wecom_id="shen")


@pytest.fixture
def matter(wecom, background, shen):
    """A resident has written; the officer has the matter open."""
    wecom.phone().says("有人让我转账")
    background.catch_up()
    return shen.opens()


@pytest.fixture
def sends(wecom, background, shen, matter):
    """`sends("voice", content)`: the resident sends it, the officer looks."""

    def send(kind, content, name=""):
        wecom.standin.resident(wecom.resident()).sends(kind, content, name)
        background.catch_up()
        shen.goes(matter)
        return Message.objects.order_by("-number").first()

    return send


def test_a_voice_is_played_on_the_desk_after_wecom_forgot_it(sends, wecom, shen, matter):
    message = sends("voice", recorded.amr(3))
    wecom.later(4 * 86400)
    [player] = shen.page.cssselect("#thread audio")
    assert player.get("src") == f"{matter}files/{message.file}/"
    assert (player.get("preload"), player.get("aria-label")) == ("none", "语音消息，3秒")
    assert shen.sees(".rec figcaption") == ["3秒"]
    heard = shen.client.get(player.get("src"))
    assert (heard.status_code, heard.headers["Content-Type"]) == (200, "audio/mpeg")
    assert recorded.opened(heard.content)[0] == ["mp3float"]
    part = shen.client.get(player.get("src"), headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.content) == (206, heard.content[:2])
    assert part.headers["Content-Range"] == f"bytes 0-1/{len(heard.content)}"
    shen.goes(f"/helpdesk/sidebar/?matter={matter.rstrip('/').rpartition('/')[2]}")
    assert shen.sees(".sb-lines .resident")[-1].endswith("[语音]")
    [kept] = Event.objects.filter(kind="files.file_kept")
    assert kept.facts["media"] == "audio/mpeg"


def test_a_video_is_played_on_the_desk_with_its_first_picture(sends, shen, matter):
    message = sends("video", recorded.video(2, location=recorded.PLACE))
    [player] = shen.page.cssselect("#thread video")
    assert player.get("src") == f"{matter}files/{message.file}/"
    assert player.get("aria-label") == "视频，2秒"
    poster = shen.client.get(player.get("poster"))
    assert (poster.status_code, poster.headers["Content-Type"]) == (200, "image/jpeg")
    seen = shen.client.get(player.get("src"))
    assert seen.headers["Content-Type"] == "video/webm"
    assert recorded.opened(seen.content)[0] == ["vp8", "opus"]
    assert b"loci" not in seen.content


@pytest.mark.parametrize(
    ("kind", "make", "shown"),
    [
        ("file", lambda: recorded.video(1), "video"),
        ("file", lambda: recorded.amr(1), "voice"),
        ("video", lambda: recorded.spoken(1), "voice"),
        ("file", samples.pdf, "file"),
    ],
)
def test_what_came_is_shown_as_what_it_is(sends, shen, kind, make, shown):
    message = sends(kind, make())
    assert message.kind == shown
    players = {"video": "#thread video", "voice": "#thread audio", "file": "#thread a.filemsg"}
    assert len(shen.page.cssselect(players[shown])) == 1


@pytest.mark.parametrize(
    ("kind", "make", "words"),
    [
        ("voice", lambda: recorded.amr(122), "语音不超过2分钟"),
        ("voice", lambda: recorded.amr()[:-7], "文件损坏或不完整"),
        ("video", lambda: recorded.video()[:9000], "文件损坏或不完整"),
        ("video", lambda: recorded.video(0.2, codec="libvpx-vp9"), "无法播放"),
        ("video", samples.mp4_with_gps, "文件损坏或不完整"),
    ],
)
def test_what_cannot_be_played_is_said_to_be_so(sends, shen, kind, make, words):
    message = sends(kind, make())
    assert (message.file, message.kind) == (None, kind)
    assert words in " ".join(shen.sees(".filemsg"))
    assert "请对方改发图片或文字" in " ".join(shen.sees(".filemsg"))
    assert StoredFile.objects.count() == 0


def test_a_voice_that_was_taken_back_is_played_no_more(sends, shen, matter, background, wecom):
    message = sends("voice", recorded.amr(1))
    wecom.standin.resident(wecom.resident()).recalls(message.external_id.partition(":")[2])
    background.catch_up()
    shen.goes(matter)
    assert shen.page.cssselect("#thread audio") == []


def test_a_voice_on_the_web_page_is_played_there(phone, sends, background, shen):
    kept = StoredFile.objects.get(pk=sends("voice", recorded.amr(2)).file)
    resident = phone()
    resident.says("你好")
    told = Message.objects.get(channel="web", text="你好")
    actions.attach(told, kept)
    resident.goes("/helpdesk/phone/")
    [player] = resident.page.cssselect("audio")
    assert player.get("src") == f"/helpdesk/phone/files/{kept.pk}/"
    heard = resident.client.get(player.get("src"), headers={"Range": "bytes=-5"})
    assert heard.status_code == 206
