"""Tests, like the program, run as a role that may touch rows and nothing else."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from county.foundation.database.embedded import RUNTIME


@pytest.mark.django_db
def test_the_tests_run_as_the_runtime_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (RUNTIME,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE events_event ADD COLUMN mine int",
        "DROP TABLE staff_key",
        "TRUNCATE events_event",
        "UPDATE events_event SET by = ''",
        "DELETE FROM events_event",
        "DELETE FROM audit_look",
        "UPDATE django_migrations SET name = ''",
    ],
)
def test_the_runtime_role_is_refused(statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_wiped_and_reference_rows_stay(turn):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_tick")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO events_tick (name, struck_at) VALUES ('test', now())")
        cursor.execute("SELECT count(*) FROM staff_post")
        assert cursor.fetchone()[0] > 0
        cursor.execute("DELETE FROM staff_post WHERE code = 'SC_COUNTER'")
