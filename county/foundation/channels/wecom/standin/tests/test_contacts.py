"""Contacts, remarks, tags and transfers (wecom.md §6.1 to §6.3, §6.7, §10)."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from county.foundation.channels.wecom.standin.setting import R1, R2, R3, R4, RESIDENTS
from county.foundation.channels.wecom.standin.world import DAY

PAIR = {"userid": "shen", "external_userid": R1}


@pytest.fixture
def mark(api):
    def mark(**more):
        return api.post("externalcontact/mark_tag", **{**PAIR, **more})["errcode"]

    return mark


def added(api, group="警情", *names):
    tags = [{"name": name} for name in names or ("受骗",)]
    return api.post("externalcontact/add_corp_tag", group_name=group, tag=tags)["tag_group"]


def seen(api, officer="shen", resident=R1):
    found = api.get("externalcontact/get", external_userid=resident)["follow_user"]
    return next(one for one in found if one["userid"] == officer)


def field(xml, name):
    return xml.partition(f"<{name}>")[2].partition(f"</{name}>")[0].removeprefix(
        "<![CDATA["
    ).removesuffix("]]>")  # fmt: skip


def test_officers_and_their_contacts(api, standin):
    officers = api.get("externalcontact/get_follow_user_list")["follow_user"]
    assert ("shen" in officers, "dpo" in officers) == (True, False)
    assert api.get("externalcontact/list", userid="shen")["external_userid"] == [R1, R2]
    empty = api.get("externalcontact/list", userid="lu")
    assert (empty["errcode"], empty["external_userid"]) == (84061, [])
    assert api.get("externalcontact/list", userid="x")["errcode"] == 40003
    standin.world.officers["shen"]["visible"] = False
    assert api.get("externalcontact/list", userid="shen")["errcode"] == 60011


def test_a_contact_with_all_officers(api):
    found = api.get("externalcontact/get", external_userid=R1)
    assert found["external_contact"]["name"] == RESIDENTS[R1]
    assert found["external_contact"]["type"] == 1
    assert [one["userid"] for one in found["follow_user"]] == ["shen", "xu"]
    assert found["next_cursor"] == ""
    for resident, code in (("wmx", 40096), (R4, 84061)):
        refused = api.get("externalcontact/get", external_userid=resident)
        assert (refused["errcode"], refused["follow_user"]) == (code, [])


def test_followers_come_by_five_hundred(api, standin):
    for n in range(501):
        standin.world.officers[f"o{n}"] = dict(standin.world.officers["shen"])
        standin.world.befriend(f"o{n}", R4)
    first = api.get("externalcontact/get", external_userid=R4)
    rest = api.get("externalcontact/get", external_userid=R4, cursor=first["next_cursor"])
    assert [len(one["follow_user"]) for one in (first, rest)] == [500, 1]
    assert rest["next_cursor"] == ""
    bad = api.get("externalcontact/get", external_userid=R4, cursor="?")
    assert bad["errcode"] == 50100


def test_contacts_of_several_officers_in_pages(api, mark):
    tag = added(api)["tag"][0]["id"]
    assert mark(add_tag=[tag]) == 0
    body = {"userid_list": ["shen", "chen"], "limit": 2}
    first = api.post("externalcontact/batch/get_by_user", **body)
    rest = api.post("externalcontact/batch/get_by_user", **body, cursor=first["next_cursor"])
    both = first["external_contact_list"] + rest["external_contact_list"]
    assert [one["external_contact"]["external_userid"] for one in both] == [R1, R2, R3]
    assert both[0]["follow_info"]["tag_id"] == [tag]
    assert rest["next_cursor"] == ""
    assert api.post("externalcontact/batch/get_by_user", userid_list=[])["errcode"] == 40058
    refused = api.post("externalcontact/batch/get_by_user", userid_list=["shen"], limit=101)
    assert refused["errcode"] == 40058


def test_remarks_have_limits_and_make_no_callback(api, listener):
    """§6.2, D:92130."""
    remark = lambda **more: api.post("externalcontact/remark", **PAIR, **more)["errcode"]  # noqa: E731
    assert remark(remark="储" * 20, description="叙" * 150, remark_mobiles=["13800000000"]) == 0
    assert (seen(api)["remark"], seen(api)["remark_mobiles"]) == ("储" * 20, ["13800000000"])
    assert remark(remark_mobiles=[""], remark="") == 0
    assert (seen(api)["remark"], seen(api)["remark_mobiles"]) == ("", [])
    assert [remark(), remark(remark="储" * 21), remark(description="叙" * 151)] == [40058] * 3
    assert listener.heard == []


def test_tags_are_made_edited_and_deleted(api, listener):
    """§6.3."""
    group = added(api, "警情", "受骗", "受骗", "走失")
    assert [one["name"] for one in group["tag"]] == ["走失", "受骗"]
    again = api.post(
        "externalcontact/add_corp_tag", group_id=group["group_id"], group_name="不算",
        tag=[{"name": "求助", "order": 9}],
    )["tag_group"]  # fmt: skip
    assert (again["group_id"], again["group_name"]) == (group["group_id"], "警情")
    same = api.post("externalcontact/add_corp_tag", group_name="警情", tag=[{"name": "求助"}])
    assert same["errcode"] == 40071
    library = api.post("externalcontact/get_corp_tag_list")["tag_group"]
    ours = next(one for one in library if one["group_name"] == "警情")
    assert next(one["name"] for one in ours["tag"]) == "求助"
    assert "deleted" not in ours
    edit = lambda **body: api.post("externalcontact/edit_corp_tag", **body)["errcode"]  # noqa: E731
    one, two, three = (tag["id"] for tag in ours["tag"])
    assert [edit(id=one, name="急"), edit(id=two, name="急"), edit(id="et", name="a")] == [
        0, 40071, 40068,
    ]  # fmt: skip
    assert edit(id=group["group_id"], name="字" * 31) == 40072
    assert edit(id=group["group_id"], order=2**32) == 40058
    delete = lambda **body: api.post("externalcontact/del_corp_tag", **body)["errcode"]  # noqa: E731
    assert [delete(tag_id=[one]), delete(tag_id=[one]), delete()] == [0, 40068, 40058]
    asked = api.post("externalcontact/get_corp_tag_list", tag_id=[one, two])["tag_group"][0]
    assert {tag["id"]: tag["deleted"] for tag in asked["tag"]} == {one: True, two: False}
    assert asked["deleted"] is False
    assert delete(tag_id=[two, three]) == 0
    library = api.post("externalcontact/get_corp_tag_list")["tag_group"]
    assert [one["group_name"] for one in library] == ["来源"]
    assert listener.heard == []


def test_tags_of_the_console_are_not_ours_to_change(api):
    group = api.post("externalcontact/get_corp_tag_list")["tag_group"][0]
    tag = group["tag"][0]["id"]
    for interface, body in (
        ("edit_corp_tag", {"id": tag, "name": "a"}), ("del_corp_tag", {"tag_id": [tag]}),
        ("del_corp_tag", {"group_id": [group["group_id"]]}),
    ):  # fmt: skip
        assert api.post(f"externalcontact/{interface}", **body)["errcode"] == 48002
    new = api.post(
        "externalcontact/add_corp_tag", group_id=group["group_id"], tag=[{"name": "我方"}]
    )["tag_group"]["tag"][0]["id"]
    assert api.post("externalcontact/edit_corp_tag", id=new, name="我")["errcode"] == 0


def test_the_library_and_a_contact_are_full_some_time(api, standin, mark):
    standin.option(most_tags=4, most_tags_of_contact=1)
    group = added(api, "警情", "甲", "乙")
    full = api.post("externalcontact/add_corp_tag", group_name="警情", tag=[{"name": "丙"}])
    assert full["errcode"] == 40126
    one, two = (tag["id"] for tag in group["tag"])
    assert [mark(add_tag=[one]), mark(add_tag=[two])] == [0, 40144]
    assert mark(add_tag=[two], remove_tag=[one]) == 0


def test_a_contact_is_tagged(api, mark):
    first, second = (one["id"] for one in added(api, "警情", "甲", "乙")["tag"])
    assert mark(add_tag=[first, second]) == 0
    assert {(one["tag_name"], one["group_name"], one["type"]) for one in seen(api)["tags"]} == {
        ("甲", "警情", 1), ("乙", "警情", 1),
    }  # fmt: skip
    assert mark(remove_tag=[first]) == 0
    assert [one["tag_id"] for one in seen(api)["tags"]] == [second]
    assert [mark(), mark(add_tag=["et"]), mark(add_tag=[first], external_userid=R3)] == [
        40058, 40068, 84061,
    ]  # fmt: skip
    api.post("externalcontact/del_corp_tag", tag_id=[second])
    assert seen(api)["tags"] == []


def test_who_is_a_contact(api, standin, mark):
    """F-45: one-way, deleted, and not yet accepted are three things."""
    tag = added(api)["tag"][0]["id"]
    standin.resident(R1).deletes("shen")
    assert mark(add_tag=[tag]) == 0
    standin.officer("shen").deletes(R2)
    assert mark(external_userid=R2, add_tag=[tag]) == 84061
    standin.resident(R4).half_adds("shen")
    assert mark(external_userid=R4, add_tag=[tag]) == 84061
    standin.officer("shen").accepts(R4)
    assert mark(external_userid=R4, add_tag=[tag]) == 0


def test_the_same_pair_is_changed_by_one_at_a_time(api, standin, mark):
    """F-37."""
    tag = added(api)["tag"][0]["id"]
    standin.slows("externalcontact/mark_tag", 0.1)
    with ThreadPoolExecutor(3) as pool:
        ends = [
            pool.submit(mark, add_tag=[tag]), pool.submit(mark, add_tag=[tag]),
            pool.submit(mark, external_userid=R2, add_tag=[tag]),
        ]  # fmt: skip
    codes = [end.result() for end in ends]
    assert sorted(codes[:2]) == [0, 45035]
    assert codes[2] == 0


def test_an_interface_may_take_few_callers_at_once(api, standin):
    """F-35."""
    standin.slows("getcallbackip", 0.1)
    standin.option(concurrent={"getcallbackip": 2})
    with ThreadPoolExecutor(4) as pool:
        ends = [pool.submit(api.get, "getcallbackip") for _n in range(4)]
    assert sorted(end.result()["errcode"] for end in ends) == [0, 0, 45033, 45033]


def test_what_people_change_is_told(standin, listener):
    """§10: who and whom, the state and the code; never what was edited."""
    code = standin.resident(R4).adds("shen", state="qr7")
    shen = standin.officer("shen")
    shen.remarks(R4, "老陈")
    shen.tags(R4, add=[next(iter(standin.world.tag_groups.values()))["tags"][0]["id"]])
    shen.labels(R4, "热心")
    standin.resident(R4).deletes("shen")
    again = standin.resident(R4).adds("shen")
    shen.deletes(R4)
    group = shen.creates_tags("手工", ["甲", "乙"])
    shen.deletes_tags(group["id"])
    told = [
        (field(xml, "ChangeType"), field(xml, "State"), field(xml, "WelcomeCode"))
        for xml in listener.heard if "change_external_contact" in xml
    ]  # fmt: skip
    assert told == [
        ("add_external_contact", "qr7", code), ("edit_external_contact", "", ""),
        ("edit_external_contact", "", ""), ("edit_external_contact", "", ""),
        ("del_follow_user", "", ""), ("add_external_contact", "", again),
        ("del_external_contact", "", ""),
    ]  # fmt: skip
    assert {field(xml, "FromUserName") for xml in listener.heard} == {"sys"}
    assert "老陈" not in "".join(listener.heard)
    tags = [xml for xml in listener.heard if "change_external_tag" in xml]
    assert [(field(xml, "ChangeType"), field(xml, "TagType")) for xml in tags] == [
        ("create", "tag_group"), ("create", "tag"), ("create", "tag"), ("delete", "tag_group"),
    ]  # fmt: skip


def test_a_transfer_is_final_after_a_day(api, standin, listener):
    """§6.7."""
    pair = {"handover_userid": "shen", "takeover_userid": "lu"}

    def give(*residents, **more):
        body = {**pair, "external_userid": residents, **more}
        found = api.post("externalcontact/transfer_customer", **body)["customer"]
        return [one["errcode"] for one in found]

    def results():
        found = api.post("externalcontact/transfer_result", **pair)["customer"]
        return [one["status"] for one in found]

    assert give(R1, R3) == [0, 40131]
    assert give(R1) == [40129]
    assert give(R2) == [0]
    assert api.http.post("/_standin/refuse_transfer", json={"resident": R2}).json()["result"]
    assert results() == [2, 3]
    assert "<FailReason><![CDATA[customer_refused]]></FailReason>" in listener.heard[-1]
    standin.later(DAY + 1)
    api.sign_in()
    assert results() == [1, 3]
    assert api.get("externalcontact/list", userid="lu")["external_userid"] == [R1]
    assert seen(api, "lu")["add_way"] == 202
    same = api.post(
        "externalcontact/transfer_customer", handover_userid="lu", takeover_userid="lu",
        external_userid=[R1],
    )  # fmt: skip
    assert same["errcode"] == 40130


def test_a_resident_is_transferred_twice_in_ninety_days(api, standin):
    path, codes = ["shen", "lu", "gu", "jin"], []
    for giver, taker in itertools.pairwise(path):
        body = {"handover_userid": giver, "takeover_userid": taker, "external_userid": [R2]}
        found = api.post("externalcontact/transfer_customer", **body)
        codes += [one["errcode"] for one in found["customer"]]
        standin.later(DAY + 1)
        api.sign_in()
    assert codes == [0, 0, 40128]


def test_an_officer_who_left_hands_over_after_the_fact(api, standin):
    """§6.7: another interface; 40097 for one who is still there."""
    gift = {"handover_userid": "shen", "takeover_userid": "lu", "external_userid": [R1]}
    pair = {"handover_userid": "shen", "takeover_userid": "lu"}
    give = lambda which, **more: api.post(  # noqa: E731
        f"externalcontact/{which}transfer_customer", **{**gift, **more}
    )
    assert give("resigned/")["errcode"] == 40097
    standin.officer("shen").leaves()
    assert "shen" not in api.get("externalcontact/get_follow_user_list")["follow_user"]
    waiting = api.post("externalcontact/get_unassigned_list")["info"]
    assert {one["external_userid"] for one in waiting} == {R1, R2}
    assert give("")["errcode"] == 40003
    assert give("resigned/")["customer"] == [{"external_userid": R1, "errcode": 0}]
    give("resigned/", external_userid=[R2])
    api.http.post("/_standin/refuse_transfer", json={"resident": R2, "full": True})
    standin.later(DAY + 1)
    api.sign_in()
    found = api.post("externalcontact/resigned/transfer_result", **pair)["customer"]
    assert [(one["status"], bool(one["takeover_time"])) for one in found] == [(1, True), (4, False)]
    assert api.get("externalcontact/list", userid="lu")["external_userid"] == [R1]


def test_officers_without_a_licence_are_named(api, standin):
    standin.world.officers["xu"]["unlicensed"] = True
    read = lambda *who: api.post("externalcontact/batch/get_by_user", userid_list=who)  # noqa: E731
    assert read("shen", "xu")["fail_info"] == {"unlicensed_userid_list": ["xu"]}
    assert read("xu")["errcode"] == 701008
