"""Customer service accounts, servicers and customers (wecom.md §5.1, §5.2, §5.8)."""

from county.foundation.channels.wecom.standin.setting import KF, KF_OTHER, R1, R2, RESIDENTS
from county.foundation.channels.wecom.standin.world import HOUR

PNG = b"\x89PNG\r\n\x1a\n123"


def test_accounts_are_added_renamed_and_deleted(api, phone):
    """§5.1."""
    media = api.upload("image", "a.png", PNG)["media_id"]
    add = lambda name, media=media: api.post("kf/account/add", name=name, media_id=media)  # noqa: E731
    assert [add("警" * 17)["errcode"], add("a", "m")["errcode"]] == [95006, 40007]
    made = add("反诈咨询")["open_kfid"]
    assert api.post("kf/account/update", open_kfid=made, name="反诈")["errcode"] == 0
    found = api.post("kf/account/list", offset=0, limit=100)["account_list"]
    assert [(one["name"], one["manage_privilege"]) for one in found] == [
        ("警小微·演示", True), ("政务服务·演示", False), ("反诈", True),
    ]  # fmt: skip
    assert len(api.post("kf/account/list", offset=1, limit=1)["account_list"]) == 1
    phone.writes("喂", account=made)
    assert api.post("kf/account/del", open_kfid=made)["errcode"] == 0
    assert api.post("kf/sync_msg", open_kfid=made)["errcode"] == 95004
    assert api.post("kf/account/update", open_kfid=KF_OTHER, name="a")["errcode"] == 48007


def test_an_unverified_enterprise_has_ten_accounts_and_cannot_send(api, standin, phone, send):
    standin.option(verified=False)
    media = api.upload("image", "a.png", PNG)["media_id"]
    codes = [api.post("kf/account/add", name="a", media_id=media)["errcode"] for _n in range(9)]
    assert codes == [0] * 8 + [95027]
    phone.writes("喂")
    assert send() == 95003


def test_a_link_carries_its_scene(api):
    plain = api.post("kf/add_contact_way", open_kfid=KF)["url"]
    scene = api.post("kf/add_contact_way", open_kfid=KF, scene="qr_7-a")["url"]
    assert ("enc_scene" in plain, "enc_scene=ENC" in scene) == (False, True)
    for bad in ("a b", "a" * 33):
        assert api.post("kf/add_contact_way", open_kfid=KF, scene=bad)["errcode"] == 40058


def test_servicers_are_added_listed_and_removed(api, standin):
    """§5.2."""
    standin.world.officers["he"]["visible"] = False
    added = api.post(
        "kf/servicer/add", open_kfid=KF, userid_list=["xu", "shen", "nobody", "he"],
        department_id_list=[3],
    )["result_list"]  # fmt: skip
    assert [(one["errcode"], one["errmsg"]) for one in added] == [
        (0, "success"), (0, "ignored"), (40003, "invalid userid"), (60030, "out of visible range"),
        (0, "success"),
    ]  # fmt: skip
    standin.officer("xu").stops(1)
    listed = api.get("kf/servicer/list", open_kfid=KF)["servicer_list"]
    assert {"userid": "xu", "status": 1, "stop_type": 1} in listed
    assert {"department_id": 3} in listed
    gone = api.post("kf/servicer/del", open_kfid=KF, userid_list=["xu", "lu"])["result_list"]
    assert [one["errmsg"] for one in gone] == ["success", "ignored"]
    assert api.post("kf/servicer/add", open_kfid=KF)["errcode"] == 40058


def test_customers_are_known_for_48_hours(api, standin, phone):
    """§5.8."""
    phone.enters("qr1", "a=1")
    asked = {"external_userid_list": [R1, R2, "wmx"], "need_enter_session_context": 1}
    found = api.post("kf/customer/batchget", **asked)
    (person,) = found["customer_list"]
    assert person["nickname"] == RESIDENTS[R1]
    assert person["enter_session_context"] == {"scene": "qr1", "scene_param": "a=1"}
    assert found["invalid_external_userid"] == [R2, "wmx"]
    standin.later(48 * HOUR + 1)
    api.sign_in()
    assert api.post("kf/customer/batchget", **asked)["customer_list"] == []
    assert api.post("kf/customer/batchget", external_userid_list=[])["errcode"] == 40058


def test_a_resident_may_be_moved_to_an_officer(api, phone):
    phone.writes("喂")
    assert (
        "shen" in api.get("kf/customer/get_upgrade_service_config")["member_range"]["userid_list"]
    )
    chat = {"open_kfid": KF, "external_userid": R1}
    offer = lambda who: api.post(  # noqa: E731
        "kf/customer/upgrade_service", **chat, type=1, member={"userid": who}
    )["errcode"]
    assert [offer("shen"), offer("dpo")] == [0, 95021]
    assert api.post("kf/customer/cancel_upgrade_service", **chat)["errcode"] == 0
