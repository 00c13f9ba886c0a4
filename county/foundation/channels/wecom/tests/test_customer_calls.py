"""The calls of customer contact over real sockets, against the stand-in (wecom.md §6)."""

import pytest

from county.foundation.channels.wecom import client as wire
from county.foundation.channels.wecom import contacts, mailings, tags, ways
from county.foundation.channels.wecom.answers import OverLimit
from county.foundation.channels.wecom.errors import Unreachable, WeComRefused
from county.foundation.channels.wecom.standin.setting import R1, R2, R3

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(wire, "BUSY_WAITS", (0.01, 0.01, 0.01))


def code_of(act):
    with pytest.raises(WeComRefused) as why:
        act()
    return why.value.code


def test_contacts_of_many_officers_come_page_by_page(standin, wecom):
    for n in range(150):
        standin.world.befriend("xu", standin.world.add_resident(f"居民{n}"), state=f"s{n}")
    pages = list(contacts.follows_of(wecom, ["shen", "xu"]))
    assert [len(page.found) for page in pages] == [100, 53]
    found = {(one.officer, one.resident): one for page in pages for one in page.found}
    assert len(found) == 153
    assert found["shen", R1].name == "稻花香里（演示数据）"
    assert found["shen", R1].since > 0
    assert {one.state for one in found.values()} >= {"s0", "s149", ""}


def test_a_list_without_end_is_given_up(standin, wecom):
    page = b'{"errcode":0,"external_contact_list":[],"next_cursor":"same"}'
    standin.fails("externalcontact/batch/get_by_user", (200, page), (200, page))
    with pytest.raises(Unreachable):
        list(contacts.follows_of(wecom, ["shen"]))


LISTS = [
    ("batch/get_by_user", lambda wecom: list(contacts.follows_of(wecom, ["shen"]))),
    ("get_corp_tag_list", tags.library),
    ("list_contact_way", lambda wecom: list(ways.made_since(wecom, 1, 2))),
    ("get_groupmsg_list_v2", lambda wecom: list(mailings.known(wecom, 1, 2))),
    ("get_groupmsg_task", lambda wecom: list(mailings.tasks(wecom, "m"))),
    ("get_groupmsg_send_result", lambda wecom: list(mailings.outcomes(wecom, "m", "shen"))),
    ("transfer_result", lambda wecom: list(contacts.transfers(wecom, "shen", "xu"))),
]


@pytest.mark.parametrize(("interface", "ask"), LISTS, ids=[name for name, _ask in LISTS])
def test_an_error_is_never_an_empty_list(standin, wecom, interface, ask):
    """F-36: error bodies carry empty lists."""
    standin.fails(f"externalcontact/{interface}", *[45033] * 4)
    assert code_of(lambda: ask(wecom)) == 45033
    for wrong in (b'{"errcode":0,"%b":{}}', b"[]", b"<html>", b'{"errcode":"0"}'):
        name = {
            "batch/get_by_user": b"external_contact_list", "get_corp_tag_list": b"tag_group",
            "list_contact_way": b"contact_way", "get_groupmsg_list_v2": b"group_msg_list",
            "get_groupmsg_task": b"task_list", "get_groupmsg_send_result": b"send_list",
            "transfer_result": b"customer",
        }[interface]  # fmt: skip
        body = wrong.replace(b"%b", name)
        standin.fails(f"externalcontact/{interface}", (200, body))
        with pytest.raises(Unreachable):
            ask(wecom)


def test_tags_are_made_changed_marked_and_deleted(standin, wecom):
    made = tags.add(wecom, "警小微·测试", [("租房居住", 5), ("出租房东", 9)], order=7)
    assert (made.name, made.order, {tag.name for tag in made.tags}) == (
        "警小微·测试", 7, {"租房居住", "出租房东"},
    )  # fmt: skip
    more = tags.add(wecom, "警小微·测试", [("新来", 1)], known=made.id)
    assert (more.id, [tag.name for tag in more.tags]) == (made.id, ["新来"])
    first = made.tags[0]
    tags.edit(wecom, first.id, name="改名", order=1)
    tags.mark(wecom, "shen", R1, add=[first.id])
    assert standin.world.follows[f"shen {R1}"]["tags"] == [first.id]
    tags.mark(wecom, "shen", R1, remove=[first.id])
    assert standin.world.follows[f"shen {R1}"]["tags"] == []
    assert code_of(lambda: tags.mark(wecom, "shen", R3, add=[first.id])) == 84061
    tags.delete(wecom, [tag.id for tag in (*made.tags, *more.tags)])
    assert "警小微·测试" not in {group.name for group in tags.library(wecom)}


