"""From an empty folder to a county that answers, with its worker at work."""

import time

import httpx
import psycopg


def test_pages_answer(installation):
    answer = httpx.get(f"{installation.url}/sign-in/")
    assert answer.status_code == httpx.codes.OK
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_static_files_are_served_under_names_that_last(installation):
    page = httpx.get(f"{installation.url}/sign-in/").text
    address = page.partition("/static/")[2].partition('"')[0]
    assert httpx.get(f"{installation.url}/static/{address}").status_code == httpx.codes.OK


def test_a_second_one_on_the_same_folder_is_refused_in_words(installation):
    done = installation.run("serve", "--port", "1")
    assert done.returncode != 0
    assert "already runs on the folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_worker_hands_facts_over(installation):
    with psycopg.connect(installation.database(owner=True)) as connection:
        event = connection.execute(
            "INSERT INTO events_event (kind, subject, facts, by) VALUES"
            """ ('staff.officer_signed_in', 'officer:0', '{"officer_id": 0}', 'test')"""
            " RETURNING id"
        ).fetchone()
        connection.execute("INSERT INTO events_delivery (event_id) VALUES (%s)", event)
    deadline = time.monotonic() + 60
    waiting = 1
    with psycopg.connect(installation.database(), autocommit=True) as connection:
        while waiting and time.monotonic() < deadline:
            time.sleep(0.1)
            (waiting,) = connection.execute("SELECT count(*) FROM events_delivery").fetchone()
    assert waiting == 0


def test_the_doctor_finds_the_database_well(installation):
    assert "ok" in installation.run("doctor").stdout
