"""Residents with towns, firms and tags, straight into the tables."""

from datetime import timedelta

import pytest

from county.kernel import clock
from county.records.audiences.queries import bitmaps
from county.records.residents import actions as residents
from county.records.tags.models import Tagging


@pytest.fixture(autouse=True)
def nothing_remembered():
    bitmaps.MEMORY.forget()


def tagged(resident, *codes, until=None):
    """Put tags in force on a resident, as rows."""
    for code in codes:
        Tagging.objects.create(
            resident=resident, code=code, state="active", basis="C", proposed_by=resident.actor,
            confirmed_by=resident.actor, confirmed_at=clock.now(),
            until=until or clock.today() + timedelta(days=100),
        )  # fmt: skip
    return resident


@pytest.fixture
def person():
    """Open a file in a town with these tags."""

    def make(*codes, town="330424101", area="", until=None):
        resident = residents.open_file(town_code=town, area_code=area)
        residents.see_notice(resident)
        return tagged(resident, *codes, until=until)

    return make
