"""Questions through their doors (domain §1.8; DL09, DL69, DL70; S21)."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from county.dimensions.procuracy.actions import questions
from county.dimensions.procuracy.knowledge import counsel
from county.dimensions.procuracy.models import (
    Question,
    QuestionFile,
)
from county.dimensions.procuracy.queries import duty as rostered
from county.dimensions.procuracy.queries import questions as asked
from county.dimensions.procuracy.tests.house import ASK, MONDAY, TEN, planned, told
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.records.enterprises import actions as accounts
from tests.actors import png


def test_an_enterprise_asks_sees_its_number_reads_the_answer_and_rates_it_once(
    house, account, background
):
    opened = account()
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


def test_numbers_have_no_gap_also_when_one_is_rolled_back(house, account):
    opened = account()
    questions.ask(opened.representative, **ASK)
    with pytest.raises(RuntimeError), transaction.atomic():
        questions.ask(opened.representative, **ASK)
        raise RuntimeError
    second = questions.ask(opened.representative, **ASK)
    assert second.number == "ZZ-20261123-002"
    house["counter"].submits("/procuracy/questions/walk-in/", visitor="某来访人", **ASK)
    assert Question.objects.order_by("serial").last().number == "ZZ-20261123-003"


def test_ten_questions_a_day_suffice(house, account):
    opened = account()
    for _number in range(10):
        questions.ask(opened.representative, **ASK)
    answer = opened.client.post("/procuracy/firm/questions/ask/", ASK)
    assert answer.status_code == 409


def test_another_enterprise_finds_nothing(house, account):
    one, other = account(), account()
    question = questions.ask(one.representative, **ASK)
    for verb in ("", "book/", "withdraw/", "documents/", "rate/"):
        address = f"/procuracy/firm/questions/{question.pk}/{verb}"
        answer = other.client.post(address, {}) if verb else other.client.get(address)
        assert answer.status_code == 404, verb
    with pytest.raises(NotAllowed):
        questions.rate(question, rating=5, by=other.representative)
    assert question.number not in other.goes("/procuracy/firm/questions/").text_content()


def test_who_is_not_trusted_with_questions_sees_none(house, account):
    opened = account()
    accounts.Representative.objects.filter(pk=opened.representative.pk).update(trusts=[])
    assert opened.client.get("/procuracy/firm/questions/").status_code == 403
    assert "/procuracy/firm/questions/" not in opened.client.get("/firm/").content.decode()


def test_a_time_is_booked_once_and_free_again_when_withdrawn(house, account, now):
    session = planned(house, half="pm")
    one, other = account(), account()
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
def test_of_eight_who_book_one_time_one_gets_it_and_numbers_have_no_gap(house, account, now):
    session, opened = planned(house, half="pm"), account()
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


def test_the_counter_registers_prints_and_the_next_is_called_in_order(house, account, now):
    session, opened = planned(house, half="am"), account()
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


def test_a_complex_question_is_extended_once_for_a_reason(house, account):
    question = questions.ask(account().representative, **ASK)
    address = f"/procuracy/questions/{question.pk}/extend/"
    assert house["jiang"].client.post(address, {"why": ""}).status_code == 422
    house["jiang"].submits(address, why="需要查阅案卷材料")
    question.refresh_from_db()
    assert question.due_on == date(2026, 12, 14), "fifteen working days (DL69)"
    assert house["jiang"].client.post(address, {"why": "再延长一次"}).status_code == 409


def test_nothing_goes_to_another_authority_without_consent(house, account):
    question = questions.ask(account().representative, **ASK)
    address = f"/procuracy/questions/{question.pk}/refer/"
    assert house["jiang"].client.post(address, {"to": "emergency"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(state="referred", referred_to="market")
    house["jiang"].submits(address, to="emergency", consent="电话同意")
    question.refresh_from_db()
    assert (question.state, question.referred_to, question.consent) == (
        "referred", "emergency", "电话同意",
    )  # fmt: skip


def test_a_complaint_goes_to_12309_within_a_working_day_and_nowhere_else(house, account):
    opened = account()
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


def test_a_document_is_kept_harmless_and_only_its_own_enterprise_opens_it(house, account):
    one, other = account(), account()
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


def test_what_is_due_is_told_to_who_has_it(house, account, background, now):
    question = questions.ask(account().representative, **ASK)
    now.at(TEN + timedelta(days=7))
    assert questions.alarm() == 1
    assert f"Question {question.number} is due" in told(house["jiang"])


def test_median_and_ninetieth_percentile_of_days_lead_to_their_questions(house, account, now):
    opened, by = account(), house["jiang"].officer
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
    days = [row.cssselect("td")[6].text_content() for row in page.cssselect("tbody tr")]
    assert sorted(days) == ["0", "0", "1", "2", "7"]
    none = asked.handling(date(2020, 1, 1), date(2020, 12, 31))
    assert (none.count, none.median, none.ninetieth) == (0, None, None)
    for odd in ("span=x/y", "span=9999-12-31/0001-01-01", "state=%27", "page=-1&sort=x"):
        assert house["jiang"].client.get(f"/procuracy/questions/?{odd}").status_code == 200
    sheet = house["jiang"].client.get("/procuracy/questions/?format=csv&state=answered")
    assert sheet.content.decode("utf-8-sig").count("ZZ-20261123-") == 5


def test_a_stranger_to_the_desk_sees_nothing_of_it(house, account, desk):
    question = questions.ask(account().representative, **ASK)
    police = desk("沈警官")
    for address in (
        "/procuracy/questions/", f"/procuracy/questions/{question.pk}/", "/procuracy/duty/",
        "/procuracy/liaison/", f"/procuracy/questions/{question.pk}/receipt/",
    ):  # fmt: skip
        assert police.client.get(address).status_code in (403, 404), address
