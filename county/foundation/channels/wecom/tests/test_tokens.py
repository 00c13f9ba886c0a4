"""One token for all workers, and no loop whatever WeCom says (F-01 to F-05, F-34)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction

from county.foundation.channels.models import Access, Pause
from county.foundation.channels.wecom import tokens
from county.foundation.channels.wecom.errors import Unreachable, Waiting, WeComRefused
from county.foundation.channels.wecom.standin.setting import AGENT, CORP, R1, R2, SECRET
from county.foundation.channels.wecom.tokens import App
from county.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 8


def reads(client):
    return client.get("externalcontact/list", userid="shen")["external_userid"]


def refused(act, kind=WeComRefused):
    with pytest.raises(kind) as why:
        act()
    assert type(why.value) is kind
    return why.value


def test_workers_without_a_token_fetch_one(standin, app, all_at_once, worker):
    """F-01: over real connections to the real database."""
    standin.slows("gettoken", 0.1)
    workers = [worker(app) for _n in range(WORKERS)]
    assert all_at_once(*(lambda w=w: reads(w) for w in workers)) == [[R1, R2]] * WORKERS
    assert standin.asked["gettoken"] == 1
    used = {query["access_token"] for path, query, _body in standin.seen if path != "gettoken"}
    assert len(used) == 1


def test_workers_whose_token_failed_fetch_one(standin, app, all_at_once, worker):
    """F-01, F-02: each got 40014 for the same token."""
    workers = [worker(app) for _n in range(WORKERS)]
    reads(workers[0])
    standin.forget_tokens()
    standin.slows("gettoken", 0.1)
    assert all_at_once(*(lambda w=w: reads(w) for w in workers)) == [[R1, R2]] * WORKERS
    assert standin.asked["gettoken"] == 2


def test_an_expired_token_is_replaced_in_the_same_call(standin, wecom):
    """F-03: 42001."""
    reads(wecom)
    standin.later(7201)
    assert reads(wecom) == [R1, R2]
    assert (standin.asked["gettoken"], standin.asked["externalcontact/list"]) == (2, 3)


def test_a_failed_token_does_not_push_out_a_newer_one(app):
    """F-02: compare and swap."""
    issued = iter(["one", "two", "three"])
    fetch = lambda _app: tokens.Issued(next(issued), 7200)  # noqa: E731
    assert tokens.current(app, fetch) == "one"
    assert tokens.renewed(app, fetch, failed="one") == "two"
    assert tokens.renewed(app, fetch, failed="one") == "two"
    assert tokens.current(app, fetch) == "two"


def test_a_second_refusal_of_the_token_is_raised(standin, wecom):
    """F-03: no third try, no third token."""
    reads(wecom)
    standin.fails("externalcontact/list", 40014, 40014)
    assert refused(lambda: reads(wecom)).code == 40014
    assert (standin.asked["gettoken"], standin.asked["externalcontact/list"]) == (2, 3)


def test_a_token_is_replaced_before_it_ends(standin, wecom):
    reads(wecom)
    with time_machine.travel(clock.now() + timedelta(minutes=116)):
        reads(wecom)
    assert standin.asked["gettoken"] == 2


def test_many_calls_use_one_token(standin, wecom):
    """F-05."""
    for _n in range(20):
        reads(wecom)
    assert standin.asked["gettoken"] == 1


def test_a_bad_secret_is_tried_once_and_then_left_alone(standin, app, all_at_once, worker):
    """F-04: neither other workers nor later calls ask again within the hour."""
    bad = App(app.corp, "wrong", app.agent, app.base_url)
    ends = all_at_once(*(lambda: reads(worker(bad)) for _n in range(WORKERS)))
    assert sorted(type(end).__name__ for end in ends) == ["Waiting"] * 7 + ["WeComRefused"]
    assert {end.code for end in ends} == {40001}
    assert refused(lambda: reads(worker(bad)), Waiting).until > clock.now() + timedelta(minutes=59)
    assert standin.asked == {"gettoken": 1}


def test_the_wait_after_a_bad_secret_grows(standin, app, worker):
    bad = worker(App(app.corp, "wrong", app.agent, app.base_url))
    refused(lambda: reads(bad))
    now = clock.now()
    for hours, wait in ((1.1, 2), (3.2, 4), (7.3, 8), (15.4, 16), (31.5, 24), (55.6, 24)):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            refused(lambda: reads(bad))
            assert Access.objects.get().not_before == clock.now() + timedelta(hours=wait)


def test_a_new_secret_is_tried_at_once(standin, app, worker):
    bad = App(app.corp, SECRET.upper(), app.agent, app.base_url)
    refused(lambda: reads(worker(bad)))
    assert reads(worker(app)) == [R1, R2]


def test_a_token_of_another_secret_is_not_used(standin, app, worker):
    reads(worker(app))
    standin.rotate("rotated")
    assert reads(worker(App(app.corp, "rotated", app.agent, app.base_url))) == [R1, R2]
    assert standin.asked["gettoken"] == 2


def test_an_administrator_may_try_again_at_once(standin, wecom):
    standin.fails("gettoken", 60020)
    assert refused(wecom.check).code == 60020
    assert refused(lambda: reads(wecom), Waiting).code == 60020
    wecom.check()
    assert reads(wecom) == [R1, R2]


def test_a_network_fault_is_waited_out_for_seconds(app, all_at_once, worker):
    gone = App(app.corp, app.secret, app.agent, "http://127.0.0.1:9")
    refused(lambda: reads(worker(gone)), Unreachable)
    row = Access.objects.get()
    assert timedelta(0) < row.not_before - clock.now() <= timedelta(seconds=2)
    assert row.refused_code == 0
    with time_machine.travel(clock.now() + timedelta(seconds=3)):
        assert reads(worker(app)) == [R1, R2]


@pytest.mark.parametrize(
    "answer", [(200, b"<html>"), (200, b"[]"), (502, b""), (200, b'{"errcode":0,"errmsg":"ok"}'),
               (200, b'{"errcode":0,"access_token":"t","expires_in":"soon"}')]
)  # fmt: skip
def test_what_is_no_token_is_not_kept(standin, wecom, answer):
    standin.fails("gettoken", answer)
    refused(lambda: reads(wecom), Unreachable)
    assert Access.objects.get().token is None


def test_the_token_lies_sealed_in_the_database(standin, wecom):
    """F-50."""
    reads(wecom)
    with connection.cursor() as cursor:
        cursor.execute("SELECT token::text, channels_access::text FROM channels_access")
        (found,) = cursor.fetchall()
    kept = " ".join(found)
    assert b"token1-".hex() not in kept
    assert SECRET not in kept


def test_no_call_is_made_inside_a_transaction(standin, wecom):
    with pytest.raises(RuntimeError), transaction.atomic():
        reads(wecom)
    assert not standin.asked


def test_an_interface_called_too_often_is_paused_for_all_workers(standin, app, wecom, worker):
    """F-34: the others go on."""
    standin.fails("externalcontact/list", 45009)
    assert refused(lambda: reads(wecom)).code == 45009
    waits = refused(lambda: reads(worker(app)), Waiting)
    assert timedelta(seconds=55) < waits.until - clock.now() <= timedelta(seconds=60)
    assert standin.asked["externalcontact/list"] == 1
    assert wecom.get("externalcontact/get", external_userid=R1)["follow_user"]
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert reads(wecom) == [R1, R2]


def test_a_pause_that_was_too_short_grows(app):
    now = clock.start_of_day(clock.today()) + timedelta(days=2, hours=8)
    waits = []
    for _n in range(3):
        with time_machine.travel(now, tick=False):
            until = tokens.pause(app, "kf/sync_msg")
            assert tokens.pause(app, "kf/sync_msg") == until  # a colleague's, of the same moment
        waits.append(until - now)
        now = until + timedelta(seconds=1)
    assert waits[:2] == [timedelta(minutes=1), timedelta(hours=1)]
    assert Pause.objects.get().until == clock.end_of_day(clock.day_of(now - timedelta(hours=1)))
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        assert tokens.pause(app, "kf/sync_msg") - clock.now() == timedelta(minutes=1)


def test_the_secret_does_not_show(app):
    assert SECRET not in repr(app)
    assert app.name == f"wecom:{CORP}:{AGENT}"
    assert "t0p" not in repr(tokens.Issued("t0p", 1))
