"""Leads: sealed, receipted, known as their source wishes, opened only for a reason on record."""

import pytest
from django.db import connection

from county.dimensions.helpdesk.actions import leads, outcome, talk
from county.dimensions.helpdesk.models import LeadFile, Matter
from county.dimensions.helpdesk.tests.conftest import greet, make, opened
from county.foundation.audit.models import Look
from county.foundation.events.models import Event
from county.kernel.errors import NotAllowed, Refused
from county.kernel.fields import reveal
from tests.actors import Phone

CONTENT = "天宁寺弄三号每晚聚众赌博，带头的姓胡"
FORM = {"topic": "gambling", "content": CONTENT, "place": "天宁寺弄", "secrecy": "secret"}


def give(phone, **changed):
    phone.submits("/helpdesk/phone/lead/give/", **{**FORM, **changed})
    return phone.sees(".receipt")


def everywhere(text):
    """The tables that hold this text in clear, in any column that the program may read."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{text}%"]
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


@pytest.mark.parametrize("secrecy", ["open", "secret", "anonymous"])
def test_a_lead_gets_the_receipt_of_its_matter(phone, secrecy):
    (receipt,) = give(phone(town="330424001"), secrecy=secrecy)
    lead = Matter.objects.get(number=receipt)
    assert (lead.kind, lead.state, lead.lead.secrecy) == ("lead", "received", secrecy)


def test_its_content_lies_nowhere_in_clear(phone, background):
    give(phone())
    background.catch_up()
    assert everywhere("聚众赌博") == []
    assert reveal(LeadFile.objects.get(), "content") == CONTENT


def test_nothing_ties_an_anonymous_lead_to_its_source(phone):
    source = phone(alias="老胡的邻居")
    give(source, secrecy="anonymous")
    lead = Matter.objects.get(kind="lead")
    assert (lead.resident_id, lead.conversation_id, lead.town_code, lead.channel) == (
        None, None, "", "",
    )  # fmt: skip
    told = Event.objects.filter(subject=lead.subject)
    assert {event.by for event in told} == {"source"}
    assert {event.thread for event in told} <= {None, ""}


def test_a_stranger_may_give_one_anonymously_and_only_so(db):
    stranger = Phone()
    assert len(give(stranger, secrecy="anonymous")) == 1
    assert give(stranger, secrecy="secret") == []
    assert stranger.status == 409


@pytest.mark.parametrize(
    "wrong", [{"topic": "hukou"}, {"topic": "x"}, {"secrecy": "x"}, {"content": " "}]
)
def test_what_is_not_on_the_form_is_refused(phone, wrong):
    source = phone()
    assert give(source, **wrong) == []
    assert source.status == 422
    assert Matter.objects.filter(kind="lead").count() == 0


@pytest.mark.parametrize("wrong", [{"topic": "hukou"}, {"secrecy": "x"}, {"content": "  "}])
def test_nor_does_the_verb_take_it(db, wrong):
    with pytest.raises(Refused):
        leads.take_in(**{**FORM, **wrong}, by=leads.SOURCE, resident=None)


def test_it_is_read_only_for_a_reason_and_the_reading_is_on_record_first(phone, desk):
    give(phone())
    shen, lead = desk("沈警官"), Matter.objects.get(kind="lead")
    assert CONTENT not in shen.client.get(lead.url).content.decode()
    for reason in ("", " ", "查"):
        answer = shen.part(f"{lead.url}lead/", reason=reason)
        assert answer.status_code in (400, 422)
        assert CONTENT not in answer.content.decode()
    assert Look.objects.count() == 0
    shown = shen.part(f"{lead.url}lead/", reason="初查线索")
    assert CONTENT in shown.content.decode()
    look = Look.objects.get()
    assert (look.by, look.subject, look.fields, look.reason, look.because) == (
        shen.officer.actor, lead.subject, "lead", "初查线索", lead.number,
    )  # fmt: skip


def test_a_look_that_cannot_be_recorded_does_not_happen(phone, desk, settings):
    give(phone())
    shen, lead = desk("沈警官"), Matter.objects.get(kind="lead")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE audit_look (nothing int)")
    shen.client.raise_request_exception = False
    answer = shen.part(f"{lead.url}lead/", reason="初查线索")
    assert answer.status_code == 500
    assert CONTENT not in answer.content.decode()


@pytest.mark.parametrize("kind", ["consultation", "help"])
def test_what_is_no_lead_is_not_read_as_one(desk, kind):
    shen, matter = desk("沈警官"), opened(kind)
    assert shen.part(f"{matter.url}lead/", reason="初查线索").status_code == 409
    assert Look.objects.count() == 0


def test_a_post_without_leads_reads_none(phone, desk, officer):
    give(phone())
    lead = Matter.objects.get(kind="lead")
    aux = desk("徐辅警", post="PLD_AUX")
    assert aux.part(f"{lead.url}lead/", reason="好奇").status_code == 403
    with pytest.raises(NotAllowed):
        leads.read(lead, reason="好奇", by=aux.officer)
    assert Look.objects.count() == 0


def test_the_acceptance_review_of_24_hours_is_the_laws(db):
    run = opened("lead").clocks.get(code="lead_review")
    assert run.statutory is True
    assert (run.due_at - run.started_at).total_seconds() == 24 * 3600


def test_a_screened_lead_makes_nobody_wait(almighty):
    lead = make(opened("lead"), "screen", almighty)
    assert (lead.waiting_since, lead.unread) == (None, 0)


def test_it_is_tied_to_a_case_by_number_and_kind_of_link(almighty):
    lead = opened("lead")
    for wrong in ({"case_number": " "}, {"link": "maybe"}):
        with pytest.raises(Refused):
            outcome.link_to_case(
                lead, **{"case_number": "A1", "link": "direct", **wrong}, by=almighty
            )
    with pytest.raises(Refused):
        outcome.link_to_case(opened("help"), case_number="A1", link="direct", by=almighty)


def test_a_lead_has_no_conversation_to_answer_in(almighty):
    with pytest.raises(Refused):
        talk.reply(opened("lead"), text="谢谢", by=almighty)


def test_a_message_in_the_conversation_of_a_leads_source_is_a_matter_of_its_own(phone, background):
    source = phone()
    give(source, secrecy="open")
    source.says("另外我想问身份证怎么办")
    background.catch_up()
    assert sorted(Matter.objects.values_list("kind", flat=True)) == ["consultation", "lead"]


def test_greeting_twice_is_one_conversation(db):
    first = greet()
    assert talk.greet(first.address).pk == first.pk
