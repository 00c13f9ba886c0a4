"""A backup holds no key, the residents' own included; whoever is erased stays so (E31)."""

from __future__ import annotations

import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from county.foundation.database.embedded import BIN, OWNER
from county.records.residents import actions
from county.records.residents.models import Resident, ResidentKey
from tests.database import SERVER


def rows_in(dump, table: str) -> int:
    done = subprocess.run(
        [str(BIN / "pg_restore"), "--data-only", "--file=-", str(dump)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    _before, found, rest = done.stdout.partition(f"COPY public.{table} ")
    if not found:
        return 0
    return len(rest.partition("\n\\.\n")[0].splitlines()) - 1


@pytest.mark.django_db(transaction=True)
def test_residents_keys_are_in_no_dump_and_only_their_latest_state_beside_the_keys(
    tmp_path, django_db_blocker
):
    resident = actions.open_file(alias="演示")
    actions.correct(resident, name="演示甲", by=resident)
    other = actions.open_file(alias="另一")
    actions.correct(other, name="演示乙", by=other)
    keys = tmp_path / "keys"
    keys.mkdir()
    address = SERVER.url(OWNER, settings.DATABASES["default"]["NAME"])
    with override_settings(
        DATABASE_OWNER_URL=address, SIWEI_BACKUP_MARK=tmp_path / "mark", SIWEI_FILES=tmp_path
    ):
        original = settings.SIWEI_KEYS
        with override_settings(SIWEI_KEYS=keys):
            call_command("backup", str(tmp_path / "one"))
        (dump,) = (tmp_path / "one").glob("*/database.dump")
        assert rows_in(dump, "residents_resident") == Resident.objects.count() == 2
        assert rows_in(dump, "residents_residentkey") == 0
        assert rows_in(keys / "residents.dump", "residents_residentkey") == 2
        assert original == settings.SIWEI_KEYS
        actions.erase(resident, reason="本人要求", by=resident)
        with override_settings(SIWEI_KEYS=keys):
            call_command("backup", str(tmp_path / "two"))
    assert rows_in(keys / "residents.dump", "residents_residentkey") == 1
    assert rows_in(keys / "residents.dump", "residents_erasure") == 1
    assert [file.name for file in keys.iterdir()] == ["residents.dump"]
    assert ResidentKey.objects.count() == 1
