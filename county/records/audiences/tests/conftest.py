"""Residents with towns, firms and tags, straight into the tables."""

import pytest

from county.records.audiences.queries import bitmaps
from county.records.residents import actions as residents
from tests.tagging import tagged


@pytest.fixture(autouse=True)
def nothing_remembered():
    bitmaps.MEMORY.forget()


@pytest.fixture
def person():
    """Open a file in a town with these tags."""

    def make(*codes, town="330424101", area="", until=None):
        resident = residents.open_file(town_code=town, area_code=area)
        residents.see_notice(resident)
        return tagged(resident, *codes, until=until)

    return make
