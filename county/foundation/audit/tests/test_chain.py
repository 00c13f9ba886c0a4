"""The audit's chain verifies, and shows whatever was changed (I26) (E35)."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction

from county.foundation.audit import chain
from county.foundation.audit.actions import look
from county.foundation.audit.models import Block, HoneyHit, Look
from county.foundation.database.embedded import OWNER
from county.foundation.events.actions import announce
from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.foundation.staff.events import OfficerDismissed
from county.kernel.ciphers import digest
from tests.database import SERVER

SCRIPT = settings.ROOT / "tools" / "verify_audit.py"


@pytest.fixture(autouse=True)
def own_anchor(tmp_path, monkeypatch):
    monkeypatch.setattr(chain, "anchor", lambda: tmp_path / "audit.anchor")


@pytest.fixture
def logs(transactional_db, desk):
    """Some looks and facts, sealed in two blocks each."""
    officer = desk("沈警官").officer
    for number in range(6):
        with connection.cursor():
            pass
        _write(officer, number)
        if number == 2:
            chain.seal()
    chain.seal()
    return officer


def _write(officer, number: int) -> None:

    with transaction.atomic():
        look(officer, f"resident:{number}", fields="name", reason=f"核实{number}")
        announce(OfficerDismissed(officer_id=str(number)), by=System("test"))


def as_owner(statement: str) -> None:
    """What a database administrator can do with the triggers off."""
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(SERVER.url(OWNER, name)) as owner:
        for table in ("audit_look", "events_event", "audit_block"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(statement)
        for table in ("audit_look", "events_event", "audit_block"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def faults() -> list[str]:
    return [fault for verdict in chain.verify().values() for fault in verdict.faults]


def test_an_honest_log_verifies(logs):
    """The hash chain verifies (I26)."""
    verdicts = chain.verify()
    assert faults() == []
    assert verdicts["look"].rows == Look.objects.count() == 6
    assert verdicts["event"].rows == Event.objects.count()
    assert Block.objects.count() == 4
    assert chain.seal() == 0


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE audit_look SET reason = '无' WHERE subject = 'resident:1'", "changed"),
        ("UPDATE audit_look SET at = at - interval '1 d' WHERE subject = 'resident:4'", "changed"),
        ("DELETE FROM audit_look WHERE subject = 'resident:0'", "is gone"),
        ("UPDATE events_event SET facts = '{}' WHERE id = (SELECT min(id) FROM events_event)",
         "changed"),
        ("DELETE FROM audit_block WHERE id = (SELECT min(id) FROM audit_block)", "follow"),
        ("DELETE FROM audit_block WHERE id = (SELECT max(id) FROM audit_block)", "anchored"),
    ],
)  # fmt: skip
def test_whatever_an_administrator_changes_is_seen(logs, statement, word):
    as_owner(statement)
    assert any(word in fault for fault in faults()), faults()


def test_a_row_put_in_later_is_seen(logs, monkeypatch):
    monkeypatch.setattr(chain, "SETTLES", timedelta(0))
    assert faults() == []
    as_owner(
        "INSERT INTO audit_look (id, by, name, department, subject, fields, reason, because,"
        " address, at) SELECT -1, by, name, department, subject, fields, reason, because, address,"
        " at FROM audit_look LIMIT 1"
    )
    assert any("put in later" in fault for fault in faults())


def test_a_smaller_number_that_commits_late_is_sealed_all_the_same(logs):
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(SERVER.url(OWNER, name)) as slow:
        slow.execute(
            "INSERT INTO audit_look (by, name, department, subject, fields, reason, because,"
            " address) VALUES ('officer:1', '慢', 'x', 'resident:slow', 'name', '慢', '', '')"
        )
        _write(logs, 7)
        chain.seal()
    chain.seal()
    sealed = {key for block in Block.objects.filter(stream="look") for key in block.ids}
    assert sealed == set(Look.objects.values_list("pk", flat=True))
    assert faults() == []


def test_the_command_says_what_holds(logs, capsys):
    call_command("audit", "verify")
    assert "The chains hold." in capsys.readouterr().out
    as_owner("DELETE FROM audit_look WHERE subject = 'resident:0'")
    with pytest.raises(CommandError, match="is gone"):
        call_command("audit", "verify")


def test_a_script_of_its_own_verifies_without_the_program(logs, tmp_path):
    """Independent reviewers verify the chain with a stand-alone script (E35)."""
    folder = tmp_path / "out"
    call_command("audit", "export", str(folder))
    done = subprocess.run([sys.executable, "-I", SCRIPT, folder], capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "OK"), done.stdout + done.stderr
    assert "核实" not in (folder / "chain.jsonl").read_text(), "nothing personal leaves"
    lines = (folder / "chain.jsonl").read_text().splitlines()
    broken = json.loads(lines[0])
    broken["leaves"][0] = "00" * 32
    (folder / "chain.jsonl").write_text("\n".join([json.dumps(broken), *lines[1:]]))
    done = subprocess.run([sys.executable, "-I", SCRIPT, folder], capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "BROKEN")


def test_the_scripts_digest_is_the_programs():
    scope: dict[str, object] = {"__name__": "script"}
    exec(Path(SCRIPT).read_text(), scope)
    for length in (0, 1, 3, 55, 56, 63, 64, 65, 200):
        content = bytes(range(256))[:length]
        assert scope["sm3"](content) == digest(content)


def test_the_program_cannot_see_which_files_are_nobodys(transactional_db, desk):
    """Honey files: only the database knows which they are, and a look at one is an alarm (T1)."""
    officer = desk("沈警官").officer
    as_owner("INSERT INTO audit_honeyfile (subject, made_at) VALUES ('resident:0', now())")

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_honeyfile")
    _write(officer, 0)
    _write(officer, 1)
    assert HoneyHit.objects.get().look.subject == "resident:0"
