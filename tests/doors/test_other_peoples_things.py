"""What belongs to somebody else is not there: for phones, for officers, for keys."""

import pytest

from county.dimensions.helpdesk.models import Matter
from county.foundation.files.models import StoredFile
from county.foundation.notices.models import Notice
from county.foundation.staff import sessions
from county.records.conversations.models import Conversation, Message
from county.records.worklist.models import Task
from tests.actors import Phone, png

UPLOAD = "/helpdesk/phone/uploads/01900000-0000-7000-8000-000000000001/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def two(phone, background):
    """Two phones; the first has sent a picture and has a matter."""
    first, second = phone(town="330424001"), phone(town="330424101")
    assert first.sends(png()).status_code == 201
    background.catch_up()
    return first, second


def piece(phone, content=b"x" * 10, offset=0):
    return phone.client.post(
        f"{UPLOAD}?offset={offset}", content, content_type="application/octet-stream", **JSON
    )


def test_another_phones_picture_is_not_there(two, desk):
    first, second = two
    file = StoredFile.objects.get()
    address = f"/helpdesk/phone/files/{file.pk}/"
    assert first.client.get(address).status_code == 200
    assert second.client.get(address).status_code == 404
    assert Phone().client.get(address).status_code == 403


def test_another_phones_picture_cannot_be_sent_as_ones_own(two):
    _first, second = two
    file = StoredFile.objects.get()
    answer = second.client.post(
        "/helpdesk/phone/messages/",
        {"key": "01900000-0000-7000-8000-000000000002", "kind": "image", "file": str(file.pk)},
        **JSON,
    )
    assert answer.status_code == 422
    assert Message.objects.count() == 1


def test_another_phones_upload_is_neither_continued_nor_finished(two):
    first, second = two
    assert piece(first).json() == {"length": 10}
    assert piece(second, offset=10).status_code == 409, "nothing of the second phone's is there"
    done = second.client.post(f"{UPLOAD}finish/", {"name": "a.png"}, **JSON)
    assert done.status_code == 409
    assert piece(first, offset=10).json() == {"length": 20}


def test_a_finished_upload_is_not_handed_to_another_phone(two):
    first, second = two
    for offset in (0,):
        piece(first, png(), offset)
    kept = first.client.post(f"{UPLOAD}finish/", {"name": "a.png"}, **JSON)
    assert kept.status_code == 201
    piece(second, png())
    stolen = second.client.post(f"{UPLOAD}finish/", {"name": "a.png"}, **JSON)
    assert stolen.status_code == 403
    assert "file" not in stolen.json()


def test_another_residents_matter_is_neither_seen_nor_rated(two):
    first, second = two
    matter = Matter.objects.get()
    assert first.follows() != []
    assert second.follows() == []
    answer = second.client.post(f"/helpdesk/phone/matters/{matter.pk}/rate/", {"rating": "1"})
    assert answer.status_code == 404
    assert Matter.objects.get().rating is None


def test_a_key_used_on_two_phones_is_two_messages(two):
    """A phone chooses its messages' names; it cannot swallow another phone's message."""
    first, second = two
    key = "01900000-0000-7000-8000-000000000003"
    one, other = first.says("我先说", key=key), second.says("我后说", key=key)
    again = second.says("我后说", key=key)
    assert (one.status_code, other.status_code, again.status_code) == (201, 201, 200)
    assert one.json()["id"] != other.json()["id"] == again.json()["id"]


@pytest.mark.parametrize("offset", ["-1", "x", "²", "9" * 12, "1e3", "", "٣"])
def test_an_offset_that_is_none_is_refused(two, offset):
    first, _second = two
    answer = first.client.post(
        f"{UPLOAD}?offset={offset}", b"x", content_type="application/octet-stream", **JSON
    )
    assert answer.status_code in (409, 422)


def test_an_officer_of_another_town_gets_no_picture(two, desk):
    matter, file = Matter.objects.get(), StoredFile.objects.get()
    address = f"{matter.url}files/{file.pk}/"
    assert desk("沈警官").client.get(address).status_code == 200
    assert desk("陈警官", department="PS101").client.get(address).status_code == 404


def test_a_picture_is_got_only_through_its_own_matter(two, desk, background):
    _first, second = two
    second.says("身份证丢了")
    background.catch_up()
    chief = desk("值班长", post="CMD", department="PSB")
    other = Matter.objects.get(town_code="330424101")
    file = StoredFile.objects.get()
    assert chief.client.get(f"{other.url}files/{file.pk}/").status_code == 404


def test_a_reading_is_corrected_only_through_its_own_matter(two, desk, background):
    _first, second = two
    second.says("身份证丢了")
    background.catch_up()
    chief = desk("值班长", post="CMD", department="PSB")
    other = Matter.objects.get(town_code="330424101")
    message = Message.objects.get(kind="image")
    answer = chief.client.post(f"{other.url}messages/{message.pk}/reading/", {"text": "x"})
    assert answer.status_code == 404


def test_a_conversation_of_another_town_leads_nowhere(two, desk):
    place = Conversation.objects.get(matter__isnull=False)
    assert desk("沈警官").client.get(f"/helpdesk/conversations/{place.pk}/").status_code == 302
    chen = desk("陈警官", department="PS101")
    assert chen.client.get(f"/helpdesk/conversations/{place.pk}/").status_code == 404


def test_another_departments_task_is_neither_finished_nor_handed_over(two, desk):
    shen, chen = desk("沈警官"), desk("陈警官", department="PS101")
    matter = shen.opens()
    shen.submits(f"{matter}take/")
    shen.submits(f"{matter}call/", officer=shen.officer.pk)
    task = Task.objects.get()
    for address in (
        f"/desk/tasks/{task.pk}/finish/", f"/desk/tasks/{task.pk}/hand-over/",
        f"/helpdesk/tasks/{task.pk}/finish/",
    ):  # fmt: skip
        answer = chen.client.post(address, {"outcome": "x", "to": chen.officer.pk})
        assert answer.status_code == 404
    assert Task.objects.get().state == "open"


def test_a_notice_of_another_officer_is_not_there(two, desk, background):
    shen, chen = desk("沈警官"), desk("陈警官", department="PS101")
    matter = desk("同事").opens()
    shen.submits(f"{matter}join/", officer=shen.officer.pk)
    shen.submits(f"{matter}take/")
    shen.submits(f"{matter}hand-on/", officer=desk("另一位").officer.pk)
    from_other = Notice.objects.exclude(officer=chen.officer).first()
    assert chen.client.get(f"/notices/{from_other.pk}/").status_code == 404


def test_leaving_a_phone_takes_the_key_and_keeps_the_conversation(two):
    first, _second = two
    first.submits("/helpdesk/phone/leave/")
    assert first.says("还在吗").status_code == 403
    assert Matter.objects.count() == 1


def test_a_dismissed_officer_is_out_within_a_second(two, desk):
    shen, director = desk("沈警官"), desk("管理员", post="SYSADMIN", department="PSB")
    assert shen.client.get("/helpdesk/").status_code == 200
    director.submits(f"/staff/{shen.officer.pk}/dismiss/")
    sessions.forget()
    assert shen.client.get("/helpdesk/").status_code == 302
