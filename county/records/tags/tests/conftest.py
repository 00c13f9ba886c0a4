"""Who the tests of tags are about."""

import pytest

from county.records.residents import actions as residents


@pytest.fixture
def resident(db):
    """Somebody of Wuyuan who has seen the notice."""
    opened = residents.open_file(alias="稻花香里", town_code="330424001")
    residents.see_notice(opened)
    return opened


@pytest.fixture
def shen(desk):
    return desk("沈警官").officer


@pytest.fixture
def chief(desk):
    return desk("所长", post="PLD_CHIEF").officer
