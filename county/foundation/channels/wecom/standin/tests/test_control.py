"""The stand-in's own doors, its clock and its memory (wecom.md §13)."""

import json
import time

import pytest

from county.foundation.channels.wecom.standin.answers import answer
from county.foundation.channels.wecom.standin.pushes import Target
from county.foundation.channels.wecom.standin.server import StandIn
from county.foundation.channels.wecom.standin.setting import KF, KF_OTHER, R1, R2
from county.foundation.channels.wecom.standin.tests.conftest import TEXT, Caller
from county.foundation.channels.wecom.standin.wire import INTERFACES, Call

HOSTILE = [None, True, -1, 2**70, 1.5, "", "x", "\ud800", "‮🎉" * 999, [], [None], {}, {"a": []}]
NAMES = [
    "open_kfid", "cursor", "token", "limit", "touser", "msgid", "msgtype", "text", "code",
    "external_userid", "external_userid_list", "userid", "userid_list", "service_state",
    "servicer_userid", "tag", "tag_id", "group_id", "group_name", "id", "name", "order", "add_tag",
    "remove_tag", "sender", "tag_filter", "attachments", "welcome_code", "type", "scene", "user",
    "config_id", "handover_userid", "takeover_userid", "agentid", "template_card", "media_id",
    "response_code", "start_time", "end_time", "chat_type", "user_ticket", "member", "remark",
]  # fmt: skip
GOOD = {
    "open_kfid": KF, "touser": R1, "msgtype": "text", "text": {"content": "a"}, "userid": "shen",
    "external_userid": R1, "agentid": 1000002, "handover_userid": "shen", "sender": "shen",
    "takeover_userid": "lu", "type": 1, "scene": 2, "user": ["shen"], "group_name": "g",
    "tag": [{"name": "t"}], "userid_list": ["shen"], "external_userid_list": [R1],
    "service_state": 1, "chat_type": "single", "start_time": 0, "end_time": 9,
}  # fmt: skip


@pytest.fixture
def door(api):
    def door(path, **body):
        answer = api.http.post(f"/_standin/{path}", content=json.dumps(body))
        return answer.json()["result" if answer.status_code == 200 else "error"]

    return door


@pytest.mark.parametrize(
    "interface", sorted(one.path for one in INTERFACES.values() if one.verb == "POST")
)
def test_hostile_parameters_are_refused_in_words(api, standin, interface):
    """Each parameter in turn is of the wrong kind; always JSON, never a broken connection."""
    standin.resident(R1).writes("喂")
    query = {"access_token": api.token}
    ask = lambda raw: answer(standin.world, Call(interface, "POST", query, raw))  # noqa: E731
    for name in NAMES:
        for value in HOSTILE:
            content = json.dumps({**GOOD, name: value})
            status, _headers, body = ask(content.encode())
            assert (status, type(json.loads(body)["errcode"])) == (200, int)
    for content in (b"\xff", b"[]", b"7", b"[" * 100_000, b""):
        assert ask(content)[0] == 200
    assert standin.world.busy[interface] == 0


def test_people_are_played_over_http(api, door, standin):
    code = door(f"resident/{R1}/enters", scene="qr7")
    entry = door(f"resident/{R1}/writes", text="喂")
    assert entry["text"] == {"content": "喂"}
    door(f"resident/{R1}/sends", kind="image", content="/9j/AAAA", name="a.jpg")
    assert standin.world.contents[next(iter(standin.world.files))] == b"\xff\xd8\xff\0\0\0"
    door("officer/shen/takes", resident=R1)
    assert door(f"resident/{R1}/chat")[0]["msgid"] == entry["msgid"]
    assert code.startswith("KFCODE")
    new = door("residents", nickname="新来的")
    assert standin.world.residents[new]["nickname"] == "新来的（演示数据）"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("resident/wmx/writes", {"text": "a"}), (f"resident/{R1}/writes", {"words": "a"}),
        (f"resident/{R1}/writes", {}), (f"resident/{R1}/__init__", {}),
        (f"resident/{R1}/writes", {"text": "a", "account": "wkx"}),
        ("officer/nobody/takes", {"resident": R1}), ("officer/shen/takes", {"resident": "wmx"}),
        ("officer/shen/confirms", {"msgid": "m"}),
        ("officer/shen/presses", {"msgid": "m", "key": "k"}),
        ("nothing", {}), ("options", {"nothing": 1}), ("options", {"page": "many"}),
        ("clock", {"later": "soon"}), ("residents", {"nickname": " "}), ("residents", {}),
    ],
)  # fmt: skip
def test_a_misunderstanding_is_said_in_words(api, path, body):
    answer = api.http.post(f"/_standin/{path}", json=body)
    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)


