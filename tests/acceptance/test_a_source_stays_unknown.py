"""The anonymous address as it is served: no cookie, no address of anybody in table, log or file."""

from __future__ import annotations

import io
import os
import re
import socket
import time
from pathlib import Path

import httpx
import psycopg
import pytest
from PIL import Image

from tests.acceptance.conftest import Installation

CANARY = "127.77.66.55"
"""Every address of 127/8 is this machine: a sender whom nothing else can be taken for."""
AGENT = "CANARYBROWSER"
TEXT = "CANARYWORDS 他们每晚在仓库里赌"
MAKE_KEY = """
import django; django.setup()
from county.dimensions.helpdesk.actions import keys
from county.foundation.events.registry import System
from county.foundation.staff import actions
from county.foundation.staff.models import Department, Post
unit = Department.objects.get(pk="PSB")
chief = actions.appoint(username="chief", name="值班长", department=unit,
    post=Post.objects.get(pk="CMD"), by=System("test"))
keys.make(department=chief.department, passphrase="CANARYPASSPHRASE 2026", by=chief)
"""


@pytest.fixture(scope="module")
def county(own_installation) -> Installation:
    """A county whose command centre has a key."""
    made = own_installation()
    done = made.run("shell", "-v", "0", "-c", MAKE_KEY)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def visitor(county):
    """A browser at the canary's address."""
    transport = httpx.HTTPTransport(local_address=CANARY)
    headers = {
        "User-Agent": AGENT, "Cookie": "siwei=CANARYCOOKIE", "Referer": "http://CANARYREFERER/",
        "X-Forwarded-For": CANARY,
    }  # fmt: skip
    base = f"http://127.0.0.1:{county.tips}"
    with httpx.Client(transport=transport, headers=headers, base_url=base, timeout=60) as client:
        _wait_for(client)
        yield client


def _wait_for(client: httpx.Client) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            client.get("/style/")
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("The anonymous address does not answer.")


def form(page: httpx.Response, do: str) -> dict[str, str]:
    """The hidden fields of one of the page's forms."""
    for text in page.text.split("<form")[1:]:
        if f'name="do" value="{do}"' in text:
            inside = text.partition("</form>")[0]
            return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside))
    raise AssertionError(f"no form to {do}:\n{page.text}")


def session(visitor: httpx.Client) -> list[httpx.Response]:
    """Somebody reads, tells, opens the box, adds a word, tries wrong digits, gets lost, leaves."""
    answers = [visitor.get("/en/")]
    said = {"topic": "gambling", "text": TEXT, "place": "CANARYPLACE", "town": "330424001"}
    picture = {"files": ("CANARYNAME.png", _png(), "image/png")}
    answers.append(visitor.post("/en/", data={**form(answers[0], "send"), **said}, files=picture))
    digits = "".join(re.findall(r"<span>(\d{4})</span>", answers[-1].text))
    assert len(digits) == 16, answers[-1].text
    first = visitor.get("/en/")
    answers.append(visitor.post("/en/", data={**form(first, "open"), "receipt": digits}))
    answers.append(visitor.post("/en/", data={**form(answers[-1], "say"), "text": TEXT}))
    assert "Sent." in answers[-1].text
    wrong = {**form(visitor.get("/en/"), "open"), "receipt": "0" * 16}
    answers += [visitor.post("/en/", data=wrong), visitor.get("/nothing/"), visitor.put("/")]
    answers += [visitor.post("/", data={"do": "leave"}), visitor.post("/", content=b"x" * 3000)]
    assert [answer.status_code for answer in answers] == [
        200, 200, 200, 200, 422, 404, 405, 200, 200,
    ]  # fmt: skip
    return answers


def _png() -> bytes:
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d494844520000000100000001080000000"
        "03a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
    )


def test_a_whole_session_leaves_no_cookie_and_no_trace(county, visitor):
    """F18: canaries of address, browser, cookie, words: 0 hits in tables, WAL, logs and files."""
    for answer in session(visitor):
        assert "set-cookie" not in answer.headers
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
    canaries = [CANARY, AGENT, "CANARYCOOKIE", "CANARYREFERER", "CANARYWORDS", "CANARYPLACE",
                "CANARYNAME", "CANARYPASSPHRASE", "127.77.66"]  # fmt: skip
    assert in_tables(county, canaries) == {}
    assert in_files(county.home, canaries) == {}


def in_tables(county: Installation, canaries: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with psycopg.connect(county.database(owner=True)) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        assert len(tables) > 40
        for (table,) in tables:
            for canary in canaries:
                row = connection.execute(
                    f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s',
                    [f"%{canary}%"],
                ).fetchone()
                if row[0]:
                    found.setdefault(table, []).append(canary)
        kept = connection.execute("SELECT count(*) FROM helpdesk_leadword").fetchone()
        assert kept[0] >= 3, "the session left something to look through"
    return found


def in_files(home: Path, canaries: list[str]) -> dict[str, list[str]]:
    """Every file of the installation: tables, WAL, the logs of all processes, keys, spool."""
    found: dict[str, list[str]] = {}
    seen = 0
    for file in home.rglob("*"):
        if not file.is_file() or file.is_symlink():
            continue
        content = file.read_bytes()
        seen += 1
        for canary in canaries:
            if canary.encode() in content:
                found.setdefault(str(file.relative_to(home)), []).append(canary)
    assert seen > 500
    return found


def test_the_address_answers_beside_the_pages_and_shares_none_of_them(county, visitor):
    for path in ("/sign-in/", "/helpdesk/", "/api/", "/health/live/", "/static/"):
        assert visitor.get(path).status_code == httpx.codes.NOT_FOUND
    assert httpx.get(f"{county.url}/health/live/").status_code == httpx.codes.OK


def test_what_is_too_large_is_refused_in_words(visitor):
    answer = visitor.post("/en/", content=b"x" * (25 * 1024 * 1024))
    assert answer.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert "set-cookie" not in answer.headers


def test_a_body_whose_length_is_not_said_is_not_read(county):
    with socket.create_connection(("127.0.0.1", county.tips), timeout=20) as line:
        line.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n8\r\ndo=leave\r\n0\r\n\r\n"
        )
        assert line.recv(64).startswith(b"HTTP/1.1 200")


def test_a_large_picture_comes_through_in_pieces(county, visitor):
    noise = Image.frombytes("RGB", (1400, 1100), os.urandom(1400 * 1100 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert 3 * 1024 * 1024 < out.tell() < 8 * 1024 * 1024
    said = {"topic": "theft", "text": TEXT, **form(visitor.get("/en/"), "send")}
    picture = {"files": ("x.png", out.getvalue(), "image/png")}
    answer = visitor.post("/en/", data=said, files=picture)
    assert answer.status_code == httpx.codes.OK, answer.text[:3000]
    assert len(re.findall(r"<span>(\d{4})</span>", answer.text)) == 4
