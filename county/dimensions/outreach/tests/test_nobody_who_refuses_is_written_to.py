"""Random notices among people who change their minds reach nobody who refuses (E17, E19, I6).

`siwei bench outreach` does the same with ten thousand.
"""

import pytest

from county.dimensions.outreach.actions import sending
from county.dimensions.outreach.actions.trying import Storm
from county.dimensions.outreach.flow import Fate
from county.records.audiences.queries import bitmaps

pytestmark = pytest.mark.django_db
NOTICES = 400


@pytest.fixture
def storm(desk):
    """Two officers of towns and one of the county write; a head of station agrees."""
    bitmaps.MEMORY.forget()
    chief = desk("朱所长", post="PLD_CHIEF").officer
    authors = [
        desk("陈警官", department="PS101").officer,
        desk("沈警官").officer,
        desk("反诈专班", post="FRAUD_DESK", department="FRAUD").officer,
    ]
    return lambda seed: Storm(authors, chief, seed=seed)


def test_no_notice_reaches_who_refuses_a_minor_or_who_had_enough(storm, request):
    """(E17) (E19) Each line is compared with a second opinion; everyone wrongly left out counts."""
    tally = storm(20261125).run(NOTICES)
    assert tally.wrong == 0, tally
    assert tally.notices == NOTICES
    assert tally.fates[Fate.WRITTEN] > 200, "it is no test unless many are written to"
    assert tally.fates[Fate.REFUSED] > 200 and tally.fates[Fate.CAPPED] > 200
    assert set(tally.ends) == {"sending", "stopped"}


@pytest.mark.parametrize(
    ("broken", "counted"),
    [("_let_go", "to_refusers"), ("had", "over_cap")],
)
def test_the_second_opinion_sees_what_goes_wrong(storm, monkeypatch, broken, counted):
    """Without asking again before sending, or without the caps, it would be seen at once."""
    if broken == "had":
        monkeypatch.setattr(sending.queries, "had", lambda *_people, **_more: {})
    else:
        monkeypatch.setattr(sending, broken, lambda *_args: None)
    assert getattr(storm(7).run(60), counted) > 0