def test_a_page_of_another_site_cannot_play(api):
    answer = api.http.post("/_standin/clock", json={}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    same = api.http.post("/_standin/clock", json={}, headers={"Origin": api.standin.url})
    assert same.status_code == 200


def test_the_page_and_its_parts(api):
    assert api.http.get("/").headers["Location"] == "/_standin/"
    page = api.http.get("/_standin/")
    assert "script-src" in page.headers["Content-Security-Policy"] or (
        "default-src 'self'" in page.headers["Content-Security-Policy"]
    )
    for inline in ("<style", "style=", "onclick=", "<script>"):
        assert inline not in page.text
    for name, kind in (("page.js", "javascript"), ("style.css", "css"), ("avatar.svg", "svg")):
        assert kind in api.http.get(f"/_standin/{name}").headers["Content-Type"]
    for lost in ("/_standin/../setting.py", "/_standin/%2e%2e/setting.py", "/_standin/files/x"):
        assert api.http.get(lost).status_code in (400, 404)


def test_the_state_is_sent_again_only_when_it_changed(api, standin):
    ask = lambda since: api.http.get(f"/_standin/state?since={since}").json()["result"]  # noqa: E731
    first = ask("")
    assert "sessions" in first
    assert "sessions" not in ask(first["version"])
    standin.resident(R1).writes("喂")
    assert "sessions" in ask(first["version"])
    assert "RC" not in json.dumps(first["posts"])


def test_the_clock_turns_and_runs(door, standin):
    now = standin.world.now()
    assert 3599 < door("clock", later=3600) - now < 3700
    door("clock", pace=3600)
    before = standin.world.now()
    time.sleep(0.05)
    assert standin.world.now() - before > 100
    door("clock", pace=1)
    door("clock", to=2_000_000_000)
    assert abs(standin.world.now() - 2_000_000_000) < 5


def test_the_console_grants_and_takes_accounts(api, door, listener, standin):
    """§5.3 kf_account_auth_change; and any other event."""
    door("grant", account=KF_OTHER, managed=True)
    assert f"<AuthAddOpenKfId><![CDATA[{KF_OTHER}]]></AuthAddOpenKfId>" in listener.heard[-1]
    assert api.post("kf/sync_msg", open_kfid=KF_OTHER)["errcode"] == 0
    door("grant", account=KF_OTHER, managed=False)
    assert "AuthDelOpenKfId" in listener.heard[-1]
    door("emit", fields=[["Event", "change_external_chat"], ["MemChangeList", [["Item", "a"]]]])
    assert "<MemChangeList><Item><![CDATA[a]]></Item></MemChangeList>" in listener.heard[-1]


def test_faults_and_tokens_over_http(api, door):
    assert door("faults", interface="getcallbackip", answers=[45009, [500, "x"]]) == {
        "getcallbackip": [45009, [500, "x"]]
    }
    assert api.get("getcallbackip")["errcode"] == 45009
    assert api.raw("GET", "getcallbackip").status_code == 500
    assert door("faults", interface="getcallbackip", answers=[-1], slow=0.1)
    assert door("faults", clear=True) == {}
    assert door("tokens", forget=True) == 0
    assert api.get("getcallbackip")["errcode"] == 40014
    assert door("arrows", arrows=["0>3"]) == ["0>3"]


def test_an_address_is_saved_over_http(door, listener, standin):
    other = Target("http://127.0.0.1:9/", token="theirs", deliver=listener.deliver)
    listener.target = other
    assert door("callback", url=other.url, token="theirs") is True
    assert (standin.sender.target.url, standin.sender.target.token) == (other.url, "theirs")


def test_it_remembers_over_a_restart(tmp_path, listener):
    """Our side keeps cursors, tokens and media ids."""
    state = tmp_path / "state.json"
    first = StandIn(listener.target, state=state, inline=True)
    caller = Caller(first)
    caller.sign_in()
    media = caller.upload("file", "a.txt", b"123456")["media_id"]
    first.resident(R1).writes("一")
    cursor = caller.post("kf/sync_msg", open_kfid=KF)["next_cursor"]
    first.resident(R1).writes("二")
    first.later(3600)
    first.officer("shen").remarks(R2, "老李")
    token, now = caller.token, first.world.now()
    first.close()
    caller.http.close()
    second = StandIn(listener.target, state=state, inline=True)
    caller = Caller(second)
    caller.token = token
    said = caller.post("kf/sync_msg", open_kfid=KF, cursor=cursor)["msg_list"]
    assert [one["text"]["content"] for one in said] == ["二"]
    assert caller.raw("GET", "media/get", {"media_id": media}).content == b"123456"
    assert caller.post("kf/send_msg", touser=R1, open_kfid=KF, **TEXT)["errcode"] == 0
    assert second.world.follows[f"shen {R2}"]["remark"] == "老李"
    assert 0 <= second.world.now() - now < 60
    second.close()
    caller.http.close()


def test_a_spoiled_writing_leaves_the_old_state(tmp_path, monkeypatch):
    state = tmp_path / "state.json"
    standin = StandIn(state=state)
    standin.resident(R1).writes("一")
    standin.keeper.keep()
    kept = state.read_bytes()
    standin.resident(R1).writes("二")
    monkeypatch.setattr("os.fsync", lambda _number: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        standin.keeper.keep()
    assert state.read_bytes() == kept
    monkeypatch.undo()
    standin.close()
    assert "二" in state.read_text(encoding="utf-8")
