"""What the database itself refuses, whoever asks: machines above all."""

import re
import tomllib
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from county.kernel import clock
from county.kernel.errors import Refused
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.tags import actions, doors
from county.records.tags.flow import State
from county.records.tags.knowledge import definitions, tags
from county.records.tags.models import Definition, Tagging

ROW = {"code": "T0802", "grade": "A", "basis": "C", "proposed_by": "x"}


@pytest.mark.django_db
def test_the_database_knows_the_reviewed_library_and_nothing_else():
    """(E1) (I1) Each with its ground, class, end, use, approvers of two units and next review."""
    kept = {one.code: one for one in Definition.objects.all()}
    assert set(kept) == set(tags())
    for one in kept.values():
        assert one.active and one.first_unit != one.second_unit
        assert one.basis and one.use and one.use_en and one.assessment and one.second_reader
        assert (one.next_review - one.reviewed_on).days <= 366
        assert 0 < one.days <= (180 if one.grade == "C" else 365) or one.longer_because
    assert sum(bool(one.longer_because) for one in kept.values()) == 9


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"second_unit": "PSB"}, {"basis": ""}, {"use": ""}, {"assessment": ""}, {"second_reader": ""},
     {"days": 366}, {"days": 0}, {"grade": "C"}, {"grade": "D"}, {"level": 3},
     {"next_review": "2028-01-01"}, {"first_post": ""}],
)  # fmt: skip
def test_a_kind_that_lacks_something_is_refused_by_the_database(wrong, owner):
    """(E1) (E6) (E33) Even of its owner."""
    row = {**definitions()[5], "code": "T9901", "one_of": "", **wrong}
    assert row["first_unit"] == "PSB" and row["longer_because"] == ""
    names = ", ".join(f'"{name}"' for name in [*row, "shown"])
    marks = ", ".join(["%s"] * (len(row) + 1))
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(f"INSERT INTO tags_tagdef ({names}) VALUES ({marks})", [*row.values(), True])


@pytest.fixture
def owner(db):
    with psycopg.connect(settings.SIWEI_SERVER.url("siwei_owner", _name())) as wire:
        yield wire
        wire.rollback()


@pytest.fixture
def worker(db):
    with psycopg.connect(settings.SIWEI_WORKER_ADDRESS) as wire:
        yield wire
        wire.rollback()


def _name():
    return settings.DATABASES["default"]["NAME"]


