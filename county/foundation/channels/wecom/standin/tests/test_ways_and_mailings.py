"""Ways to add officers, greetings and group sends (wecom.md §6.4 to §6.6)."""

import calendar

import pytest

from county.foundation.channels.wecom.standin.setting import R1, R2, R3, R4
from county.foundation.channels.wecom.standin.world import DAY

PNG = b"\x89PNG\r\n\x1a\n123"
WAY = {"type": 1, "scene": 2, "user": ["shen"], "state": "qr7"}
HELLO = {"text": {"content": "您好"}}


@pytest.fixture
def create(api):
    def create(**body):
        return api.post("externalcontact/add_msg_template", **{**HELLO, **body})

    return create


@pytest.fixture
def results(api):
    def results(msgid, officer="shen"):
        body = {"msgid": msgid, "userid": officer}
        found = api.post("externalcontact/get_groupmsg_send_result", **body)["send_list"]
        return {one["external_userid"]: one["status"] for one in found}

    return results


def test_a_way_lives(api, standin):
    made = api.post("externalcontact/add_contact_way", **WAY)
    assert api.http.get(made["qr_code"]).headers["content-type"] == "image/png"
    key = {"config_id": made["config_id"]}
    standin.resident(R4).scans(made["config_id"])
    found = api.get("externalcontact/get", external_userid=R4)["follow_user"]
    assert [(one["userid"], one["state"]) for one in found] == [("shen", "qr7")]
    read = api.post("externalcontact/get_contact_way", **key)["contact_way"]
    assert (read["state"], read["user"], read["skip_verify"]) == ("qr7", ["shen"], True)
    assert api.post("externalcontact/update_contact_way", **key, state="qr8")["errcode"] == 0
    read = api.post("externalcontact/get_contact_way", **key)["contact_way"]
    assert (read["state"], read["qr_code"]) == ("qr8", made["qr_code"])
    assert api.post("externalcontact/list_contact_way")["contact_way"] == [key]
    assert api.post("externalcontact/del_contact_way", **key)["errcode"] == 0
    assert api.post("externalcontact/get_contact_way", **key)["errcode"] == 41044
    assert api.post("externalcontact/get_contact_way")["errcode"] == 41043


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": 3}, 41039), ({"scene": 3}, 41040), ({"user": ["shen", "xu"]}, 40058),
        ({"user": ["x"]}, 40003), ({"user": ["dpo"]}, 41054), ({"state": "字" * 31}, 40058),
        ({"type": 2, "user": ["shen"] * 101}, 41041), ({"type": 2, "user": []}, 40058),
    ],
)  # fmt: skip
def test_a_bad_way_is_refused(api, change, code):
    assert api.post("externalcontact/add_contact_way", **{**WAY, **change})["errcode"] == code


def test_ways_need_a_type_and_a_scene_and_are_listed_in_pages(api, standin):
    assert api.post("externalcontact/add_contact_way", scene=1)["errcode"] == 41037
    assert api.post("externalcontact/add_contact_way", type=1)["errcode"] == 41038
    for _n in range(3):
        api.post("externalcontact/add_contact_way", **{**WAY, "scene": 1})
    first = api.post("externalcontact/list_contact_way", limit=2)
    rest = api.post("externalcontact/list_contact_way", limit=2, cursor=first["next_cursor"])
    assert [len(one["contact_way"]) for one in (first, rest)] == [2, 1]
    standin.later(91 * DAY)
    api.sign_in()
    assert api.post("externalcontact/list_contact_way")["contact_way"] == []


def test_a_greeting_is_said_once_within_20_seconds(api, standin):
    """§6.5."""
    greet = lambda code, **more: api.post(  # noqa: E731
        "externalcontact/send_welcome_msg", welcome_code=code, **{**HELLO, **more}
    )["errcode"]
    code = standin.resident(R4).adds("shen")
    assert greet(code, text={"content": "警" * 1334}) == 40058
    standin.fails("externalcontact/send_welcome_msg", 41096)
    assert [greet(code), greet(code), greet(code)] == [41096, 0, 41051]
    assert [greet("x"), greet("")] == [41050, 41049]
    late = standin.resident(R3).adds("shen")
    standin.later(21)
    assert greet(late) == 41050
    assert standin.resident(R4).adds("shen") == ""  # the chat has begun


def test_nothing_is_sent_before_the_officer_confirms(api, standin, create, results):
    """F-31; and the callbacks know nothing of it."""
    made = create(sender="shen")
    assert made["fail_list"] == []
    task = lambda: api.post("externalcontact/get_groupmsg_task", msgid=made["msgid"])["task_list"]  # noqa: E731
    assert task() == [{"userid": "shen", "status": 0}]
    assert results(made["msgid"]) == {R1: 0, R2: 0}
    standin.officer("shen").confirms(made["msgid"], chosen=[R1])
    assert results(made["msgid"]) == {R1: 1, R2: 0}
    assert task()[0]["status"] == 2
    assert task()[0]["send_time"] > 0


def test_the_task_goes_to_whom_the_resident_last_spoke(standin, create, api):
    standin.later(5)
    api.sign_in()
    standin.resident(R1).tells("xu", "在吗")
    made = create(external_userid=[R1, R2, R4, "wmx"])
    assert made["fail_list"] == [R4, "wmx"]
    found = api.post("externalcontact/get_groupmsg_task", msgid=made["msgid"])["task_list"]
    assert {one["userid"] for one in found} == {"shen", "xu"}
    nobody = create(external_userid=[R4])
    assert (nobody["errcode"], nobody["fail_list"]) == (41048, [R4])


