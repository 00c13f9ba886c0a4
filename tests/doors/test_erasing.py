"""A person erased: the key is destroyed, and no copy of the tables opens again."""

from __future__ import annotations

from datetime import date

import pytest

from county.foundation.events.models import Event
from county.kernel import fields, sealing
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import Sealed, reveal
from county.records.conversations.models import Conversation, Message
from county.records.residents import actions, queries
from county.records.residents.models import (
    Consent,
    Erasure,
    ExternalIdentity,
    Resident,
    ResidentKey,
)
from county.records.residents.tests.people import file_of, identity
from county.records.tags import actions as tags
from county.records.tags.models import Tagging

pytestmark = pytest.mark.django_db
NUMBER = identity(date(1985, 6, 17))


@pytest.fixture
def officer(desk):
    return desk("沈警官").officer


def full() -> Resident:
    resident = file_of("小储", name="演示甲", identity=NUMBER, address="某路1号")
    return actions.identify(resident, phone="13800000001")


def test_each_person_has_a_key_and_it_opens_nobody_elses():
    one, other = full(), file_of("另", name="演示甲")
    assert ResidentKey.objects.count() == 2
    assert bytes(one.name.ciphertext)[:1] == sealing.FOR_SUBJECT
    assert reveal(one, "name") == reveal(other, "name") == "演示甲"
    other.name = one.name
    with pytest.raises(sealing.SealingError):
        reveal(other, "name")


def test_an_older_dump_cannot_read_whom_the_office_erased(officer):
    """What a dump holds of an erased person stays shut, with every key of the county (E31)."""
    resident = full()
    dumped = {field: bytes(getattr(resident, field).ciphertext) for field in Resident.PRIVATE}
    actions.erase(resident, reason="本人要求", by=officer)
    kept = Resident.objects.get(pk=resident.pk)
    for field, ciphertext in dumped.items():  # the rows of the dump come back
        setattr(kept, field, Sealed(ciphertext))
        with pytest.raises(sealing.KeyMissing):
            reveal(kept, field)
    with pytest.raises(sealing.KeyMissing):
        fields.set_sealed(kept, "name", "演示甲")


def test_what_is_erased_and_what_stays(officer):
    """The audit and the consents stay; every other personal word goes (E31)."""
    resident = full()
    ExternalIdentity.objects.create(resident=resident, system="wecom", key="wm-1")
    actions.record_consent(resident, scope="outreach", given=True, evidence="口头", by=resident)
    actions.erase(resident, reason="本人要求", by=officer)
    kept = Resident.objects.get(pk=resident.pk)
    left = {
        field.name: getattr(kept, field.name)
        for field in Resident._meta.concrete_fields
        if getattr(kept, field.name) not in (None, "", False, [])
    }
    assert set(left) - {"notice_version", "notice_seen_at"} == {
        "id", "number", "opened_at", "last_contact_at", "erased_at",
    }  # fmt: skip
    assert not ExternalIdentity.objects.filter(resident=resident).exists()
    assert Consent.objects.filter(resident=resident).count() == 1
    assert Erasure.objects.get().by == officer.actor
    assert Event.objects.filter(kind="residents.resident_erased", subject=resident.actor).exists()


def test_words_go_but_not_those_of_a_case(officer, phone, background):
    first = phone(alias="小储")
    first.says("身份证丢了，我住在某路1号")
    background.catch_up()
    resident = Resident.objects.get()
    with pytest.raises(Refused, match="HY"):
        actions.erase(resident, reason="本人要求", by=officer)
    matter = resident.matter_set.get()
    type(matter).objects.filter(pk=matter.pk).update(state="closed", last_text="某路1号")
    actions.erase(resident, reason="本人要求", by=officer)
    background.catch_up()
    assert set(Message.objects.values_list("text", flat=True)) == {""}
    assert type(matter).objects.get().last_text == ""
    assert first.says("还在吗").status_code == 403, "the phone's key leads nowhere"
    assert Conversation.objects.get().address.startswith("erased:")


def test_a_case_keeps_its_words(officer, phone, background):
    phone(alias="小储").says("我要举报：有人偷电瓶车")
    background.catch_up()
    resident = Resident.objects.get()
    resident.matter_set.update(state="closed", case_number="A3304240001")
    actions.erase(resident, reason="本人要求", by=officer)
    background.catch_up()
    assert Message.objects.filter(author="resident").get().text == "我要举报：有人偷电瓶车"


def test_files_joined_to_it_are_erased_with_it(officer):
    one, other = full(), file_of("小储二", name="演示甲")
    actions.join(one, other, reason="同一人", by=officer)
    actions.erase(one, reason="本人要求", by=officer)
    assert ResidentKey.objects.count() == 0
    assert Resident.objects.get(pk=other.pk).name is None


def test_erasing_needs_a_reason(officer):
    with pytest.raises(Incomplete):
        actions.erase(full(), reason="", by=officer)


def test_what_was_sealed_the_old_way_opens_and_is_sealed_anew(officer):
    resident = file_of("旧")
    place = f"residents_resident|name|{resident.pk}"
    old = sealing.seal("name", "演示旧", place)
    Resident.objects.filter(pk=resident.pk).update(name=Sealed(old))
    kept = Resident.objects.get(pk=resident.pk)
    assert reveal(kept, "name") == "演示旧"
    assert actions.reseal() == 1
    assert actions.reseal() == 0
    kept = Resident.objects.get(pk=resident.pk)
    assert bytes(kept.name.ciphertext)[:1] == sealing.FOR_SUBJECT
    assert reveal(kept, "name") == "演示旧"
    assert queries.sealed_the_old_way(10) == []


def test_tags_go_with_the_file_and_come_back_with_it(officer, phone, background):
    """A joining moves tags and its undoing brings them back; erasing ends them (E31)."""
    phone(alias="先")
    phone(alias="后")
    kept, given_up = Resident.objects.order_by("number")
    tags.propose(given_up, "T0205", why="自述租住", by=officer)
    joining = actions.join(kept, given_up, reason="同一人", by=officer)
    background.catch_up()
    assert [one.resident_id for one in Tagging.objects.all()] == [kept.pk]
    actions.part(joining, reason="两个人", by=officer)
    background.catch_up()
    assert [one.resident_id for one in Tagging.objects.all()] == [given_up.pk]
    actions.erase(given_up, reason="本人要求", by=officer)
    background.catch_up()
    assert Tagging.objects.count() == 0


def test_a_child_found_out_keeps_no_tag_and_no_words(officer, phone, background):
    """Under 14 nothing stays: no tag, no chat (E19)."""
    person = phone(alias="小朋友")
    person.says("我十二岁，有人打我")
    background.catch_up()
    child = Resident.objects.get()
    tags.propose(child, "T0205", why="自述租住", by=officer)
    actions.declare_child(child, by=officer)
    background.catch_up()
    assert Tagging.objects.count() == 0
    assert set(Message.objects.filter(author="resident").values_list("text", flat=True)) == {""}
