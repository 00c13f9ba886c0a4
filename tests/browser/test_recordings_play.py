"""What residents say and film is heard and seen in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

from county.foundation.events.registry import System
from county.foundation.files import actions as files
from county.foundation.files.tests import recorded
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message
from tests.browser.conftest import PATIENCE
from tests.browser.windows import wrote

PLAYED = """async (player) => {
  player.muted = true;
  await player.play();
  await new Promise((done) => {
    player.addEventListener("timeupdate", done, { once: true });
    setTimeout(done, 5000);
  });
  return [player.paused, player.readyState, player.duration, player.videoWidth || 0];
}"""
JUMPED = """(player) => new Promise((done) => {
  player.addEventListener("seeked", () => done(player.currentTime), { once: true });
  player.currentTime = 2.5;
  setTimeout(() => done(`not within 15 s, at ${player.currentTime}`), 15000);
})"""


CALM = """() => new Promise((done) => {
  let shown = document.getElementById("thread"), since = Date.now();
  const looking = setInterval(() => {
    const now = document.getElementById("thread");
    if (now !== shown) [shown, since] = [now, Date.now()];
    if (Date.now() - since > 3000) done(clearInterval(looking));
  }, 50);
})"""


def played(player: Locator) -> list[Any]:
    """Let it play; what was told before the page was opened may renew the thread meanwhile."""
    for _again in range(PATIENCE):
        try:
            paused, *told = player.evaluate(PLAYED)
        except Error as error:
            assert "removed from the document" in str(error)
        else:
            if not paused:
                return told
    raise AssertionError("It never plays.")


def jumped(player: Locator) -> float:
    """Where it is after a jump; a jump that news cut short is made again."""
    for _again in range(3):
        if isinstance(at := player.evaluate(JUMPED), float | int):
            return at
    raise AssertionError(at)


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
        page.evaluate(CALM)  # what was told before the page was opened renews the thread once
        return page

    return show


def test_a_voice_plays_and_jumps(thread: Callable[[bytes, str], Page], axe: Any) -> None:
    page = thread(recorded.amr(4), "a.amr")
    player = page.locator("#thread audio")
    expect(player).to_have_accessible_name("语音消息，4秒")
    state, length, _width = played(player)
    assert state >= 2
    assert length == pytest.approx(4, abs=0.3)
    assert jumped(player) == pytest.approx(2.5, abs=0.2)
    assert axe(page) == []


def test_a_voice_goes_on_while_news_come(thread: Callable[[bytes, str], Page]) -> None:
    page = thread(recorded.amr(60), "a.amr")
    player = page.locator("#thread audio")
    played(player)
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
    state, length, width = played(player)
    assert state >= 2
    assert width == 320
    assert length == pytest.approx(3, abs=0.3)
    assert jumped(player) == pytest.approx(2.5, abs=0.2)
