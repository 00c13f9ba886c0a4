"""Files of nobody are opened by the owner, and the program cannot tell them from others (T1)."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from county.foundation.audit.models import HoneyHit, Look
from county.records.places.queries import towns
from county.records.residents import actions
from county.records.residents.models import Resident


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_one_file_of_nobody_for_each_town_and_a_look_at_it_is_an_alarm(desk, capsys):
    call_command("honey")
    assert Resident.objects.count() == towns().count()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_honeyfile")
    shen = desk("沈警官")
    mine = Resident.objects.get(town_code="330424001")
    assert shen.client.get(f"/residents/{mine.pk}/").status_code == 200
    assert HoneyHit.objects.get().look == Look.objects.get()
    with transaction.atomic():
        honest = actions.open_file(alias="真人", town_code="330424001")
    shen.client.get(f"/residents/{honest.pk}/")
    assert HoneyHit.objects.count() == 1