@pytest.mark.django_db
def test_the_program_makes_no_kind_of_tag():
    """(E3) A banned kind cannot be created: kinds come from the reviewed file alone."""
    for statement in ("UPDATE tags_tagdef SET name = '信访户'", "DELETE FROM tags_tagdef"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.django_db
def test_no_column_takes_a_tag_in_free_text():
    """(E2) Of a tagging, the code is a foreign key; a kind no longer active takes nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'tags_tagging'::regclass AND contype = 'f'"
        )
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name !~ '^django_'"
            " AND column_name ~ '(^|_)(tag|tags|label|labels)$'"
        )
        free = cursor.fetchall()
    assert any("(code, grade, one_of) REFERENCES tags_tagdef" in one for one in found)
    assert free == []


def test_a_code_without_a_kind_or_of_another_class_stands_on_nobody(resident):
    """(E2) The foreign key, not the program, refuses it."""
    for wrong in ({"code": "T9999"}, {"grade": "C"}, {"one_of": "channel"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tagging.objects.create(resident=resident, **{**ROW, **wrong})
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_class_c_tag_of_an_officer_stands_only_with_a_second(resident, shen):
    """(E9) By constraint."""
    row = {"resident": resident, "code": "T0502", "grade": "C", "basis": "SC", "officer": shen,
           "proposed_by": "x", "state": "active", "confirmed_by": "x", "until": clock.today(),
           "confirmed_at": clock.now()}  # fmt: skip
    for more in ({}, {"approved_by": shen, "case_number": "1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tagging.objects.create(**row, **more)


def test_nothing_stands_on_somebody_who_has_not_seen_the_notice(db):
    """(E18) By trigger."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Tagging.objects.create(resident=residents.open_file(), **ROW)


def test_what_ended_does_not_come_back(resident):
    tagging = actions.set_own(resident, "T0802")
    actions.end(tagging, by=resident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tagging.objects.update(state="active", ended_at=None)


def test_a_tag_in_force_has_a_last_day(resident):
    """(E8) There is no “never” but for what the library says."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Tagging.objects.create(
            resident=resident, **ROW, state="active", confirmed_by="x", confirmed_at=clock.now()
        )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO tags_tagging (state) VALUES ('active')",
        "INSERT INTO tags_tagging SELECT * FROM tags_tagging",
        "UPDATE tags_tagging SET state = 'active'",
        "DELETE FROM tags_tagging",
        "INSERT INTO tags_tagdef SELECT * FROM tags_tagdef",
        "UPDATE tags_tagdef SET level = 1",
        "DELETE FROM events_event",
        "CREATE TABLE mine (id int)",
        "SET ROLE siwei_app",
        "SET ROLE siwei_owner",
        "ALTER TABLE tags_tagging DISABLE TRIGGER may_stand",
    ],
)
def test_the_workers_role_has_no_hand_on_tags(worker, statement):
    """(E7) A machine that takes the worker over sets nobody's tag: the grant is not there."""
    assert worker.execute("SELECT current_user").fetchone() == ("siwei_worker",)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_through_its_doors_the_worker_only_proposes(desk, worker):
    """(E7) What an officer marks in WeCom, what runs out, what the system saw: and no more."""
    person = residents.open_file(town_code="330424001")
    residents.see_notice(person)
    shen = desk("沈警官").officer
    lay = "SELECT tags_lay(gen_random_uuid(), %s, %s, '自述', %s, '', '')"
    worker.execute(lay, [person.pk, "T1001", shen.pk])
    assert worker.execute("SELECT state FROM tags_tagging").fetchall() == [("proposed",)]
    note = "SELECT tags_note(gen_random_uuid(), %s, %s, %s, '', now(), current_date)"
    worker.execute(note, [person.pk, "T1206", "clock"])
    worker.commit()
    for statement, values in (
        (lay, [person.pk, "T0711X", shen.pk]),
        (lay, [person.pk, "T0106", shen.pk]),
        (lay, [person.pk, "T0205", 999999]),
        (note, [person.pk, "T0205", "clock"]),
        (note, [person.pk, "T1203", "clock"]),
        (note, [person.pk, "T1207", f"resident:{person.pk}"]),
    ):
        with pytest.raises(psycopg.errors.CheckViolation):
            worker.execute(statement, values)
        worker.rollback()
    key = Tagging.objects.get(code="T1001").pk
    young = worker.execute("SELECT tags_lapse(%s, now() + interval '9 years')", [key])
    assert young.fetchone() == (False,)
    other = residents.open_file()
    with pytest.raises(psycopg.errors.CheckViolation):
        worker.execute("SELECT tags_follow(%s, %s)", [person.pk, person.pk])
    worker.rollback()
    assert other.pk != person.pk
    assert {one.state for one in Tagging.objects.all()} == {State.PROPOSED, State.ACTIVE}


def test_the_doors_are_those_that_the_worker_is_given():
    assert doors.DOORS == [
        "tags_lay", "tags_note", "tags_end", "tags_lapse", "tags_follow", "tags_go_back",
        "tags_forget",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_door_refuses_an_unknown_tagging():
    assert doors.end(uuid4(), by="clock", reason="") is False


FILES = Path("docs/impact-assessments")


@pytest.mark.parametrize("tag", tags().values(), ids=lambda tag: tag.code)
def test_every_kind_rests_on_an_impact_assessment_that_names_it(tag):
    """(E33) A kind of tag without one fails here."""
    file = FILES / f"{tag.assessment}.md"
    assert file.exists(), f"{tag.code} needs {file}"
    assert f"| {tag.code} |" in file.read_text(encoding="utf-8")


def test_the_posts_that_approve_exist():
    """(E1) (E6) Approvers are posts, in two units; nobody's name stands in the file."""
    source = tomllib.loads(Path("county/foundation/staff/posts.toml").read_text("utf-8"))
    posts = {row["code"] for row in source["post"]}
    units = {row["code"] for row in source["department"]}
    for tag in tags().values():
        for unit, post in (one.split(".") for one in (*tag.approvers, tag.second_reader)):
            assert unit in units and post in posts


@pytest.mark.django_db
def test_nobody_has_a_number_that_judges_them():
    """(E4) No column of a person's tables is a score, rank, level of risk or credit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_name ~ '^(residents|tags|visits|worklist|contacts)_'"
            " AND column_name ~ '(score|rank|risk|credit|colour|color)'"
        )
        assert cursor.fetchall() == []


def test_tagging_reads_nobodys_relations():
    """(E10) No module of tags imports contacts, conversations, households or firms."""
    known = re.compile(r"county[.]records[.](contacts|conversations|organisations|audiences)")
    files = [one for one in Path("county/records/tags").rglob("*.py") if "tests" not in one.parts]
    assert len(files) > 20
    assert [str(one) for one in files if known.search(one.read_text("utf-8"))] == []


@pytest.mark.django_db
def test_on_a_minor_stands_what_protects_them_and_nothing_else(desk):
    """(E19) (I7) Each kind by each door; with the guardian informed, the pupils' tag besides."""
    young = residents.open_file(town_code="330424001")
    residents.see_notice(young)
    Resident.objects.filter(pk=young.pk).update(age_band="14-17")
    young.refresh_from_db()
    cmd = desk("值班长", post="CMD", department="PSB").officer
    doors_to_it = (
        lambda code: actions.propose(young, code, why="本人自述", by=cmd, case_number="Q1"),
        lambda code: actions.set_own(young, code),
        lambda code: actions.note(young, code, by=actions.CLOCK),
    )
    for code in tags():
        for verb in doors_to_it:
            with suppress(Refused), transaction.atomic():
                verb(code)
        row = {"resident": young, "code": code, "basis": "C", "proposed_by": "x"}
        with suppress(IntegrityError), transaction.atomic():
            Tagging.objects.create(**row)
    allowed = {"T0109", "T1202", "T1204"}
    assert set(Tagging.objects.values_list("code", flat=True)) <= allowed
    Resident.objects.filter(pk=young.pk).update(guardian_informed_at=clock.now())
    young.refresh_from_db()
    assert actions.set_own(young, "T0405").state == State.ACTIVE
