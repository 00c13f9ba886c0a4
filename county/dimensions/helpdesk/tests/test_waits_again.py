"""What never reached the resident has answered nobody."""

import pytest

from county.dimensions.helpdesk.queries.matters import matters_for


@pytest.fixture
def shen(desk):
    return desk("沈警官", wecom_id="shen")


@pytest.fixture
def matter(wecom, background, shen):
    """A resident has written over WeCom; the officer has the matter open."""
    wecom.phone().says("身份证到期了在哪里办")
    background.catch_up()
    return shen.opens()


def test_an_answer_that_never_arrived_has_answered_nobody(wecom, background, shen, matter):
    wecom.later(2 * 86400 + 60)
    shen.submits(f"{matter}take/")
    shen.part(f"{matter}reply/", text="太迟了")
    background.catch_up()
    one = matters_for(shen.officer).get()
    assert (one.state, one.first_reply_at) == ("taken", None)
    assert one.waiting_since is not None
    assert one.clocks.filter(code__startswith="reply", met_at=None).exists()
    assert any("未送达" in line for line in shen.notices())
    # The desk says so before the next try.
    shen.goes(matter)
    assert "再次来信前" in shen.sees(".room.none")[0]
    assert shen.part(f"{matter}reply/", text="再试").status_code == 409
    wecom.phone().says("还在吗")
    background.catch_up()
    assert shen.part(f"{matter}reply/", text="在").status_code == 200


def test_the_desk_knows_that_a_chat_was_ended_in_wecom(wecom, background, shen, matter):
    wecom.standin.officer("shen").takes(wecom.resident())
    wecom.standin.officer("shen").ends(wecom.resident())
    background.catch_up()
    assert shen.part(f"{matter}reply/", text="还能写吗").status_code == 409
