"""Identity escrow: a reporter is known to nobody until two agree, for a case, once, on record."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import activate

from county.dimensions.helpdesk.actions import consents, leads
from county.dimensions.helpdesk.models import Consent, LeadIdentity, LeadPerson, Matter
from county.dimensions.helpdesk.tests.conftest import greet
from county.dimensions.helpdesk.tests.test_leads import everywhere, give
from county.foundation.audit.models import Look
from county.foundation.events.models import Event
from county.kernel.errors import NotAllowed, Refused
from county.records.residents.models import Resident

CASE = "盐公演立字〔2026〕示例009号"
ASK = {"what": "identity", "case_number": CASE, "reason": "需要当面核实"}


@pytest.fixture
def lead(phone, background):
    give(phone(town="330424001", alias="老胡的邻居"), secrecy="secret")
    background.catch_up()
    activate("en")  # a page has spoken Chinese
    return Matter.objects.get(kind="lead")


@pytest.fixture
def shen(officer):
    return officer("沈警官")


@pytest.fixture
def zhu(officer):
    return officer("朱所长", post="PLD_CHIEF")


@pytest.fixture
def dpo(officer):
    return officer("数据办", post="DPO", department="DPO")


def granted(lead, by, second):
    consent = consents.ask(lead, **ASK, by=by)
    return consents.answer(consent, granted=True, by=second)


def test_nothing_of_a_secret_lead_names_its_reporter(lead):
    resident = Resident.objects.get()
    assert (lead.resident, lead.conversation) == (None, None)
    tables = set(everywhere(str(resident.pk)))
    assert not tables & {"helpdesk_matter", "helpdesk_leadfile", "helpdesk_leadidentity"}
    facts = Event.objects.filter(subject=lead.subject)
    assert {fact.by for fact in facts} == {"source"}
    assert str(resident.pk) not in "".join(str(fact.facts) for fact in facts)


def test_the_desk_shows_the_lead_and_not_who_gave_it(lead, desk):
    page = desk("沈警官").goes(lead.url).text_content()
    assert "老胡的邻居" not in page


def test_the_reporter_still_follows_it_on_the_own_phone(phone):
    somebody = phone(town="330424001")
    (number,) = give(somebody, secrecy="secret")
    assert number in "".join(somebody.follows())
    assert phone().follows() == []


def test_two_open_it_together_and_it_is_all_on_record(lead, shen, zhu):
    shown = consents.use(granted(lead, shen, zhu), by=shen)
    assert shown.called == "老胡的邻居"
    looks = Look.objects.order_by("id")
    assert looks[0].fields == "reporter"
    assert {look.because for look in looks} == {Consent.objects.get().case_number}
    kinds = list(
        Event.objects.filter(kind__startswith="helpdesk.consent").values_list("kind", "by")
    )
    assert kinds == [
        ("helpdesk.consent_asked", shen.actor),
        ("helpdesk.consent_answered", zhu.actor),
        ("helpdesk.consent_used", shen.actor),
    ]


@pytest.mark.parametrize("second", ["zhu", "dpo"])
def test_the_second_person_is_a_chief_or_the_data_protection_officer(lead, shen, request, second):
    assert granted(lead, shen, request.getfixturevalue(second)).answer == "granted"


def test_nobody_agrees_to_the_own_question(lead, zhu):
    consent = consents.ask(lead, **ASK, by=zhu)
    with pytest.raises(NotAllowed, match="second person"):
        consents.answer(consent, granted=True, by=zhu)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(answer="granted", answered_by=zhu)
    with pytest.raises(NotAllowed):
        consents.use(consent, by=zhu)


def test_whoever_may_not_consent_does_not(lead, shen, officer):
    consent = consents.ask(lead, **ASK, by=shen)
    with pytest.raises(NotAllowed):
        consents.answer(consent, granted=True, by=officer("李警官"))
    far = officer("陆所长", post="PLD_CHIEF", department="PS002")
    with pytest.raises(NotAllowed, match="outside"):
        consents.answer(consent, granted=True, by=far)


def test_a_refusal_opens_nothing(lead, shen, zhu):
    consent = consents.answer(consents.ask(lead, **ASK, by=shen), granted=False, by=zhu)
    with pytest.raises(NotAllowed):
        consents.use(consent, by=shen)
    with pytest.raises(Refused, match="already"):
        consents.answer(consent, granted=True, by=zhu)


def test_only_who_asked_opens_and_only_once(lead, shen, zhu, officer):
    consent = granted(lead, shen, zhu)
    with pytest.raises(NotAllowed):
        consents.use(consent, by=officer("李警官"))
    consents.use(consent, by=shen)
    with pytest.raises(Refused, match="done already"):
        consents.use(consent, by=shen)


@pytest.mark.parametrize("late", ["asked_at", "answered_at"])
def test_a_day_later_it_has_to_be_asked_again(lead, shen, zhu, late):
    old = timezone.now() - consents.HOLDS - timezone.timedelta(minutes=1)
    consent = consents.ask(lead, **ASK, by=shen)
    if late == "answered_at":
        consent = consents.answer(consent, granted=True, by=zhu)
    Consent.objects.filter(pk=consent.pk).update(**{late: old})
    with pytest.raises(Refused, match="again"):
        if late == "asked_at":
            consents.answer(consent, granted=True, by=zhu)
        else:
            consents.use(consent, by=shen)


@pytest.mark.parametrize("wrong", [{"case_number": " "}, {"reason": ""}, {"what": "x"}])
def test_without_case_and_reason_nothing_is_asked(lead, shen, wrong):
    with pytest.raises(Refused):
        consents.ask(lead, **{**ASK, **wrong}, by=shen)
    assert Consent.objects.count() == 0


def test_what_may_not_be_noted_of_people_is_no_reason_either(lead, shen, zhu):
    with pytest.raises(Refused, match="no place"):
        consents.ask(lead, **{**ASK, "reason": "此人信佛教"}, by=shen)
    consent = consents.ask(lead, **ASK, by=shen)
    with pytest.raises(Refused, match="no place"):
        consents.answer(consent, granted=True, note="信佛教", by=zhu)


@pytest.mark.parametrize("secrecy", ["open", "anonymous"])
def test_where_nobody_is_in_escrow_nothing_is_asked(shen, secrecy):
    resident = greet().resident
    other = leads.take_in(
        content="x", topic="theft", secrecy=secrecy, by=resident, resident=resident
    )
    with pytest.raises(Refused, match="Nobody"):
        consents.ask(other, **ASK, by=shen)


def test_a_lead_is_linked_to_a_person_by_two_and_for_a_case(lead, shen, zhu):
    """Linking a clue to a person needs a case number and a second approver (security 2.6)."""
    person = greet(alias="某人").resident
    ask = {**ASK, "what": "person", "person_number": person.number}
    with pytest.raises(Refused, match="no file"):
        consents.ask(lead, **{**ask, "person_number": 999_999}, by=shen)
    consent = consents.ask(lead, **ask, by=shen)
    with pytest.raises(NotAllowed):
        consents.use(consent, by=shen)
    assert LeadPerson.objects.count() == 0
    consents.use(consents.answer(consent, granted=True, by=zhu), by=shen)
    assert LeadPerson.objects.get().person_number == person.number


def test_by_hand_made_requests_one_officer_gets_nowhere(lead, desk):
    zhu, xu = desk("朱所长", post="PLD_CHIEF"), desk("徐辅警", post="PLD_AUX")
    zhu.submits(f"{lead.url}consent/", **ASK)
    consent = Consent.objects.get()
    base = f"/helpdesk/leads/consents/{consent.pk}/"
    assert zhu.part(f"{base}answer/", answer="granted").status_code == 403
    assert zhu.part(f"{base}use/").status_code == 403
    assert zhu.part(f"{base}use/", granted="1", answered_by=1, answer="granted").status_code == 403
    for verb in ("answer", "use"):
        assert xu.part(f"{base}{verb}/", answer="granted").status_code == 403
    consent.refresh_from_db()
    assert (consent.answer, consent.used_at) == ("", None)
    assert Look.objects.count() == 0


def test_through_the_pages_two_do_it_and_both_and_the_dpo_see_the_history(lead, desk):
    shen, zhu = desk("沈警官"), desk("朱所长", post="PLD_CHIEF")
    dpo = desk("数据办", post="DPO", department="DPO")
    stranger = desk("陆警官", department="PS002")
    shen.submits(f"{lead.url}consent/", **ASK)
    consent = Consent.objects.get()
    base = f"/helpdesk/leads/consents/{consent.pk}/"
    zhu.submits(f"{base}answer/", answer="granted", note="同意")
    assert zhu.status == 200
    page = shen.submits(f"{base}use/")
    assert "老胡的邻居" in page.text_content()
    for sat in (shen, zhu, dpo):
        where = "consents/to-answer/" if sat is dpo else "consents/"
        seen = sat.goes(f"/helpdesk/leads/{where}").text_content()
        assert lead.number in seen and "沈警官" in seen and "朱所长" in seen and "同意" in seen
        assert "老胡的邻居" not in seen
    assert lead.number not in stranger.goes("/helpdesk/leads/consents/").text_content()
    assert any(lead.number in notice for notice in zhu.notices())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_consent_at_once_one_is_second(officer):
    resident = greet(alias="老胡的邻居").resident
    lead = leads.take_in(
        content="x", topic="theft", secrecy="secret", by=resident, resident=resident
    )
    shen, zhu = officer("沈警官"), officer("朱所长", post="PLD_CHIEF")
    consent, gate, came = granted(lead, shen, zhu), threading.Barrier(4), []

    def at_once():
        try:
            gate.wait(20)
            came.append(consents.use(consent, by=shen).called)
        except Refused as refusal:
            came.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["Refused", "Refused", "Refused", "老胡的邻居"]
    assert Look.objects.filter(fields="reporter").count() == 1
    assert LeadIdentity.objects.count() == 1


def test_the_file_tells_colleagues_nothing_of_an_opened_identity(lead, shen, zhu, desk):
    """Who opened it reads it on the file, and who oversees; the rest of the station does not."""
    consents.use(granted(lead, shen, zhu), by=shen)
    page = f"/residents/{Resident.objects.get().pk}/"
    assert ASK["reason"] in desk("朱所长二", post="PLD_CHIEF").client.get(page).content.decode()
    for name, post in (("徐辅警", "PLD_AUX"), ("陆警官", "PLD_OFFICER")):
        answer = desk(name, post=post).client.get(page)
        assert answer.status_code == 200
        assert ASK["reason"] not in answer.content.decode()
