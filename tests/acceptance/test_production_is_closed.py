"""What a production installation does not show, and what its program may not do."""

import re

import httpx
import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

DEMO = ["/demo/", "/demo/beside/", "/demo/be/shen/"]


@pytest.mark.parametrize("address", DEMO)
def test_there_is_no_demonstration(installation, address):
    assert httpx.get(f"{installation.url}{address}").status_code == 404


def token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]


@pytest.fixture
def visitor(installation):
    """A phone that has read the notice."""
    with httpx.Client(base_url=installation.url, follow_redirects=True, timeout=20) as client:
        notice = client.get("/helpdesk/phone/")
        client.post(
            "/helpdesk/phone/begin/",
            data={"csrfmiddlewaretoken": token(notice), "town": "330424001", "alias": "小储"},
        )
        yield client


def test_nobody_becomes_an_officer_by_one_click(visitor):
    form = {"csrfmiddlewaretoken": token(visitor.get("/sign-in/"))}
    assert visitor.post("/demo/be/shen/", data=form).status_code == 404
    assert visitor.get("/desk/").url.path == "/sign-in/"


def test_a_one_time_code_is_not_on_the_page(visitor, installation):
    form = {
        "csrfmiddlewaretoken": token(visitor.get("/helpdesk/phone/me/")),
        "phone": "13800138000",
    }
    page = visitor.post("/helpdesk/phone/code/", data=form)
    assert page.status_code == 200, installation.said()
    assert "data-county-code" not in page.text
    assert re.findall(r"(?<![\d#x-])\d{6}(?!\d)", re.sub(r"<[^>]*>", " ", page.text)) == []
    assert re.findall(r"code is \d{6}|验证码.{0,4}\d{6}", installation.said()) == []


def test_no_page_says_that_people_are_invented(visitor):
    for address in ("/sign-in/", "/helpdesk/phone/", "/helpdesk/phone/me/"):
        assert "演示数据" not in visitor.get(address).text


def test_an_old_form_is_refused_in_words(visitor):
    page = visitor.post("/helpdesk/phone/begin/", data={"csrfmiddlewaretoken": "x" * 64})
    assert page.status_code == 403
    assert "页面已过期" in page.text


FORBIDDEN = [
    "CREATE TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE helpdesk_matter ADD COLUMN mine int",
    "ALTER TABLE events_event DISABLE TRIGGER ALL",
    "DROP TABLE staff_key",
    "DROP INDEX message_in_order",
    "TRUNCATE helpdesk_matter",
    "TRUNCATE events_event",
    "UPDATE events_event SET by = ''",
    "DELETE FROM events_event",
    "UPDATE audit_look SET reason = ''",
    "DELETE FROM audit_look",
    "UPDATE residents_consent SET given = true",
    "DELETE FROM residents_consent",
    "UPDATE django_migrations SET name = ''",
    "CREATE ROLE mine",
    "SET ROLE siwei_owner",
    "ALTER ROLE siwei_app SUPERUSER",
    "COPY staff_officer TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT rolpassword FROM pg_authid",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_program_has_no_power_over_tables_and_logs(installation, statement):
    with (
        psycopg.connect(installation.database()) as connection,
        pytest.raises(InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize("table", ["events_event", "audit_look", "residents_consent"])
def test_not_even_the_owner_changes_a_log(installation, table):
    """A trigger stands behind the grants."""
    column = {"events_event": "by", "audit_look": "reason", "residents_consent": "evidence"}[table]
    with (
        psycopg.connect(installation.database(owner=True)) as connection,
        pytest.raises(psycopg.Error, match="are written once"),
    ):
        connection.execute(f"UPDATE {table} SET {column} = 'x'")


def test_no_played_wecom_beside_real_data(own_installation):
    county = own_installation(serving=False, settings={"WECOM": "standin"})
    done = county.run("serve", "--port", str(county.port))
    assert done.returncode != 0
    assert "WECOM=standin is for the demonstration only" in done.stderr