def test_tags_choose_or_within_and_across(api, standin, create, results):
    names = [{"name": name} for name in "甲乙丙"]
    tags = api.post("externalcontact/add_corp_tag", group_name="组", tag=names)["tag_group"]["tag"]
    key = {one["name"]: one["id"] for one in tags}
    for resident, marks in ((R1, "甲丙"), (R2, "乙")):
        pair = {"userid": "shen", "external_userid": resident}
        api.post("externalcontact/mark_tag", **pair, add_tag=[key[one] for one in marks])

    def reached(*groups):
        lists = [{"tag_list": [key[one] for one in group]} for group in groups]
        made = create(sender="shen", tag_filter={"group_list": lists})
        return set(results(made["msgid"])) if made["errcode"] == 0 else made["errcode"]

    assert reached("甲乙") == {R1, R2}
    assert reached("甲乙", "丙") == {R1}
    assert reached("乙", "丙") == 41048
    many = {"group_list": [{"tag_list": ["et"] * 101}]}
    assert create(sender="shen", tag_filter=many)["errcode"] == 40058


def test_who_is_no_friend_any_more_or_had_enough(standin, create, results, api):
    """Statuses 2 and 3: as many a month as it has days."""
    standin.resident(R2).deletes("shen")
    now = standin.world.now()
    standin.world.quotas[R1] = [now] * 27
    sent = []
    for _n in range(5):
        made = create(sender="shen")["msgid"]
        standin.officer("shen").confirms(made)
        sent.append(results(made))
    assert {one[R2] for one in sent} == {2}
    got = [one[R1] for one in sent].count(1)
    month = standin.world.now() + 8 * 3600
    year, number = _year_and_month(month)
    assert 27 + got == max(27, calendar.monthrange(year, number)[1])
    assert sent[-1][R1] == 3
    standin.later(31 * DAY)
    api.sign_in()
    made = create(sender="shen")["msgid"]
    standin.officer("shen").confirms(made)
    assert results(made)[R1] == 1


def _year_and_month(moment):
    days = int(moment // DAY)
    for year in range(1970, 2100):
        for month in range(1, 13):
            length = calendar.monthrange(year, month)[1]
            if days < length:
                return year, month
            days -= length
    raise AssertionError


def test_an_administrator_may_allow_one_a_day(standin, create, results, api):
    standin.option(quota="day")
    for expected in (1, 3):
        made = create(sender="chen")["msgid"]
        standin.officer("chen").confirms(made)
        assert results(made, "chen") == {R3: expected}
    standin.later(DAY)
    api.sign_in()
    made = create(sender="chen")["msgid"]
    standin.officer("chen").confirms(made)
    assert results(made, "chen") == {R3: 1}


def test_tasks_are_found_reminded_and_cancelled(api, standin, create):
    """§6.4: 41063 right after making, 41094, 41093."""
    standin.option(dispatching=1)
    made = create(sender="shen")["msgid"]
    now = standin.world.second()
    span = {"chat_type": "single", "start_time": now - 10, "end_time": now + 10}
    listed = api.post("externalcontact/get_groupmsg_list_v2", **span)["group_msg_list"]
    assert [(one["msgid"], one["create_type"], "creator" in one) for one in listed] == [
        (made, 0, False)
    ]
    assert listed[0]["text"] == {"content": "您好"}
    long = {**span, "start_time": now - 40 * DAY}
    assert api.post("externalcontact/get_groupmsg_list_v2", **long)["errcode"] == 40058
    personal = api.post("externalcontact/get_groupmsg_list_v2", **span, filter_type=1)
    assert personal["group_msg_list"] == []
    ask = lambda word, **body: api.post(f"externalcontact/{word}", **body)["errcode"]  # noqa: E731
    assert [ask("get_groupmsg_task", msgid=made) for _n in range(2)] == [41063, 0]
    assert [ask("remind_groupmsg_send", msgid=made) for _n in range(2)] == [0, 41094]
    assert ask("cancel_groupmsg_send", msgid=made) == 0
    assert ask("get_groupmsg_task", msgid=made) == 41093
    assert [ask("get_groupmsg_task"), ask("get_groupmsg_task", msgid="m")] == [41046, 41047]
    with pytest.raises(Exception, match=made):
        standin.officer("shen").confirms(made)


def test_what_is_sent_has_limits(api, create):
    """§6.4."""
    picture = api.upload("image", "a.png", PNG)["media_id"]
    lasting = api.upload("image", "a.png", PNG, "media/uploadimg")["url"]
    image = {"msgtype": "image", "image": {"media_id": picture}}
    link = {"msgtype": "link", "link": {"title": "a", "url": "https://a.cn"}}
    attached = lambda *these: create(sender="shen", attachments=list(these))["errcode"]  # noqa: E731
    assert attached(image, link, {"msgtype": "image", "image": {"pic_url": lasting}}) == 0
    assert attached(*[link] * 10) == 41064
    assert attached({"msgtype": "hologram"}) == 41065
    assert attached({"msgtype": "image", "image": {"pic_url": "https://a.cn/a.png"}}) == 40007
    assert attached({"msgtype": "link", "link": {"title": "题" * 43, "url": "u"}}) == 40058
    assert create(sender="shen", text={"content": "a" * 4001})["errcode"] == 40058
    assert create(sender="shen", text={})["errcode"] == 40058
    assert create()["errcode"] == 40058
    assert create(sender="shen", external_userid=[R1] * 10_001)["errcode"] == 40058
