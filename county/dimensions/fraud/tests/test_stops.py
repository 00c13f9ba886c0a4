"""Stopping a payment: asked, sent, stopped or too late; accounts are sealed and masked."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from county.dimensions.fraud import actions, queries
from county.dimensions.fraud.flow import STOP
from county.dimensions.fraud.models import StopRequest
from county.foundation.audit.models import Look
from county.foundation.events.models import Event
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.kernel.fields import reveal
from county.records.conversations.models import Conversation

ACCOUNT, HOLDER = "6222000000000000018", "胡德生"


@pytest.fixture
def people(desk):
    return {
        "shen": desk("沈警官"),
        "fan": desk("反诈专班", post="FRAUD_DESK", department="FRAUD"),
        "chen": desk("陈警官", department="PS101"),
    }


@pytest.fixture
def place(phone, background):
    """A resident of Wuyuan who has sent money."""
    phone(town="330424001").says("我被骗了，刚刚把5万块转给对方说的安全账户，怎么办")
    background.catch_up()
    return Conversation.objects.get()


def ask(place, by, **changed):
    given = {"amount": Decimal(50000), "bank": "示例银行", "account": ACCOUNT, "holder": HOLDER}
    return actions.ask_to_stop(place, **{**given, **changed}, by=by)


@pytest.mark.parametrize("start", STOP.states.values)
@pytest.mark.parametrize("verb", STOP.moves)
def test_a_request_goes_the_ways_of_its_table_and_no_other(place, people, start, verb):
    stop = ask(place, people["shen"].officer)
    fan = people["fan"].officer
    if start != "asked":
        way = {move.target: verb for verb, move in STOP.moves.items()}[start]
        actions.end_stop(stop, verb=way, by=fan)
    if start in STOP.moves[verb].sources:
        assert actions.end_stop(stop, verb=verb, by=fan).state == STOP.moves[verb].target
    else:
        with pytest.raises(Refused):
            actions.end_stop(stop, verb=verb, by=fan)
        assert StopRequest.objects.get().state == start


def test_only_the_fraud_desk_ends_a_request(place, people):
    stop = ask(place, people["shen"].officer)
    for verb in set(STOP.moves) - {"withdraw"}:
        with pytest.raises(NotAllowed):
            actions.end_stop(stop, verb=verb, by=people["shen"].officer)
    with pytest.raises(Refused):
        actions.end_stop(stop, verb="no such step", by=people["fan"].officer)
    withdrawn = actions.end_stop(stop, verb="withdraw", by=people["shen"].officer)
    assert withdrawn.state == "withdrawn", "who asked may take it back before it is sent"


def test_an_amount_is_kept_only_with_what_was_stopped(place, people):
    fan = people["fan"].officer
    stopped, failed = ask(place, fan), ask(place, fan)
    assert actions.end_stop(
        stopped, verb="stopped", stopped_amount=Decimal(20000), by=fan
    ).stopped_amount == Decimal(20000)
    assert (
        actions.end_stop(failed, verb="failed", stopped_amount=Decimal(1), by=fan).stopped_amount
        is None
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": " "},
        {"account": "　"},
        {"paid_at": timedelta(days=2)},
        {"paid_at": timedelta(days=-3700)},
    ],
)
def test_what_no_bank_could_stop_is_refused(place, people, wrong):
    if "paid_at" in wrong:
        wrong = {"paid_at": clock.now() + wrong["paid_at"]}
    with pytest.raises(Refused):
        ask(place, people["shen"].officer, **wrong)
    assert StopRequest.objects.count() == 0


def test_a_payment_at_the_beginning_of_time_breaks_no_page(place, people):
    shen = people["shen"]
    shen.submits(
        f"/fraud/conversations/{place.pk}/stop/", amount="1", bank="b", account=ACCOUNT,
        paid_at="0001-01-01 00:00",
    )  # fmt: skip
    assert shen.status == 409
    shen.goes("/fraud/stops/")
    assert shen.status == 200


def clear_text_tables():
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE ANY (%s)',
                [[f"%{ACCOUNT}%", f"%{HOLDER}%"]],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_account_and_holder_lie_nowhere_in_clear(place, people, background):
    stop = ask(place, people["shen"].officer)
    background.catch_up()
    assert clear_text_tables() == []
    assert (stop.account_masked, stop.holder_masked) == ("****0018", "胡**")
    assert (reveal(stop, "account"), reveal(stop, "holder")) == (ACCOUNT, HOLDER)


@pytest.mark.parametrize("address", ["/fraud/stops/", "/fraud/stops/?format=csv", "/fraud/"])
def test_lists_show_masks_only(place, people, address):
    ask(place, people["shen"].officer)
    for who in ("shen", "fan"):
        page = people[who].client.get(address).content.decode()
        assert ACCOUNT not in page and HOLDER not in page


def test_the_account_is_shown_for_a_reason_that_is_on_record_first(place, people):
    stop = ask(place, people["shen"].officer)
    fan = people["fan"]
    for reason in ("", " ", "x"):
        answer = fan.part(f"/fraud/stops/{stop.pk}/account/", reason=reason)
        assert answer.status_code in (400, 422)
        assert ACCOUNT not in answer.content.decode()
    assert Look.objects.count() == 0
    shown = fan.part(f"/fraud/stops/{stop.pk}/account/", reason="联系银行止付")
    assert ACCOUNT in shown.content.decode() and HOLDER in shown.content.decode()
    assert (Look.objects.get().subject, Look.objects.get().by) == (
        f"stop:{stop.pk}", fan.officer.actor,
    )  # fmt: skip


def test_an_account_without_a_holder_is_shown_too(place, people):
    stop = ask(place, people["shen"].officer, holder="")
    shown = people["shen"].part(f"/fraud/stops/{stop.pk}/account/", reason="联系银行止付")
    assert (shown.status_code, ACCOUNT in shown.content.decode()) == (200, True)


def test_a_colleague_who_did_not_ask_does_not_see_the_account(place, people, desk):
    stop = ask(place, people["shen"].officer)
    answer = desk("另一民警").part(f"/fraud/stops/{stop.pk}/account/", reason="好奇")
    assert answer.status_code == 403
    assert Look.objects.count() == 0


def test_a_namesake_who_did_not_ask_does_not_see_the_account(place, people, desk):
    """Names are not identities: two officers may have the same one."""
    stop = ask(place, people["shen"].officer)
    answer = desk("沈警官").part(f"/fraud/stops/{stop.pk}/account/", reason="好奇")
    assert answer.status_code == 403


def test_another_town_neither_asks_nor_sees(place, people):
    chen = people["chen"]
    answer = chen.client.post(
        f"/fraud/conversations/{place.pk}/stop/", {"amount": "1", "bank": "b", "account": "1"}
    )
    assert answer.status_code == 404
    stop = ask(place, people["shen"].officer)
    assert list(queries.stops_for(chen.officer)) == []
    for verb in ("account", "end"):
        answer = chen.part(f"/fraud/stops/{stop.pk}/{verb}/", reason="好奇", verb="send")
        assert answer.status_code in (403, 404)


def test_an_account_that_was_named_before_is_noticed_without_being_read(place, people):
    shen = people["shen"].officer
    first, second = ask(place, shen), ask(place, shen, account="6222 0000 0000 0000 018")
    third = ask(place, shen, account="6222000000000000026")
    assert queries.seen_before([first, second, third]) == {first.pk: 1, second.pk: 1, third.pk: 0}


def test_a_request_passes_the_matter_to_the_fraud_desk_once(place, people, background):
    shen = people["shen"]
    matter = shen.opens()
    shen.submits(f"{matter}take/")
    for _turn in range(2):
        ask(place, shen.officer)
        background.catch_up()
    moved = Event.objects.filter(kind="helpdesk.matter_moved", facts__verb="to_fraud_desk")
    assert moved.count() == 1
