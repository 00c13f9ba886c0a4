"""Duty, questions and liaison through their doors (domain §1.8; DL09, DL69 to DL71; S20, S21)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from county.dimensions.procuracy.actions import duty, liaison, questions
from county.dimensions.procuracy.knowledge import counsel
from county.dimensions.procuracy.models import (
    Assignment,
    Contact,
    Need,
    Question,
    QuestionFile,
    Session,
)
from county.dimensions.procuracy.queries import duty as rostered
from county.dimensions.procuracy.queries import liaison as standing
from county.dimensions.procuracy.queries import questions as asked
from county.foundation.notices.models import Notice
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import said
from county.records.enterprises import actions as accounts
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.visits import actions as visits
from county.records.worklist.models import Task
from tests.actors import DIRECTOR, png

MONDAY = date(2026, 11, 23)
TEN = datetime(2026, 11, 23, 10, 0, tzinfo=clock.SHANGHAI)
ASK = {"topic": "contract", "narrative": "合同约定的管辖法院在外地怎么办？"}


@pytest.fixture
def now():
    """The clock of the county stands on a Monday morning; the test may turn it."""

    class Hand:
        def at(self, moment: datetime) -> None:
            self.held.__exit__(None, None, None)
            self.held = clock.played_at(moment)
            self.held.__enter__()

    hand = Hand()
    hand.held = clock.played_at(TEN)
    hand.held.__enter__()
    yield hand
    hand.held.__exit__(None, None, None)


@pytest.fixture
def house(now, desk):
    """The procuratorate: keeper of the roster, two who give advice, and the counter."""

    def sit(name: str, post: str, department: str = "PROC"):
        return desk(name, post=post, department=department)

    return {
        "an": sit("安案管员", "PROC_CASEMGR"),
        "jiang": sit("蒋检察官", "PROC_HANDLER"),
        "lian": sit("连检察官", "PROC_LIAISON"),
        "tao": sit("陶检察官", "PROC_LIAISON"),
        "counter": sit("窗口员", "SC_COUNTER", "SC"),
    }


def planned(house, on: date = MONDAY, half: str = "am") -> Session:
    return duty.plan(
        on=on, half=half, procurator=house["jiang"].officer, assistant=house["lian"].officer,
        by=house["an"].officer,
    )  # fmt: skip


def told(desk) -> list[str]:
    with override("en"):
        rows = Notice.objects.filter(officer=desk.officer).order_by("pk")
        return [said(one.title) for one in rows]


# The roster.


def test_a_half_day_is_planned_once_and_changed_by_a_substitute(house):
    keeper = house["an"]
    form = {
        "on": "2026-11-24", "half": "am", "procurator": house["jiang"].officer.pk,
        "assistant": house["lian"].officer.pk,
    }  # fmt: skip
    keeper.submits("/procuracy/duty/plan/", **form)
    assert "蒋检察官" in keeper.sees(".roster tbody tr")[1]
    assert keeper.client.post("/procuracy/duty/plan/", form).status_code == 409
    session = Session.objects.get()
    keeper.submits(
        f"/procuracy/duty/{session.pk}/substitute/", officer=house["jiang"].officer.pk,
        by_whom=house["tao"].officer.pk, why="出庭",
    )  # fmt: skip
    session.refresh_from_db()
    assert session.procurator == house["tao"].officer
    assert "You stand in on duty at the centre: 2026-11-24 AM" in told(house["tao"])
    again = {
        "officer": house["jiang"].officer.pk,
        "by_whom": house["tao"].officer.pk,
        "why": "再换",
    }
    answer = keeper.client.post(f"/procuracy/duty/{session.pk}/substitute/", again)
    assert answer.status_code == 422, "who is not on duty needs no substitute"


@pytest.mark.parametrize(
    ("on", "half", "who"),
    [("2026-11-28", "am", "jiang"), ("2026-11-20", "am", "jiang"), ("2027-09-01", "am", "jiang"),
     ("2026-11-24", "night", "jiang"), ("2026-11-24", "am", "counter"), ("x", "am", "jiang")],
)  # fmt: skip
def test_what_cannot_be_planned_is_refused_in_words(house, on, half, who):
    form = {
        "on": on, "half": half, "procurator": house[who].officer.pk,
        "assistant": house["lian"].officer.pk,
    }  # fmt: skip
    assert house["an"].client.post("/procuracy/duty/plan/", form).status_code == 422
    assert not Session.objects.exists()
    assert house["jiang"].client.post("/procuracy/duty/plan/", form).status_code == 403


def test_one_half_day_each_working_day_suffices_and_a_gap_is_shown_and_told(house, background):
    days = [MONDAY + timedelta(days=number) for number in range(14)]
    working = [day for day in days if clock.is_working_day(day)]
    assert rostered.gaps(MONDAY) == working and len(working) == 10
    for day in working[:-1]:
        planned(house, day)
    assert rostered.gaps(MONDAY) == working[-1:]
    assert house["an"].goes(f"/procuracy/duty/?week={working[-1]}").cssselect("tr.gap")
    background.clock_strikes("look_at_duty_and_liaison")
    assert f"No duty at the centre on {working[-1]}" in told(house["an"])
    assert not [one for one in told(house["an"]) if str(working[0]) in one]


def test_an_absence_without_a_substitute_is_told_at_once_and_each_morning(house, background):
    session = planned(house, MONDAY + timedelta(days=1))
    words = "On duty 2026-11-24 AM somebody is absent: name a substitute"
    address = f"/procuracy/duty/{session.pk}/absent/"
    house["jiang"].submits(address, officer=house["jiang"].officer.pk, why="病假")
    assert told(house["an"]).count(words) == 1
    other = {"officer": house["lian"].officer.pk, "why": "病假"}
    assert house["jiang"].client.post(address, other).status_code == 403, "only for oneself"
    Notice.objects.all().delete()
    background.clock_strikes("look_at_duty_and_liaison")
    assert told(house["an"]).count(words) == 1
    duty.substitute(
        session, officer=house["jiang"].officer, by_whom=house["tao"].officer, why="病假",
        by=house["an"].officer,
    )  # fmt: skip
    assert rostered.open_absences(MONDAY) == []


def test_the_roster_is_printed_and_taken_out(house):
    planned(house)
    keeper = house["an"]
    page = keeper.goes("/procuracy/duty/?print=1")
    assert page.cssselect("body.printed") and not page.cssselect("form[action$='plan/']")
    sheet = keeper.client.get("/procuracy/duty/?format=csv").content.decode("utf-8-sig")
    assert "蒋检察官" in sheet and "2026-11-23" in sheet
    for odd in ("week=9999-12-31", "week=0001-01-01", "week=x"):
        assert keeper.client.get(f"/procuracy/duty/?{odd}").status_code == 200


# Questions.


def test_an_enterprise_asks_sees_its_number_reads_the_answer_and_rates_it_once(
    house, firm, background
):
    opened = firm()
    page = opened.goes("/procuracy/firm/questions/").text_content()
    with override("zh-hans"):
        assert all(str(limit) in page for limit in counsel.LIMITS), "shown before it is sent"
    opened.submits("/procuracy/firm/questions/ask/", **ASK)
    question = Question.objects.get()
    assert question.number == "ZZ-20261123-001"
    assert opened.sees("h1") == ["ZZ-20261123-001"]
    assert question.due_on == date(2026, 11, 30), "five working days (DL09)"
    address = f"/procuracy/questions/{question.pk}/"
    house["jiang"].submits(f"{address}answer/", answer="一般按约定的管辖。", follow_up="")
    background.catch_up()
    own = f"/procuracy/firm/questions/{question.pk}/"
    assert "一般按约定的管辖" in opened.goes(own).text_content()
    assert any("ZZ-20261123-001" in one for one in opened.news())
    opened.submits(f"{own}rate/", rating="4")
    question.refresh_from_db()
    assert (question.state, question.rating) == ("answered", 4)
    assert opened.client.post(f"{own}rate/", {"rating": "5"}).status_code == 409
    assert (
        house["jiang"].client.post(f"{address}answer/", {"answer": "再答一次"}).status_code == 409
    )


def test_numbers_have_no_gap_also_when_one_is_rolled_back(house, firm):
    opened = firm()
    questions.ask(opened.representative, **ASK)
    with pytest.raises(RuntimeError), transaction.atomic():
        questions.ask(opened.representative, **ASK)
        raise RuntimeError
    second = questions.ask(opened.representative, **ASK)
    assert second.number == "ZZ-20261123-002"
    house["counter"].submits("/procuracy/questions/walk-in/", visitor="某来访人", **ASK)
    assert Question.objects.order_by("serial").last().number == "ZZ-20261123-003"


def test_ten_questions_a_day_suffice(house, firm):
    opened = firm()
    for _number in range(10):
        questions.ask(opened.representative, **ASK)
    answer = opened.client.post("/procuracy/firm/questions/ask/", ASK)
    assert answer.status_code == 409


def test_another_enterprise_finds_nothing(house, firm):
    one, other = firm(), firm()
    question = questions.ask(one.representative, **ASK)
    for verb in ("", "book/", "withdraw/", "documents/", "rate/"):
        address = f"/procuracy/firm/questions/{question.pk}/{verb}"
        answer = other.client.post(address, {}) if verb else other.client.get(address)
        assert answer.status_code == 404, verb
    with pytest.raises(NotAllowed):
        questions.rate(question, rating=5, by=other.representative)
    assert question.number not in other.goes("/procuracy/firm/questions/").text_content()


def test_who_is_not_trusted_with_questions_sees_none(house, firm):
    opened = firm()
    accounts.Representative.objects.filter(pk=opened.representative.pk).update(trusts=[])
    assert opened.client.get("/procuracy/firm/questions/").status_code == 403
    assert "/procuracy/firm/questions/" not in opened.client.get("/firm/").content.decode()


def test_a_time_is_booked_once_and_free_again_when_withdrawn(house, firm, now):
    session = planned(house, half="pm")
    one, other = firm(), firm()
    when = f"{session.pk}/14:30"
    one.submits("/procuracy/firm/questions/ask/", when=when, **ASK)
    assert "14:30" in one.page.text_content()
    assert when not in [free.key for free in rostered.free_slots()]
    second = questions.ask(other.representative, **ASK)
    book = f"/procuracy/firm/questions/{second.pk}/book/"
    assert other.client.post(book, {"when": when}).status_code == 409
    for odd in ("", "x", f"{session.pk}/03:00", "9" * 30 + "/14:30", f"{session.pk}/"):
        assert other.client.post(book, {"when": odd}).status_code in (409, 422), odd
    first = Question.objects.get(slot="14:30")
    one.submits(f"/procuracy/firm/questions/{first.pk}/withdraw/")
    other.submits(book, when=when)
    second.refresh_from_db()
    assert (second.session_id, second.slot) == (session.pk, "14:30")
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=first.pk).update(session=session, slot="14:30")
    now.at(TEN.replace(hour=14, minute=31))
    assert next(free.slot for free in rostered.free_slots()) == "15:00", "begun is over"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_book_one_time_one_gets_it_and_numbers_have_no_gap(house, firm, now):
    session, opened = planned(house, half="pm"), firm()
    start, got, moment = Barrier(8), [], TEN

    def book() -> None:
        start.wait()
        try:
            with clock.played_at(moment):
                question = questions.ask(opened.representative, when=f"{session.pk}/14:00", **ASK)
                got.append(question.number)
        except Refused:
            got.append("")
        finally:
            connection.close()

    threads = [Thread(target=book) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got, reverse=True) == ["ZZ-20261123-001", *[""] * 7]
    assert Question.objects.count() == 1


def test_the_counter_registers_prints_and_the_next_is_called_in_order(house, firm, now):
    session, opened = planned(house, half="am"), firm()
    questions.ask(opened.representative, when=f"{session.pk}/10:30", **ASK)
    counter = house["counter"]
    counter.submits("/procuracy/questions/walk-in/", visitor="某甲", waits="on", **ASK)
    page = counter.page.text_content()
    assert "ZZ-20261123-002" in page
    with override("zh-hans"):
        assert all(str(limit) in page for limit in counsel.LIMITS), "printed on the receipt"
    booked = Question.objects.get(slot="10:30")
    counter.submits(f"/procuracy/questions/{booked.pk}/queue/")
    assert [one.serial for one in asked.waiting()] == [2, 1], "a time that is later waits for it"
    now.at(TEN.replace(minute=40))
    counter.submits("/procuracy/questions/walk-in/", visitor="某乙", waits="on", **ASK)
    called = [questions.call_next(by=house["jiang"].officer) for _number in range(4)]
    assert [one.serial if one else None for one in called] == [2, 1, 3, None]
    house["jiang"].submits(f"/procuracy/questions/{booked.pk}/miss/")
    booked.refresh_from_db()
    assert booked.state == "open"
    assert counter.client.post("/procuracy/questions/next/").status_code == 422
    assert opened.client.post("/procuracy/questions/next/").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"visitor": "", "organisation": ""}, {"organisation": "没有这家企业"}, {"narrative": "x"},
     {"topic": "x"}, {"phone": "12"}, {"narrative": "长" * 4001}],
)  # fmt: skip
def test_the_counter_says_what_is_missing(house, wrong):
    form = {"visitor": "某甲", **ASK, **wrong}
    assert house["counter"].client.post("/procuracy/questions/walk-in/", form).status_code == 422
    assert not Question.objects.exists()


def test_a_visitors_name_is_sealed_and_masked(house):
    house["counter"].submits(
        "/procuracy/questions/walk-in/", visitor="示例来访", phone="13900001234", **ASK
    )
    question = Question.objects.get()
    assert "示例来访" not in question.whose and "13900001234" not in question.phone_masked
    assert "示例来访" not in house["jiang"].goes("/procuracy/questions/").text_content()


def test_a_complex_question_is_extended_once_for_a_reason(house, firm):
    question = questions.ask(firm().representative, **ASK)
    address = f"/procuracy/questions/{question.pk}/extend/"
    assert house["jiang"].client.post(address, {"why": ""}).status_code == 422
    house["jiang"].submits(address, why="需要查阅案卷材料")
    question.refresh_from_db()
    assert question.due_on == date(2026, 12, 14), "fifteen working days (DL69)"
    assert house["jiang"].client.post(address, {"why": "再延长一次"}).status_code == 409


def test_nothing_goes_to_another_authority_without_consent(house, firm):
    question = questions.ask(firm().representative, **ASK)
    address = f"/procuracy/questions/{question.pk}/refer/"
    assert house["jiang"].client.post(address, {"to": "emergency"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(state="referred", referred_to="market")
    house["jiang"].submits(address, to="emergency", consent="电话同意")
    question.refresh_from_db()
    assert (question.state, question.referred_to, question.consent) == (
        "referred", "emergency", "电话同意",
    )  # fmt: skip


def test_a_complaint_goes_to_12309_within_a_working_day_and_nowhere_else(house, firm):
    opened = firm()
    question = questions.ask(opened.representative, is_complaint=True, **ASK)
    assert question.due_on == date(2026, 11, 24), "one working day (DL70)"
    by = house["jiang"].officer
    with pytest.raises(Refused):
        questions.answer(question, answer="我们来答复", by=by)
    with pytest.raises(Refused):
        questions.refer(question, to="market", consent="同意", by=by)
    with pytest.raises(Refused):
        questions.extend(question, why="案情复杂", by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(state="answered")
    assert questions.refer(question, to="12309", by=by).state == "referred"
    found = questions.ask(opened.representative, **ASK)
    house["counter"].submits(f"/procuracy/questions/{found.pk}/complaint/")
    found.refresh_from_db()
    assert found.is_complaint and found.due_on == date(2026, 11, 24)


def test_a_document_is_kept_harmless_and_only_its_own_enterprise_opens_it(house, firm):
    one, other = firm(), firm()
    scan = SimpleUploadedFile("合同.png", png(), content_type="image/png")
    one.submits("/procuracy/firm/questions/ask/", document=scan, **ASK)
    kept = QuestionFile.objects.get()
    own = f"/procuracy/firm/questions/{kept.question_id}/documents/{kept.file_id}/"
    assert one.client.get(own).status_code == 200
    assert other.client.get(own).status_code == 404
    officers = f"/procuracy/questions/{kept.question_id}/documents/{kept.file_id}/"
    assert house["jiang"].client.get(officers).status_code == 200
    bad = SimpleUploadedFile("x.exe", b"MZ\x00\x01", content_type="image/png")
    address = f"/procuracy/firm/questions/{kept.question_id}/documents/"
    answer = one.client.post(address, {"document": bad})
    assert 400 <= answer.status_code < 500
    assert QuestionFile.objects.count() == 1


def test_what_is_due_is_told_to_who_has_it(house, firm, background, now):
    question = questions.ask(firm().representative, **ASK)
    now.at(TEN + timedelta(days=7))
    assert questions.alarm() == 1
    assert f"Question {question.number} is due" in told(house["jiang"])


def test_median_and_ninetieth_percentile_of_days_lead_to_their_questions(house, firm, now):
    opened, by = firm(), house["jiang"].officer
    for days in (0, 0, 1, 2, 7):
        now.at(TEN)
        question = questions.ask(opened.representative, **ASK)
        now.at(TEN + timedelta(days=days))
        questions.answer(question, answer="答复如下。", by=by)
    now.at(TEN)
    questions.ask(opened.representative, **ASK)
    found = asked.handling(MONDAY, MONDAY + timedelta(days=7))
    assert (found.count, found.median) == (5, 1.0)
    assert found.ninetieth == pytest.approx(5.0)
    page = house["jiang"].goes(found.url)
    assert len(page.cssselect("tbody tr")) == 5
    none = asked.handling(date(2020, 1, 1), date(2020, 12, 31))
    assert (none.count, none.median, none.ninetieth) == (0, None, None)
    for odd in ("span=x/y", "span=9999-12-31/0001-01-01", "state=%27", "page=-1&sort=x"):
        assert house["jiang"].client.get(f"/procuracy/questions/?{odd}").status_code == 200
    sheet = house["jiang"].client.get("/procuracy/questions/?format=csv&state=answered")
    assert sheet.content.decode("utf-8-sig").count("ZZ-20261123-") == 5


def test_a_stranger_to_the_desk_sees_nothing_of_it(house, firm, desk):
    question = questions.ask(firm().representative, **ASK)
    police = desk("沈警官")
    for address in (
        "/procuracy/questions/", f"/procuracy/questions/{question.pk}/", "/procuracy/duty/",
        "/procuracy/liaison/", f"/procuracy/questions/{question.pk}/receipt/",
    ):  # fmt: skip
        assert police.client.get(address).status_code in (403, 404), address


# Liaison.


def stands(house, town: str, who: str = "lian", part: str = "main", **more) -> Assignment:
    return liaison.assign(
        town=Area.objects.get(pk=town), officer=house[who].officer, part=part,
        by=house["an"].officer, **{"from_on": MONDAY, "phone": "12309", **more},
    )  # fmt: skip


TOWNS = [
    "330424001", "330424002", "330424004", "330424005", "330424101", "330424102", "330424103",
    "330424105", "330424106",
]  # fmt: skip


def test_nine_of_nine_towns_are_covered_and_a_gap_is_an_alarm(house, background, now):
    for town in TOWNS[:-1]:
        stands(house, town)
    assert standing.coverage(MONDAY) == (8, 9)
    page = house["an"].goes("/procuracy/liaison/")
    assert len(page.cssselect("tr.gap")) == 1 and "8/9" in page.text_content()
    background.clock_strikes("look_at_duty_and_liaison")
    assert [one for one in told(house["an"]) if one.startswith("No liaison")] == [
        f"No liaison prosecutor for {Area.objects.get(pk=TOWNS[-1]).name}"
    ]
    last = stands(house, TOWNS[-1], "tao", until_on=MONDAY + timedelta(days=1))
    assert standing.coverage(MONDAY) == (9, 9)
    assert standing.coverage(MONDAY + timedelta(days=2)) == (8, 9)
    stands(house, TOWNS[0], "tao", part="deputy")
    assert liaison.end(last, on=MONDAY, why="调岗", by=house["an"].officer).until_on == MONDAY


def test_a_town_has_one_liaison_at_a_time(house):
    stands(house, TOWNS[0])
    with pytest.raises(Refused):
        stands(house, TOWNS[0], "tao")
    with pytest.raises(Refused):
        stands(house, TOWNS[0], "lian", part="deputy")
    with pytest.raises(Incomplete):
        stands(house, TOWNS[1], "counter")
    with pytest.raises(Incomplete):
        stands(house, TOWNS[1], until_on=MONDAY - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            town_id=TOWNS[0], officer=house["tao"].officer, part="main", phone="1",
            from_on=MONDAY, assigned_by="x",
        )  # fmt: skip
    form = {"town": TOWNS[1], "officer": house["lian"].officer.pk, "part": "main",
            "phone": "12309", "from_on": "2026-11-23"}  # fmt: skip
    assert house["lian"].client.post("/procuracy/liaison/assign/", form).status_code == 403
    assert house["an"].client.post("/procuracy/liaison/assign/", form).status_code == 302


def test_a_first_contact_is_asked_once_and_made_within_ten_working_days(house, firm, background):
    stands(house, "330424002")
    opened = firm(town="330424002")
    for _again in range(2):
        liaison.ask_first_contact(
            opened.organisation, why="建议已制发", because="suggestion:1", by=DIRECTOR
        )
    contact, task = Contact.objects.get(), Task.objects.get()
    assert contact.due_on == date(2026, 12, 7), "ten working days (DL71)"
    assert task.officer == house["lian"].officer and task.due_at == clock.end_of_day(contact.due_on)
    with override("zh-hans"):
        assert "法定" not in task.basis, "a local design value"
    address = f"/procuracy/liaison/contacts/{contact.pk}/made/"
    assert house["lian"].client.post(address, {"words": ""}).status_code == 422
    house["lian"].submits(address, words="电话联系，约定上门")
    contact.refresh_from_db()
    task.refresh_from_db()
    assert contact.made_on == MONDAY and task.state == "done"
    background.catch_up()
    assert house["lian"].client.post(address, {"words": "再来一次"}).status_code == 409


def test_a_contact_whose_task_is_finished_on_the_worklist_was_made(house, firm, background):
    stands(house, "330424002")
    liaison.ask_first_contact(firm().organisation, why="建议已制发", because="x", by=DIRECTOR)
    task = Task.objects.get()
    house["lian"].submits(f"/desk/tasks/{task.pk}/finish/", outcome="已电话联系")
    background.catch_up()
    contact = Contact.objects.get()
    assert (contact.words, contact.made_by) == ("已电话联系", house["lian"].officer)


def test_without_a_liaison_the_whole_office_is_asked(house, firm):
    liaison.ask_first_contact(firm().organisation, why="建议已制发", because="x", by=DIRECTOR)
    task = Task.objects.get()
    assert task.officer is None and task.department_id == "PROC"


def test_the_quarter_counts_each_enterprise_once(house, firm, now):
    stands(house, "330424002")
    opened, by = firm(), house["lian"].officer
    lian = house["lian"]
    Organisation.objects.create(
        code="91330424MA00000823", name="西塘桥示例", area_id="330424002", industry="3482"
    )
    page = lian.goes("/procuracy/liaison/mine/").text_content()
    assert "西塘桥示例" in page and "0/6" in page
    lian.submits(
        f"/procuracy/liaison/organisations/{opened.organisation.pk}/visit/", why="季度走访",
        due_on="2026-12-01",
    )  # fmt: skip
    assert lian.status == 200, "the liaison sees the visit that was put on the list"
    visit = standing.quarter(by, MONDAY).planned[0]
    visits.record(visit, how="done", outcome="了解用工需求", by=by)
    again = liaison.propose_visit(opened.organisation, why="再访", due_on=MONDAY, by=by)
    visits.record(again, how="done", outcome="送材料", by=by)
    quarter = standing.quarter(by, MONDAY)
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (quarter.done, quarter.target, len(quarter.visited)) == (1, 6, 2)
    assert standing.quarter(by, date(2027, 1, 5)).done == 0


def test_needs_are_listed_and_met_with_words(house, firm):
    stands(house, "330424002")
    opened, lian = firm(), house["lian"]
    lian.submits(
        f"/procuracy/liaison/organisations/{opened.organisation.pk}/needs/", words="货运制度体检"
    )
    assert "货运制度体检" in lian.page.text_content()
    need = Need.objects.get()
    assert "货运制度体检" in lian.goes("/procuracy/liaison/mine/").text_content()
    lian.submits(f"/procuracy/liaison/needs/{need.pk}/met/", words="一对一讲解并给出清单")
    need.refresh_from_db()
    assert need.met_on == MONDAY and need.helped_by == lian.officer
    assert lian.client.post(
        f"/procuracy/liaison/needs/{need.pk}/met/", {"words": "再一次"}
    ).status_code == 409  # fmt: skip


def test_an_enterprise_sees_its_liaison_with_the_offices_phone(house, firm):
    opened = firm(town="330424002")
    assert "12309" in opened.goes("/firm/").text_content(), "no liaison: the service line"
    stands(house, "330424002", phone="0573-00000000")
    page = opened.goes("/firm/").text_content()
    assert "连检察官" in page and "0573-00000000" in page
