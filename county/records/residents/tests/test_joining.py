"""Two files of one person: suggested, joined by a person, parted again."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from county.foundation.events.models import Event
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import reveal
from county.records.residents import actions, queries
from county.records.residents.models import ExternalIdentity, Resident
from county.records.residents.tests.people import file_of, identity

pytestmark = pytest.mark.django_db
NUMBER = identity(date(1985, 6, 17))


@pytest.fixture
def officer(desk):
    return desk("沈警官").officer


def fresh(resident: Resident) -> Resident:
    return Resident.objects.get(pk=resident.pk)


def snapshot(resident: Resident) -> dict[str, object]:
    """What a file says, opened."""
    kept = fresh(resident)
    plain = ("alias", "town_code", "born_month", "age_band", "name_masked", "identity_masked",
             "name_index", "identity_index", "merged_into_id", "organisation_id")  # fmt: skip
    opened = {field: reveal(kept, field) for field in Resident.PRIVATE}
    names = sorted(ExternalIdentity.objects.filter(resident=kept).values_list("system", "key"))
    return {**opened, **{name: getattr(kept, name) for name in plain}, "names": names}


def two() -> tuple[Resident, Resident]:
    one = file_of("储某", name="演示甲")
    other = file_of("小储", name="演示甲", identity=NUMBER, address="某路1号")
    ExternalIdentity.objects.create(resident=one, system="wecom", key="wm-one")
    ExternalIdentity.objects.create(resident=other, system="wecom", key="wm-other")
    return one, other


def test_likely_doubles_are_suggested_by_number_name_and_town_and_never_joined(officer):
    one, other = two()
    third = file_of("第三", identity=NUMBER)
    elsewhere = file_of("别处", name="演示甲", town="330424101")
    pairs = {frozenset((d.one.pk, d.other.pk)): d.why for d in queries.likely_doubles(officer)}
    assert pairs == {
        frozenset((one.pk, other.pk)): "the same name in the same town",
        frozenset((other.pk, third.pk)): "the same identity number",
    }
    assert [d.other.pk for d in queries.doubles_of(one, officer)] == [other.pk]
    assert fresh(one).merged_into_id is None
    assert elsewhere.pk not in {key for pair in pairs for key in pair}


def test_who_is_two_people_is_not_suggested_again(officer):
    one, other = two()
    actions.keep_apart(other, one, by=officer)
    assert queries.likely_doubles(officer) == []
    assert queries.doubles_of(one, officer) == []


def test_a_joined_file_speaks_through_the_one_that_stays(officer):
    one, other = two()
    actions.record_consent(other, scope="outreach", given=True, evidence="口头", by=other)
    actions.join(one, other, reason="同一人，本人确认", by=officer)
    assert queries.known_as("wecom", "wm-other") == one
    assert queries.current(fresh(other)) == one
    assert reveal(fresh(one), "identity") == NUMBER
    assert [c.scope for c in queries.consents(one)] == ["outreach"]
    assert queries.may_rest_on(one, "outreach")
    assert other not in queries.residents_for(officer)
    told = Event.objects.get(kind="residents.files_merged")
    assert told.facts["former_id"] == str(other.pk)


def test_a_joining_undone_puts_everything_back(officer):
    one, other = two()
    before = snapshot(one), snapshot(other)
    joining = actions.join(one, other, reason="同一人", by=officer)
    assert (snapshot(one), snapshot(other)) != before
    actions.part(joining, reason="两个人", by=officer)
    assert (snapshot(one), snapshot(other)) == before
    with pytest.raises(Refused):
        actions.part(joining, reason="两个人", by=officer)


def test_a_confirmed_phone_joins_in_the_same_way_and_can_be_undone(officer):
    older = actions.identify(file_of("先"), phone="13800000001")
    newer = file_of("后")
    assert actions.identify(newer, phone="13800000001") == older
    joining = queries.joinings_of(newer).get()
    assert joining.kept == older
    actions.part(joining, reason="借用的手机", by=officer)
    assert fresh(newer).merged_into is None


def test_chains_resolve_and_a_file_is_joined_once(officer):
    one, other = two()
    third = file_of("第三", name="演示甲")
    actions.join(other, third, reason="同一人", by=officer)
    actions.join(one, other, reason="同一人", by=officer)
    assert queries.current(fresh(third)) == one
    assert {f.pk for f in queries.given_up_to(one)} == {other.pk, third.pk}
    with pytest.raises(Refused):
        actions.join(one, third, reason="同一人", by=officer)
    with pytest.raises(Refused):
        actions.join(one, one, reason="同一人", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.filter(pk=one.pk).update(number=other.number)


def test_joining_and_parting_need_a_reason(officer):
    one, other = two()
    with pytest.raises(Incomplete):
        actions.join(one, other, reason=" ", by=officer)
    joining = actions.join(one, other, reason="同一人", by=officer)
    with pytest.raises(Incomplete):
        actions.part(joining, reason="", by=officer)


def test_a_young_persons_birthday_is_not_lost_in_a_joining(officer):
    """A joining never makes a minor one of whom nothing is known (E19)."""
    day = date(2011, 1, 5)
    one, other = file_of("一", name="演示乙"), file_of("二", name="演示乙", identity=identity(day))
    actions.join(one, other, reason="同一人", by=officer)
    assert queries.is_minor(fresh(one))


def test_tags_conversations_and_matters_go_and_come_back(officer, phone, background):
    first, second = phone(alias="先"), phone(alias="后")
    first.says("身份证丢了")
    second.says("想咨询居住证")
    background.catch_up()
    kept, given_up = Resident.objects.order_by("number")
    joining = actions.join(kept, given_up, reason="同一人", by=officer)
    background.catch_up()
    from_both = set(kept.matter_set.values_list("conversation__channel", flat=True))
    assert (kept.matter_set.count(), kept.conversation_set.count()) == (2, 2)
    assert from_both == {"web"}
    second.goes("/helpdesk/phone/me/")
    assert second.sees("dd")[0] == "先", "the phone's cookie leads to the file that stays"
    actions.part(joining, reason="两个人", by=officer)
    background.catch_up()
    assert given_up.matter_set.count() == kept.matter_set.count() == 1
    second.goes("/helpdesk/phone/me/")
    assert second.sees("dd")[0] == "后"
