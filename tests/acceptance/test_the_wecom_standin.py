"""`siwei wecom-standin` serves without a database, and remembers over a restart."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import httpx

from county.foundation.channels.wecom.standin.setting import CORP, KF, R1, SECRET
from tests.acceptance.conftest import PATIENCE, Installation, free_port


def test_it_serves_and_remembers(tmp_path: Path) -> None:
    placed = Installation(tmp_path, free_port())
    words = ("wecom-standin", "--port", str(placed.port), "--state", str(tmp_path / "w" / "s.json"),
             "--callback", "http://127.0.0.1:9/channels/wecom/callback/")  # fmt: skip
    cursor, token = "", ""
    for text in ("一", "二"):
        process = placed.start(*words)
        with httpx.Client(base_url=placed.url, trust_env=False) as http:
            wait(http)
            if not token:
                query = {"corpid": CORP, "corpsecret": SECRET}
                token = http.get("/cgi-bin/gettoken", params=query).json()["access_token"]
            http.post(f"/_standin/resident/{R1}/writes", json={"text": text}).raise_for_status()
            body = {"open_kfid": KF} | ({"cursor": cursor} if cursor else {})
            page = http.post("/cgi-bin/kf/sync_msg", params={"access_token": token}, json=body)
            assert [one["text"]["content"] for one in page.json()["msg_list"]] == [text]
            cursor = page.json()["next_cursor"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    log = (tmp_path / "siwei.log").read_text(encoding="utf-8")
    assert f"{placed.url}/" in log
    assert "Traceback" not in log


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    placed = Installation(tmp_path, free_port())
    first = placed.start("wecom-standin", "--port", str(placed.port))
    with httpx.Client(base_url=placed.url, trust_env=False) as http:
        wait(http)
    second = placed.run("wecom-standin", "--port", str(placed.port))
    first.send_signal(signal.SIGTERM)
    assert (first.wait(10), second.returncode) == (0, 1)
    assert f"The port {placed.port} is not free" in second.stderr


def wait(http: httpx.Client) -> None:
    """Until it answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            http.get("/_standin/state").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("it does not serve")
