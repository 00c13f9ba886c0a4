"""Two files of one person become one: each tag once, and what was ended stays ended."""

from datetime import timedelta

import pytest

from county.foundation.events.models import Event
from county.kernel import clock
from county.records.residents import actions as residents
from county.records.residents import queries as residents_asked
from county.records.tags import actions, queries
from county.records.tags.flow import State
from county.records.tags.models import Tagging

pytestmark = pytest.mark.django_db
PHONE = "13800000001"


@pytest.fixture
def files():
    """The file that stays, whose phone is confirmed, and one that is about to be given up."""
    both = residents.open_file(), residents.open_file()
    for one in both:
        residents.see_notice(one)
    return residents.identify(both[0], phone=PHONE), both[1]


@pytest.fixture
def join(files, background):
    def joined():
        older, former = files
        background.catch_up()
        assert residents.identify(former, phone=PHONE) == older
        background.catch_up()
        assert not Tagging.objects.filter(resident=former).exists()
        rows = Tagging.objects.filter(resident=older).order_by("code", "proposed_at")
        return [(one.code, one.state) for one in rows]

    return joined


@pytest.fixture
def shen(desk):
    return desk("沈警官").officer


def propose(resident, shen, code="T0205"):
    return actions.propose(resident, code, why="自述租住武原", by=shen)


def earlier(tagging, **hours):
    """Let what was said of a tagging have been said so many hours ago."""
    moved = {name: clock.now() - timedelta(hours=many) for name, many in hours.items()}
    Tagging.objects.filter(pk=tagging.pk).update(**moved)


def test_tags_proposals_and_ended_ones_follow(files, join, shen):
    older, former = files
    actions.set_own(former, "T0101")
    propose(former, shen)
    actions.end(actions.set_own(former, "T0108"), by=former)
    actions.set_own(older, "T0802")
    assert join() == [
        ("T0101", State.ACTIVE), ("T0108", State.ENDED), ("T0205", State.PROPOSED),
        ("T0802", State.ACTIVE),
    ]  # fmt: skip
    assert queries.active_codes(older.pk) == {"T0101", "T0802"}
    told = Event.objects.get(kind="tags.tags_followed")
    assert told.facts["former_id"] == str(former.pk)


def test_what_a_tag_rests_on_stands_in_the_file_that_stays(files, join, shen):
    older, former = files
    actions.set_own(former, "T0602")
    actions.set_own(former, "T0101")
    propose(former, shen)
    actions.propose(former, "T1001", why="自述出租两间", by=shen)
    join()
    said = {one.scope: one for one in residents_asked.consents(older)}
    assert set(said) == {"tags", "tag:T0602"}
    assert all(one.given and f"resident:{former.pk}" in one.evidence for one in said.values())


def test_a_tag_on_both_files_is_there_once(files, join):
    older, former = files
    first, second = actions.set_own(older, "T0101"), actions.set_own(former, "T0101")
    earlier(first, proposed_at=2, confirmed_at=2)
    assert sorted(join()) == [("T0101", State.ACTIVE), ("T0101", State.ENDED)]
    assert Tagging.objects.get(state=State.ACTIVE).pk == second.pk, "the later word"


def test_what_is_in_force_stays_before_what_is_only_proposed(files, join, shen):
    older, former = files
    agreed = actions.confirm(propose(former, shen), by=former)
    earlier(agreed, proposed_at=5, confirmed_at=5)
    propose(older, shen)
    join()
    assert Tagging.objects.get(state=State.ACTIVE).pk == agreed.pk
    assert Tagging.objects.filter(state=State.PROPOSED).count() == 0


@pytest.mark.parametrize("which", [0, 1])
def test_what_the_person_ended_later_does_not_come_back(files, join, which):
    """Whichever of the two files it was ended on."""
    kept, ended_on = files[which], files[1 - which]
    earlier(actions.set_own(kept, "T0101"), proposed_at=9, confirmed_at=9)
    earlier(actions.set_own(ended_on, "T0101"), proposed_at=8, confirmed_at=8)
    actions.end(Tagging.objects.get(resident=ended_on), by=ended_on)
    assert [state for _code, state in join()] == [State.ENDED, State.ENDED]
    assert queries.active_codes(files[0].pk) == set()


def test_what_the_person_set_after_ending_it_stays(files, join):
    older, former = files
    gone = actions.set_own(older, "T0101")
    actions.end(gone, by=older)
    earlier(gone, proposed_at=9, confirmed_at=9, ended_at=3)
    actions.set_own(former, "T0101")
    assert sorted(join()) == [("T0101", State.ACTIVE), ("T0101", State.ENDED)]


def test_a_proposal_refused_on_one_file_is_not_laid_before_the_person_again(files, join, shen):
    older, former = files
    earlier(propose(former, shen), proposed_at=4)
    actions.end(propose(older, shen), by=older)
    assert [state for _code, state in join()] == [State.ENDED, State.ENDED]


def test_what_only_ran_out_ends_nothing(files, join):
    older, former = files
    Tagging.objects.filter(pk=actions.set_own(older, "T0101").pk).update(
        until=clock.today() - timedelta(days=1)
    )
    actions.let_run_out()
    earlier(actions.set_own(former, "T0101"), proposed_at=4, confirmed_at=4)
    assert sorted(join()) == [("T0101", State.ACTIVE), ("T0101", State.ENDED)]


def test_a_first_phone_joins_nothing(files, background):
    _older, former = files
    actions.set_own(former, "T0101")
    residents.identify(former, phone="13800000002")
    background.catch_up()
    assert queries.active_codes(former.pk) == {"T0101"}
    assert not Event.objects.filter(kind="tags.tags_followed").exists()
