"""Tags in force on residents, straight into the table, for tests of what comes after."""

from __future__ import annotations

from datetime import date, timedelta

from county.kernel import clock
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.tags.models import Tagging


def tagged(resident: Resident, *codes: str, until: date | None = None) -> Resident:
    """The resident, who has seen the notice, with these tags in force."""
    residents.see_notice(resident)
    for code in codes:
        Tagging.objects.create(
            resident=resident,
            code=code,
            state="active",
            basis="C",
            proposed_by=resident.actor,
            confirmed_by=resident.actor,
            confirmed_at=clock.now(),
            until=until or clock.today() + timedelta(days=100),
        )
    return resident
