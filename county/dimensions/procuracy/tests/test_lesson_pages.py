"""An enterprise orders on its phone, its liaison goes along, people sign in; through the doors."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from county.dimensions.procuracy.actions import orders, slots
from county.dimensions.procuracy.actions.attendance import sign_in
from county.dimensions.procuracy.knowledge.recommending import Ground
from county.dimensions.procuracy.knowledge.signing_in import code_at
from county.dimensions.procuracy.models.lessons import Attendance, Feedback, Order
from county.dimensions.procuracy.models.slots import Slot, Waiting
from county.dimensions.procuracy.queries import orders as asked
from county.dimensions.procuracy.queries import recommending
from county.dimensions.procuracy.views.calendar import address_of
from county.foundation.events.models import Event
from county.kernel import clock
from county.kernel.fields import reveal
from tests.actors import Door, png

pytestmark = pytest.mark.django_db
FIRM = "/procuracy/firm"


def typed(**more):
    days = {f"day{n}": str(clock.today() + timedelta(days=n + 3)) for n in (1, 2)}
    return {
        "persons": "25", "place": "公司会议室", "contact": "演示联系人", "phone": "13800000000",
        "question": "铅封台账怎么留？", "do": "send", **days, **more,
    }  # fmt: skip


@pytest.fixture
def held(scheduled, speaker):
    """A confirmed lesson in three days at nine, and who speaks for its enterprise."""
    person = speaker()
    placed = scheduled(by=person)
    return orders.confirm(placed, placed.proposals.get().slot, by=person), person


def test_the_whole_way_from_the_menu_to_the_feedback(items, speaker, on_phone, liaison, lecturer,
                                                     at, background, monkeypatch):  # fmt: skip
    person = speaker()
    grounds = [Ground("G1", "侵财")]
    monkeypatch.setattr(recommending, "grounds_of", lambda firm: grounds)
    mine = on_phone(person)
    mine.goes(f"{FIRM}/menu/")
    first = mine.sees(".pcard .look")[0]
    assert "货物运输环节盗窃" in first and "行业 2614 · 建议事由 G1" in first
    mine.goes(f"{FIRM}/menu/PF02/")
    mine.submits(f"{FIRM}/menu/PF02/order/", **typed())
    placed = Order.objects.get()
    assert (placed.state, placed.persons, len(placed.wanted)) == ("submitted", 25, 2)
    assert placed.because == "行业 2614 · 建议事由 G1"
    background.catch_up()
    assert any("普法点单" in one for one in liaison.notices())
    liaison.submits(f"{placed.url}accept/")
    liaison.submits(
        f"{placed.url}propose/", lecturer=lecturer.pk, capacity="1",
        start1=at(3).strftime("%Y-%m-%dT%H:%M"), start2=at(4).strftime("%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    mine.goes(placed.firm_url)
    assert len(mine.sees(".ptag")) == 2
    slot = Slot.objects.order_by("starts_at").first()
    mine.submits(f"{placed.firm_url}{slot.pk}/confirm/")
    assert "已排期" in mine.sees(".look")[0]
    assert Calendar.from_ical(mine.client.get(f"{placed.firm_url}lesson.ics").content)
    with clock.played_at(at(3, 11)):
        photo = SimpleUploadedFile("a.png", png(), content_type="image/png")
        liaison.submits(f"{placed.url}give/", words="结合案例讲解铅封管理", photo=photo,
                        by_hand="18", by_hand_reason="手机统一存放")  # fmt: skip
        assert liaison.client.get(f"{placed.url}photo/").status_code == 200
        mine.sits(person)  # days later: the phone signs in anew
        mine.goes(placed.firm_url)
        assert len(mine.sees("fieldset.marks")) == 4
        mine.submits(f"{placed.firm_url}feedback/", useful="5", clear="5", relevant="4",
                     organised="5", words="很实用", problem="地磅数据谁来保存")  # fmt: skip
    said = Feedback.objects.get()
    assert (said.useful, said.clear, said.relevant, said.organised) == (5, 5, 4, 5)
    liaison.goes(placed.url)
    assert "地磅数据谁来保存" in liaison.page.text_content()
    mine.goes(f"{FIRM}/orders/")
    assert len(mine.sees(".pcard")) == 1


def test_what_was_typed_is_there_again_after_a_refusal(items, speaker, on_phone):
    mine = on_phone(speaker())
    mine.submits(f"{FIRM}/menu/PF02/order/", **typed(day1="2020-01-01", day2=""))
    assert mine.status == 422 and not Order.objects.exists()
    assert mine.page.cssselect("textarea")[0].text.strip() == "铅封台账怎么留？"
    assert mine.page.cssselect("[name=contact]")[0].get("value") == "演示联系人"
    assert "已过" in mine.sees("[role=alert]")[0]
    answer = mine.client.post(f"{FIRM}/menu/PF02/order/", typed(persons="900"),
                              HTTP_HX_REQUEST="true")  # fmt: skip
    assert answer.status_code == 422 and "60" in answer.content.decode()


def test_a_draft_waits_with_its_words(items, speaker, on_phone):
    mine = on_phone(speaker())
    mine.submits(f"{FIRM}/menu/PF02/order/", **typed(do="keep"))
    assert Order.objects.get().state == "draft"
    mine.goes(f"{FIRM}/menu/PF02/")
    assert mine.page.cssselect("textarea")[0].text.strip() == "铅封台账怎么留？"
    key = mine.page.cssselect("[name=key]")[0].get("value")
    mine.submits(f"{FIRM}/menu/PF02/order/", **typed(key=key))
    assert Order.objects.get().state == "submitted"


def test_an_enterprise_sees_only_its_own(held, speaker, on_phone):
    placed, _person = held
    other = on_phone(speaker())
    assert other.client.get(placed.firm_url).status_code == 404
    for act in ("cancel/", "feedback/", f"{placed.slot_id}/confirm/", f"{placed.slot_id}/wait/"):
        assert other.client.post(f"{placed.firm_url}{act}").status_code == 404
    barred = on_phone(speaker(trusts=["enterprises.questions"]))
    assert barred.client.get(f"{FIRM}/menu/").status_code == 403


def test_who_comes_second_reads_it_in_words_and_waits(scheduled, speaker, on_phone, background):
    people = [speaker(), speaker()]
    placed = [scheduled(by=one) for one in people]
    slot = placed[0].proposals.get().slot
    orders.confirm(placed[0], slot, by=people[0])
    mine = on_phone(people[1])
    answer = mine.client.post(f"{placed[1].firm_url}{slot.pk}/confirm/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 409 and "候补" in answer.content.decode()
    background.catch_up()
    mine.submits(f"{placed[1].firm_url}{slot.pk}/wait/")
    assert Waiting.objects.get().state == "waits"
    assert any("已登记候补" in one for one in mine.sees(".ptag"))
    mine.submits(f"{placed[1].firm_url}{slot.pk}/leave/")
    assert Waiting.objects.get().state == "left"


def test_recommendations_are_switched_on_the_phone(items, speaker, on_phone):
    mine = on_phone(speaker())
    assert "推荐理由" in mine.goes(f"{FIRM}/menu/").text_content()
    mine.submits(f"{FIRM}/menu/recommendations/", on="0")
    assert "推荐理由" not in mine.page.text_content()
    mine.submits(f"{FIRM}/menu/recommendations/", on="1")
    assert "推荐理由" in mine.page.text_content()


def test_people_sign_in_with_the_code_on_the_screen(held, liaison, at):
    """Once for each phone and lesson; no account; the name is sealed."""
    placed, _person = held
    with clock.played_at(at(3, 8, 45)):
        liaison.goes(f"{placed.url}screen/")
        assert liaison.page.cssselect("figure.qr svg")
        code = code_at(settings.SECRET_KEY, placed.pk, clock.now())
        page = f"/procuracy/lesson/{placed.pk}/{code}/"
        for name in ("演示甲", "演示乙"):
            phone = Door()
            phone.goes(page)
            token = phone.page.cssselect("[name=token]")[0].get("value")
            phone.submits(page, name=name, token=token)
            assert "签到成功" in phone.page.text_content()
            phone.submits(page, name="又一个", token=token)
            assert "已签到" in phone.page.text_content()
        part = liaison.client.get(f"{placed.url}screen/", HTTP_HX_REQUEST="true")
        assert '<b class="num">2</b>' in part.content.decode()
    assert asked.persons_of(placed) == 2
    assert {reveal(one, "name") for one in Attendance.objects.all()} == {"演示甲", "演示乙"}
    assert not any("演示" in str(one.facts) for one in Event.objects.all())


def test_a_photographed_code_is_no_use_an_hour_later(held, at):
    placed, _person = held
    with clock.played_at(at(3, 9)):
        page = (
            f"/procuracy/lesson/{placed.pk}/{code_at(settings.SECRET_KEY, placed.pk, clock.now())}/"
        )
        fresh = Door()
        assert fresh.goes(page).cssselect("[name=token]")
    for minutes, status in ((2, 200), (4, 409), (60, 409)):
        with clock.played_at(at(3, 9, 0) + timedelta(minutes=minutes)):
            assert Client().get(page).status_code == status
            made_up = Client().post(page, {"name": "演示", "token": "made-up"})
            assert made_up.status_code == 409
    with clock.played_at(at(3, 9)):
        token = fresh.page.cssselect("[name=token]")[0].get("value")
    with clock.played_at(at(2, 9)):
        assert Client().post(page, {"name": "演示", "token": token}).status_code == 409
    for name in ("", "\x00", "a" * 4000):
        with clock.played_at(at(3, 9)):
            assert 400 <= Client().post(page, {"name": name, "token": token}).status_code < 500
    assert Attendance.objects.count() == 0


def test_names_go_after_the_plans_year_and_numbers_stay(held, at, background):
    placed, _person = held
    with clock.played_at(at(3, 9)):
        for number in range(3):
            from_phone(placed, f"phone-{number}")
    next_year = clock.start_of_day(
        clock.today().replace(year=clock.today().year + 1, month=1, day=2)
    )
    with clock.played_at(next_year):
        background.clock_strikes("look_after_limits")
    assert Attendance.objects.filter(name=None).count() == 3 == asked.persons_of(placed)


def from_phone(placed, phone):
    assert sign_in(placed, name="演示", phone=phone)
    assert not sign_in(placed, name="演示", phone=phone)


def test_the_calendar_shows_the_month_and_each_lecturer(held, liaison, lecturer):
    placed, _person = held
    month = placed.slot.starts_at.astimezone(clock.SHANGHAI).strftime("%Y-%m")
    other = slots.name_lecturer(title="示例讲师乙", by=liaison.officer)
    page = f"/procuracy/orders/calendar/?month={month}"
    assert len((liaison.goes(page), liaison.sees("table.month td a"))[1]) == 1
    liaison.goes(f"{page}&lecturer={other.pk}")
    assert liaison.sees("table.month td a") == []
    for nonsense in ("?month=x", "?month=9999-99", "?lecturer=x"):
        assert liaison.client.get(f"/procuracy/orders/calendar/{nonsense}").status_code == 200


def test_the_lecturers_address_is_a_calendar_with_a_key(held, lecturer, liaison):
    placed, _person = held
    address = address_of(lecturer).removeprefix(settings.SIWEI_ADDRESS)
    [event] = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert event["dtstart"].dt == placed.slot.starts_at
    assert "货物运输" in event["summary"] and "演示联系人" not in str(event)
    assert len(event.walk("VALARM")) == 2
    wrong = re.sub(r"[^/]{10}\.ics", "AAAAAAAAAA.ics", address)
    assert Client().get(wrong).status_code == 404
    liaison.submits(f"/procuracy/lecturers/{lecturer.pk}/renew/")
    assert Client().get(address).status_code == 404
    lecturer.refresh_from_db()
    renewed = address_of(lecturer).removeprefix(settings.SIWEI_ADDRESS)
    assert Client().get(renewed).status_code == 200
    file = liaison.client.get(f"{placed.url}lesson.ics")
    assert file.status_code == 200 and b"BEGIN:VEVENT" in file.content


def test_lecturers_are_entered_and_changed(liaison):
    liaison.submits("/procuracy/lecturers/", title="示例讲师丙", unit="第一检察部",
                    items="pf02、PF03", is_active="on")  # fmt: skip
    one = asked.lecturers().get()
    assert one.items == ["PF02", "PF03"]
    liaison.submits(f"/procuracy/lecturers/{one.pk}/", title="示例讲师丁", unit="", items="")
    one.refresh_from_db()
    assert (one.title, one.is_active) == ("示例讲师丁", False)


def test_the_list_is_filtered_sorted_and_exported(ordered, liaison, speaker):
    people = [speaker(), speaker()]
    orders.accept(ordered(by=people[0]), by=liaison.officer)
    ordered("PF03", by=people[1])
    counts = {}
    for query in ("", "?state=accepted", "?state=nonsense", "?town=330424101", "?late=1",
                  "?sort=organisation__name", "?sort=nonsense&page=9999999"):  # fmt: skip
        assert liaison.client.get(f"/procuracy/orders/{query}").status_code == 200
        liaison.goes(f"/procuracy/orders/{query}")
        counts[query] = len(liaison.sees("tbody tr"))
    assert counts == {"": 2, "?state=accepted": 1, "?state=nonsense": 2, "?town=330424101": 0,
                      "?late=1": 0, "?sort=organisation__name": 2,
                      "?sort=nonsense&page=9999999": 0}  # fmt: skip
    sheet = liaison.client.get("/procuracy/orders/?format=csv").content.decode("utf-8-sig")
    assert sheet.count("\n") == 3 and "13800000000" not in sheet


def test_the_contact_is_shown_on_request(ordered, liaison, prosecutor):
    placed = ordered()
    assert "13800000000" not in liaison.goes(placed.url).text_content()
    shown = liaison.part(f"{placed.url}contact/").content.decode()
    assert "13800000000" in shown and "演示联系人" in shown
    chief = prosecutor("PROC_CHIEF")
    assert chief.client.get(placed.url).status_code == 200
    assert chief.client.post(f"{placed.url}contact/").status_code == 403


def test_the_plan_is_set_shown_and_exported(liaison):
    year = clock.today().year
    liaison.submits(f"/procuracy/plans/{year}/aim/", month="3", town="330424002", lessons="4")
    liaison.goes("/procuracy/plans/")
    assert any("0 / 4" in one for one in liaison.sees("tbody tr"))
    sheet = liaison.client.get(f"/procuracy/plans/{year}/?format=xlsx")
    assert sheet.status_code == 200 and sheet.content[:2] == b"PK"
    bad = liaison.client.post(f"/procuracy/plans/{year}/aim/", {"month": "13", "lessons": "4"})
    assert bad.status_code == 422


def test_other_posts_stay_out(items, ordered, prosecutor):
    placed = ordered()
    copies = prosecutor("EM_OFFICER")
    for page in ("/procuracy/menu/", "/procuracy/orders/", placed.url, "/procuracy/lecturers/",
                 "/procuracy/plans/2026/", f"{placed.url}screen/"):  # fmt: skip
        assert copies.client.get(page).status_code == 403, page


def test_no_list_asks_more_for_three_rows_than_for_one(scheduled, speaker, liaison, on_phone):
    person = speaker()

    def asks(door, page):
        door.client.get(page)
        with CaptureQueriesContext(connection) as asked_for:
            answer = door.client.get(page)
        assert answer.status_code == 200
        return len(asked_for), len(answer.content)

    pages = [(liaison, "/procuracy/orders/"), (liaison, "/procuracy/orders/?format=csv"),
             (liaison, "/procuracy/menu/"), (on_phone(person), f"{FIRM}/orders/")]  # fmt: skip
    for code in ("PF01", "PF02"):
        scheduled(by=person, code=code)
    few = [asks(*page) for page in pages]
    for code in ("PF03", "PF04", "PF06", "PF07"):
        scheduled(by=person, code=code)
    many = [asks(*page) for page in pages]
    assert [count for count, _size in many] == [count for count, _size in few]
    assert many[0][1] > few[0][1] and many[3][1] > few[3][1]