def test_a_conflict_on_a_contact_is_tried_again(standin, wecom):
    """F-37."""
    tag = tags.add(wecom, "组", [("标签", 1)]).tags[0]
    standin.fails("externalcontact/mark_tag", 45035, 45035)
    tags.mark(wecom, "shen", R1, add=[tag.id])
    assert standin.asked["externalcontact/mark_tag"] == 3
    assert standin.world.follows[f"shen {R1}"]["tags"] == [tag.id]


def test_a_code_is_made_read_changed_and_deleted(standin, wecom):
    made = ways.add(wecom, ["shen"], state="330424001.abc", title="武原")
    assert made.config
    assert made.picture
    (config,) = ways.made_since(wecom, 0, 2**31)
    read = ways.get(wecom, config)
    assert (read.state, read.title, read.members) == ("330424001.abc", "武原", ("shen",))
    ways.update(wecom, config, ["xu"], state="x", title="新")
    assert ways.get(wecom, config).members == ("xu",)
    ways.delete(wecom, config)
    assert code_of(lambda: ways.get(wecom, config)) == 41044


def test_a_group_message_goes_by_tags_too(standin, wecom):
    tag = tags.add(wecom, "组", [("标签", 1)]).tags[0]
    tags.mark(wecom, "chen", R3, add=[tag.id])
    made = mailings.make_by_tags(wecom, [[tag.id]], "提醒")
    assert list(mailings.tasks(wecom, made.id)) == [mailings.Task("chen", confirmed=False)]
    (one,) = mailings.outcomes(wecom, made.id, "chen")
    assert (one.resident, one.status) == (R3, mailings.UNSENT)
    mailings.remind(wecom, made.id)
    assert code_of(lambda: mailings.remind(wecom, made.id)) == 41094
    mailings.cancel(wecom, made.id)
    assert code_of(lambda: mailings.cancel(wecom, made.id)) == 41093


def test_a_transfer_says_how_it_stands(standin, wecom):
    assert contacts.transfer(wecom, "shen", "zhu", [R1, R3]) == {R1: 0, R3: 40131}
    (moved,) = contacts.transfers(wecom, "shen", "zhu")
    assert (moved.resident, moved.status) == (R1, 2)
    assert moved.at > 0
    with pytest.raises(OverLimit):
        contacts.transfer(wecom, "shen", "shen", [R2])


def test_a_welcome_is_said_once(standin, wecom):
    """F-30."""
    code = standin.resident(R3).adds("xu")
    contacts.welcome(wecom, code, "您好")
    assert code_of(lambda: contacts.welcome(wecom, code, "您好")) == 41051
    late = standin.resident(R2).adds("xu")
    standin.later(21)
    assert code_of(lambda: contacts.welcome(wecom, late, "您好")) == 41050


TOO_MUCH = [
    lambda wecom: contacts.welcome(wecom, "c", "长" * 1334),
    lambda wecom: contacts.welcome(wecom, "c", " "),
    lambda wecom: contacts.transfer(wecom, "a", "b", [f"wm{n}" for n in range(101)]),
    lambda wecom: contacts.transfer(wecom, "a", "b", ["wm1"], farewell="长" * 201),
    lambda wecom: ways.add(wecom, [], state="s", title="t"),
    lambda wecom: ways.add(wecom, [f"u{n}" for n in range(101)], state="s", title="t"),
    lambda wecom: ways.add(wecom, ["shen"], state="s" * 31, title="t"),
    lambda wecom: ways.update(wecom, "c", ["shen"], state="s", title="长" * 31),
    lambda wecom: tags.add(wecom, "组", []),
    lambda wecom: tags.add(wecom, "组", [("标签", 2**32)]),
    lambda wecom: tags.edit(wecom, "et1", name="长" * 31, order=1),
    lambda wecom: tags.mark(wecom, "shen", "wm1"),
    lambda wecom: tags.delete(wecom, []),
    lambda wecom: mailings.make(wecom, ["wm1", ""], "提醒"),
    lambda wecom: mailings.make_by_tags(wecom, [], "提醒"),
    lambda wecom: list(mailings.known(wecom, 0, 32 * 24 * 3600)),
]


@pytest.mark.parametrize("act", TOO_MUCH)
def test_what_wecom_would_not_take_is_not_sent(standin, wecom, act):
    with pytest.raises(OverLimit):
        act(wecom)
    assert dict(standin.asked) == {}
