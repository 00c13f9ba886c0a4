"""Minors: under 14 nothing is kept, 14 to 17 little, by constraint (I7) (E19)."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.fields import reveal, set_sealed
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.residents import actions, knowledge, queries
from county.records.residents.models import ExternalIdentity, Resident, WorkLink
from county.records.residents.tests.people import file_of, identity

pytestmark = pytest.mark.django_db
CLERK = System("test")


def born(years: int, days: int = 0) -> date:
    return clock.add_months(clock.today(), -12 * years) + timedelta(days=days)


def test_a_birthday_is_sealed_and_only_its_month_and_band_are_plain():
    day = date(1985, 6, 17)
    resident = file_of(identity=identity(day))
    kept = Resident.objects.get(pk=resident.pk)
    assert reveal(kept, "born_on") == "1985-06-17"
    assert (kept.born_month, kept.age_band) == (date(1985, 6, 1), "35-59")
    assert b"1985" not in bytes(kept.born_on.ciphertext)


@pytest.mark.parametrize(
    ("month", "today", "band"),
    [
        (date(2012, 11, 1), date(2026, 11, 30), ""),
        (date(2012, 11, 1), date(2026, 12, 1), "14-17"),
        (date(2008, 11, 1), date(2026, 11, 30), "14-17"),
        (date(2008, 11, 1), date(2026, 12, 1), "18-34"),
        (date(2008, 12, 1), date(2026, 12, 31), "14-17"),
        (date(2008, 12, 1), date(2027, 1, 1), "18-34"),
        (date(1966, 1, 1), date(2026, 2, 1), "60+"),
        (None, date(2026, 2, 1), ""),
    ],
)
def test_nobody_is_taken_for_older_than_they_are(month, today, band):
    assert knowledge.band_of(month, today) == band


def test_the_edges_of_the_bands_say_what_the_bands_say():
    for today in (date(2026, 1, 15), date(2026, 12, 31), date(2028, 2, 29)):
        edges = knowledge.band_edges(today)
        for months in range(13 * 12, 90 * 12):
            month = clock.add_months(today.replace(day=1), -months)
            inside = [
                band
                for band, (older, last) in edges.items()
                if month <= last and (older is None or month > older)
            ]
            assert inside == ([band] if (band := knowledge.band_of(month, today)) else [])


def test_a_pupil_without_a_birthday_is_refused():
    """Birth date unknown and school level primary or junior: refused (I7)."""
    resident = file_of()
    for school in ("primary", "junior"):
        with pytest.raises(actions.ChildRefused):
            actions.state_age(resident, school=school, by=CLERK)
        with pytest.raises(IntegrityError), transaction.atomic():
            Resident.objects.filter(pk=resident.pk).update(school=school)
    actions.state_age(resident, school="junior", birthday=born(15, -40), by=CLERK)
    assert Resident.objects.get(pk=resident.pk).school == "junior"


def test_the_database_itself_refuses_a_child():
    """No profile can be created for a person under 14, whoever writes the row (I7)."""
    resident = file_of()
    month = born(13).replace(day=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.filter(pk=resident.pk).update(born_month=month)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.filter(pk=resident.pk).update(is_child=True)
    child = actions.declare_child(resident, by=CLERK)
    for change in ({"alias": "小明"}, {"age_band": "14-17"}, {"name_index": b"1" * 16}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Resident.objects.filter(pk=child.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalIdentity.objects.create(resident=child, system="wecom", key="wm-child")


def test_a_child_who_is_found_out_leaves_nothing():
    """A file of a child is emptied, with the chat identity (E19)."""
    resident = file_of(alias="小朋友", name="某小朋友", address="某路1号")
    ExternalIdentity.objects.create(resident=resident, system="wecom", key="wm-1")
    child = actions.declare_child(resident, by=CLERK)
    kept = Resident.objects.get(pk=child.pk)
    assert kept.is_child
    assert (kept.alias, kept.name, kept.name_index, kept.name_masked, kept.address) == (
        "", None, None, "", None,
    )  # fmt: skip
    assert not ExternalIdentity.objects.filter(resident=child).exists()
    assert Event.objects.filter(kind="residents.child_found", subject=child.actor).count() == 1


def test_a_minor_has_one_tag_and_only_when_the_guardian_knows():
    """14 to 17: own consent and guardian informed, only T0405, no fraud profile (E19)."""
    minor = file_of(identity=identity(born(15, -40)))
    assert queries.is_minor(minor)
    assert not queries.guardian_informed(minor)
    assert not queries.may_have_tag(minor, "T0405")
    minor = actions.inform_guardian(minor, how="电话告知母亲", by=CLERK)
    assert queries.guardian_informed(minor)
    assert queries.may_have_tag(minor, "T0405")
    assert not queries.may_have_tag(minor, "T0302")
    assert not queries.may_have_fraud_profile(minor)
    grown = file_of(identity=identity(born(30)))
    assert queries.may_have_tag(grown, "T0302")
    with pytest.raises(Refused):
        actions.inform_guardian(grown, how="电话告知", by=CLERK)


def test_a_file_is_reviewed_when_its_person_is_grown():
    """At 18 files are re-reviewed, once (E19)."""
    resident = file_of(identity=identity(born(19)))
    Resident.objects.filter(pk=resident.pk).update(age_band="14-17")
    assert actions.keep_bands_fresh() == 1
    assert actions.keep_bands_fresh() == 0
    told = Event.objects.get(kind="residents.age_reached")
    assert (told.subject, told.facts["age"]) == (resident.actor, 18)
    assert Resident.objects.get(pk=resident.pk).age_band == "18-34"


def stating(resident: Resident, day: date, number: int):
    """Everything that could tell a file that its person is a child."""
    return [
        lambda: actions.correct(resident, identity=identity(day, number % 999 + 1), by=CLERK),
        lambda: actions.state_age(resident, birthday=day, by=CLERK),
        lambda: actions.state_age(resident, school="primary", by=CLERK),
        lambda: actions.state_age(resident, school="junior", birthday=day, by=CLERK),
        lambda: Resident.objects.filter(pk=resident.pk).update(born_month=day.replace(day=1)),
        lambda: Resident.objects.filter(pk=resident.pk).update(school="primary"),
    ]


def keeping(child: Resident, firm: Organisation, number: int):
    """Everything that could put something into the file of a child."""
    role = {"resident": child, "organisation": firm, "role": "hr"}
    return [
        lambda: actions.correct(child, name="某", by=CLERK),
        lambda: actions.correct(child, alias="某", address="某", by=CLERK),
        lambda: actions.identify(child, phone=f"138{number:08d}"),
        lambda: ExternalIdentity.objects.create(resident=child, system="w", key=str(number)),
        lambda: actions.begin_role(**role, by=CLERK),
        lambda: actions.share_household(child, evidence="口头同意", by=CLERK),
        lambda: actions.inform_guardian(child, how="电话告知", by=CLERK),
        lambda: WorkLink.objects.create(**role, since=clock.today(), set_by="x"),
        lambda: Resident.objects.filter(pk=child.pk).update(alias="某"),
        lambda: _raw_name(child),
    ]


def _raw_name(resident: Resident) -> None:
    fresh = Resident.objects.get(pk=resident.pk)
    set_sealed(fresh, "name", "某某")
    fresh.save()


def test_a_thousand_minors_by_every_action_leave_no_violation():
    """1,000 random minors, each action there is: 0 violations (E19) (I7)."""
    chance, violations = random.Random(19), []
    file, child = file_of(alias=""), actions.declare_child(file_of(alias=""), by=CLERK)
    firm = Organisation.objects.create(
        code="91330424MA28A00016", name="演示厂", area=Area.objects.get(pk="330424001")
    )
    for number in range(1000):
        day = clock.today() - timedelta(days=chance.randrange(0, 14 * 365 + 3))
        _try(chance.choice(stating(file, day, number)))
        _try(chance.choice(keeping(child, firm, number)))
        if number % 20 == 0:
            violations += _found(file, child)
    assert violations + _found(file, child) == []


def _try(attempt) -> None:
    try:
        with transaction.atomic():
            attempt()
    except (Refused, IntegrityError):
        return


def _found(file: Resident, child: Resident) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id::text FROM residents_resident WHERE"
            " born_month > (now() - interval '14 years')::date"
            " OR (is_child AND (alias <> '' OR name IS NOT NULL OR phone IS NOT NULL"
            " OR identity IS NOT NULL OR address IS NOT NULL OR born_on IS NOT NULL))"
            " OR (school IN ('primary', 'junior') AND born_month IS NULL)"
        )
        found = [row[0] for row in cursor.fetchall()]
    kept = Resident.objects.get(pk=file.pk)
    if kept.born_on is not None or kept.identity is not None:
        found.append("the file took a child's birthday")
    if ExternalIdentity.objects.filter(resident=child).exists():
        found.append("a child has a chat identity")
    if WorkLink.objects.filter(resident=child).exists():
        found.append("a child has a role")
    return found
