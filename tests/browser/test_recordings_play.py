"""What residents say and film is heard and seen in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from county.foundation.events.registry import System
from county.foundation.files import actions as files
from county.foundation.files.tests import recorded
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message
from tests.browser.windows import wrote

PLAYED = """async (player) => {
  player.muted = true;
  await player.play();
  await new Promise((done) => player.addEventListener("timeupdate", done, { once: true }));
  return [player.readyState, player.duration, player.videoWidth || 0];
}"""
JUMPED = """(player) => new Promise((done) => {
  player.addEventListener("seeked", () => done(player.currentTime), { once: true });
  player.currentTime = 2.5;
  setTimeout(() => done(`not within 15 s, at ${player.currentTime}`), 15000);
})"""


@pytest.fixture
def thread(
    site: str, context: BrowserContext, page: Page, desk: Callable[..., Any], background: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[bytes, str], Page]:  # fmt: skip
    """`thread(content, name)`: an officer has the thread open in which a resident sent this."""

    def show(content: bytes, name: str) -> Page:
        sat = desk("沈警官", wecom_id="shen")
        cookie = sat.client.cookies["siwei"].value
        context.add_cookies([{"name": "siwei", "value": cookie, "url": site}])
        matter = wrote(background, monkeypatch, "他发语音让我转账")
        kept = files.keep(
            content, name=name, by=System("wecom"), purpose="conversation", recordings=True
        )
        conversations.attach(Message.objects.get(text="他发语音让我转账"), kept)
        page.goto(matter.url)
        return page

    return show


def test_a_voice_plays_and_jumps(thread: Callable[[bytes, str], Page], axe: Any) -> None:
    page = thread(recorded.amr(4), "a.amr")
    player = page.locator("#thread audio")
    expect(player).to_have_accessible_name("语音消息，4秒")
    state, length, _width = player.evaluate(PLAYED)
    assert state >= 2
    assert length == pytest.approx(4, abs=0.3)
    assert player.evaluate(JUMPED) == pytest.approx(2.5, abs=0.2)
    assert axe(page) == []


def test_a_voice_goes_on_while_news_come(thread: Callable[[bytes, str], Page]) -> None:
    page = thread(recorded.amr(60), "a.amr")
    # What was told before the page was opened may renew the thread while the voice begins.
    player = page.locator("#thread audio")
    while player.evaluate(PLAYED) and player.evaluate("(player) => player.paused"):
        page.wait_for_timeout(200)
    place = Message.objects.get(text="他发语音让我转账").conversation_id
    conversations.note(place, text="正在听", by=System("desk"), name="沈警官")
    expect(page.locator("#thread .notemsg")).to_contain_text("正在听")
    assert player.evaluate("(player) => [player.paused, player.currentTime > 0]") == [False, True]


def test_a_video_shows_its_first_picture_and_plays(thread: Callable[[bytes, str], Page]) -> None:
    page = thread(recorded.video(3, (320, 240)), "a.mp4")
    player = page.locator("#thread video")
    expect(player).to_have_accessible_name("视频，3秒")
    poster = page.request.get(player.get_attribute("poster"))
    assert (poster.status, poster.headers["content-type"]) == (200, "image/jpeg")
    state, length, width = player.evaluate(PLAYED)
    assert state >= 2
    assert width == 320
    assert length == pytest.approx(3, abs=0.3)
    assert player.evaluate(JUMPED) == pytest.approx(2.5, abs=0.2)
