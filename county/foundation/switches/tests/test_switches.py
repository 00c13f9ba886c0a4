"""A security post switches tags, suggestions or notices off, each alone, at once (E34)."""

import psycopg
import pytest
from django.conf import settings

from county.foundation.switches import actions, queries
from county.foundation.switches.registry import OUTREACH_BULK, TAGS_SUGGESTIONS, TAGS_USE
from county.kernel.errors import Incomplete, NotAllowed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(desk):
    return desk("安全管理员", post="SYSADMIN", department="PSB")


def states():
    return [queries.is_on(one) for one in (TAGS_USE, TAGS_SUGGESTIONS, OUTREACH_BULK)]


def test_each_is_switched_alone(admin):
    assert states() == [True, True, True]
    actions.turn_off(TAGS_USE, reason="标签来源待核", by=admin.officer)
    assert states() == [False, True, True]
    actions.turn_on(TAGS_USE, reason="已核对完毕", by=admin.officer)
    assert states() == [True, True, True]


def test_only_a_security_post_turns_them_and_says_why(admin, desk):
    with pytest.raises(NotAllowed):
        actions.turn_off(TAGS_USE, reason="标签来源待核", by=desk("沈警官").officer)
    with pytest.raises(Incomplete):
        actions.turn_off(TAGS_USE, reason=" ", by=admin.officer)
    with pytest.raises(Refused):
        actions.turn_off("tags.everything", reason="标签来源待核", by=admin.officer)
    with pytest.raises(KeyError):
        queries.is_on("tags.everything")
    assert states() == [True, True, True]


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_it_with_its_next_question(admin):
    admin.submits("/switches/turn/", switch=TAGS_USE, reason="标签来源待核")
    with psycopg.connect(settings.SIWEI_DATABASE_ADDRESS) as other:
        assert other.execute("SELECT name FROM switches_off").fetchall() == [(TAGS_USE,)]


def test_the_page_says_what_is_off_since_when_and_why(admin, desk):
    admin.submits("/switches/turn/", switch=TAGS_USE, reason="标签来源待核")
    assert not queries.is_on(TAGS_USE)
    assert any("标签来源待核" in one for one in admin.sees(".look"))
    admin.submits("/switches/turn/", switch=TAGS_USE, on="1", reason="已核对完毕")
    assert queries.is_on(TAGS_USE)
    assert len(admin.sees(".lines li")) == 2
    assert desk("沈警官").client.get("/switches/").status_code == 403
