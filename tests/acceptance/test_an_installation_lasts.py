"""An installation outlives restarts, says what is bad, and may lean on a database outside."""

import os
import shutil
import signal
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from county.foundation.database.embedded import OWNER, RUNTIME, TIPS, Server
from tests.acceptance.chaos import key_for
from tests.acceptance.conftest import opened

OVERDUE = """
WITH told AS (
  INSERT INTO events_event (kind, subject, facts, by, happened_at) VALUES
  ('staff.officer_signed_in', 'officer:0', '{"officer_id": 0}', 'test', now() - interval '1 hour')
  RETURNING id
)
INSERT INTO events_delivery (event_id, due_at) SELECT id, now() + interval '1 hour' FROM told
"""


def post(county, secret, name="m1", text="身份证到期了在哪里办"):
    return httpx.post(
        f"{county.url}/api/conversations/messages",
        json={"external_id": name, "sender": "a", "text": text},
        headers={"Authorization": f"Bearer {secret}"},
        timeout=20,
    )


def answers(county):
    try:
        return httpx.get(f"{county.url}/health/live/", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def count(address, table="conversations_message"):
    with psycopg.connect(address) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.fixture(scope="module")
def county(own_installation):
    return own_installation()


@pytest.fixture(scope="module")
def secret(county):
    return key_for(county)


def test_what_was_kept_survives_a_restart(county, secret):
    kept = post(county, secret, "restart").json()["id"]
    county.stop()
    county.serve()
    again = post(county, secret, "restart")
    assert (again.status_code, again.json()["id"], again.json()["new"]) == (200, kept, False)


def test_a_county_that_was_killed_as_a_whole_serves_again(county, secret):
    kept = post(county, secret, "killed").json()["id"]
    (supervisor,) = county.processes
    os.kill(supervisor.pid, signal.SIGKILL)
    supervisor.wait()
    county.processes.clear()
    while answers(county):
        time.sleep(0.1)
    county.serve()
    assert post(county, secret, "killed").json()["id"] == kept


def test_the_doctor_says_of_each_part_that_it_is_well(county):
    done = county.run("doctor")
    assert done.returncode == 0
    assert {line.split()[0] for line in done.stdout.splitlines()} <= {"ok", "warn"}
    assert sum(line.startswith("ok ") for line in done.stdout.splitlines()) >= 5


def test_the_doctor_finds_facts_that_nobody_handles(county):
    with psycopg.connect(county.database(owner=True)) as connection:
        connection.execute(OVERDUE)
    done = county.run("doctor")
    with psycopg.connect(county.database(owner=True)) as connection:
        connection.execute("DELETE FROM events_delivery")
    assert done.returncode == 1
    assert [line[:3] for line in done.stdout.splitlines() if line.startswith("bad")] == ["bad"]


def test_the_doctor_finds_a_county_without_its_database_bad(own_installation):
    done = own_installation(serving=False).run("doctor")
    assert done.returncode == 1
    assert any(line.startswith("bad") for line in done.stdout.splitlines())
    assert "Traceback" not in done.stderr


@contextmanager
def server_outside():
    """A PostgreSQL that is not the installation's own."""
    home = Path(tempfile.mkdtemp(prefix="siwei-outside-"))
    home.chmod(0o755)
    server = Server(home, fast=True)
    try:
        server.start()
        server.make_database()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def outside():
    with server_outside() as server:
        yield server


@pytest.fixture(scope="module")
def leaning(outside):
    """A county on a database outside."""
    addresses = {
        "DATABASE_URL": outside.url(RUNTIME),
        "DATABASE_OWNER_URL": outside.url(OWNER),
        "DATABASE_TIPS_URL": outside.url(TIPS),
    }
    with opened(fresh=True, settings=addresses) as county:
        county.serve()
        yield county


@pytest.fixture(scope="module")
def leaning_secret(leaning):
    return key_for(leaning)


def test_a_database_outside_is_used_and_none_is_made(leaning, leaning_secret, outside):
    before = count(outside.url(RUNTIME))
    assert post(leaning, leaning_secret, "outside").status_code == 201
    assert count(outside.url(RUNTIME)) == before + 1
    assert not (leaning.home / "pg").exists()


def test_another_database_outside_gets_its_tables_too(leaning, outside):
    """The folder remembers which database it prepared, not only that it prepared one."""
    outside.make_database("second")
    leaning.settings = {
        "DATABASE_URL": outside.url(RUNTIME, "second"),
        "DATABASE_OWNER_URL": outside.url(OWNER, "second"),
        "DATABASE_TIPS_URL": outside.url(TIPS, "second"),
    }
    try:
        leaning.stop()
        leaning.serve()
        assert count(outside.url(RUNTIME, "second"), "staff_post") > 0
    finally:
        leaning.stop()
        leaning.settings = {
            "DATABASE_URL": outside.url(RUNTIME), "DATABASE_OWNER_URL": outside.url(OWNER),
            "DATABASE_TIPS_URL": outside.url(TIPS),
        }  # fmt: skip
        leaning.serve()


def test_while_the_database_is_away_every_door_says_so_and_opens_again(
    leaning, leaning_secret, outside
):
    outside.stop()
    try:
        machine = post(leaning, leaning_secret, "away")
        page = httpx.get(f"{leaning.url}/helpdesk/phone/", timeout=20)
        part = httpx.get(
            f"{leaning.url}/helpdesk/phone/", headers={"HX-Request": "true"}, timeout=20
        )
        alive = httpx.get(f"{leaning.url}/health/live/", timeout=20)
    finally:
        outside.start()
    assert machine.status_code == page.status_code == part.status_code == 503
    assert machine.headers["Content-Type"] == "application/problem+json"
    assert machine.json()["status"] == 503
    assert "系统正在重新启动" in page.text
    assert part.text.startswith('<div class="refused" role="alert">系统正在重新启动')
    assert {int(one.headers["Retry-After"]) for one in (machine, page, part)} == {3}
    assert alive.status_code == 200, "the process itself is well"
    deadline = time.monotonic() + 60
    while (answer := post(leaning, leaning_secret, "away")).status_code == 503:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert answer.status_code == 201
