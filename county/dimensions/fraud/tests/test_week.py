"""A week's patterns: new phrases, types by town and day, what several conversations named."""

from datetime import timedelta

import pytest

from county.dimensions.fraud import actions, queries
from county.dimensions.fraud.knowledge.phrases import rising
from county.dimensions.fraud.models import Alert, Example, Sighting
from county.kernel import clock
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message
from county.records.residents.models import Resident

BASE = "对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人"
LINK = "，让我登录 http://jiance-abc.top/a 还要打13900001111"
TYPE = "冒充公检法及政府机关"


@pytest.fixture
def cmd(desk):
    return desk("反诈", post="FRAUD_DESK", department="PSB")


def says(phone, background, text, *, town="330424001", confirm=None):
    phone(town=town).says(text)
    background.catch_up()
    alert = Alert.objects.latest("raised_at")
    if confirm is not None:
        actions.confirm(alert, category=TYPE, by=confirm)
        background.catch_up()
    return alert


def test_a_phrase_rises_when_three_conversations_say_it_and_nobody_did_before():
    week = [(str(n), "客服说百万保障自动扣费要关闭") for n in range(3)]
    before = [(f"b{n}", "让我转到安全账户里核查") for n in range(9)]
    told = {one.words: one for one in rising(week, before)}
    assert any("百万保障" in words for words in told)
    assert all(one.conversations >= 3 and one.before == 0 for one in told.values())
    assert rising(week[:2], before) == []
    assert rising(before, before) == []
    assert rising([("a", "同样的话"), ("a", "同样的话"), ("a", "同样的话")], before) == []


def test_of_phrases_within_one_another_the_longest_stands():
    words = [one.words for one in rising([(str(n), "百万保障") for n in range(3)], [])]
    assert words == ["百万保障"]


def test_no_mark_is_part_of_a_phrase():
    week = [(str(n), "加〔电话〕办百万保障〔姓名〕警官") for n in range(4)]
    assert all("〔" not in one.words and "姓名" not in one.words for one in rising(week, []))


def test_numbers_named_in_two_conversations_are_known_again(phone, background, cmd):
    says(phone, background, BASE + LINK)
    week = queries.week_ending("")
    assert queries.seen_again(cmd.officer, week) == []
    says(phone, background, BASE + LINK + "。快")
    kinds = {one.kind: one for one in queries.seen_again(cmd.officer, week)}
    assert set(kinds) == {"link", "phone"}
    assert (kinds["phone"].masked, kinds["phone"].conversations) == ("139****1111", 2)
    for row in Sighting.objects.all():
        assert "13900001111" not in (row.masked, row.about)
        assert "jiance-abc" not in row.masked
    cmd.goes("/fraud/week/")
    assert any("139****1111" in line for line in cmd.sees("tbody tr"))


def test_the_same_conversation_twice_is_no_second_sighting(phone, background, cmd):
    one = phone(town="330424001")
    for text in (BASE + LINK, BASE + LINK + "。快"):
        one.says(text)
        background.catch_up()
    assert queries.seen_again(cmd.officer, queries.week_ending("")) == []


def test_what_was_dismissed_leads_nowhere(phone, background, cmd):
    alert = says(phone, background, BASE + LINK)
    says(phone, background, BASE + LINK + "。快")
    actions.dismiss(alert, reason="演习", by=cmd.officer)
    background.catch_up()
    assert queries.seen_again(cmd.officer, queries.week_ending("")) == []
    actions.think_again(alert, reason="不是演习", by=cmd.officer)
    background.catch_up()
    assert len(queries.seen_again(cmd.officer, queries.week_ending(""))) == 2


def test_an_account_of_a_stop_request_is_known_in_a_message(phone, background, desk, cmd):
    alert = says(phone, background, BASE)
    cmd.submits(
        f"/fraud/conversations/{alert.conversation_id}/stop/",
        amount="5", bank="b", account="6217000012345678901",
    )  # fmt: skip
    background.catch_up()
    says(phone, background, BASE + "，卡号6217000012345678901")
    (one,) = queries.seen_again(cmd.officer, queries.week_ending(""))
    assert (one.conversations, one.stops, one.masked) == (2, 1, "****8901")


def test_the_residents_own_phone_is_no_trace(phone, background, cmd):
    resident = phone(town="330424001")
    resident.says("你好")
    from county.kernel.fields import set_sealed  # noqa: PLC0415

    mine = Resident.objects.get()
    set_sealed(mine, "phone", "13900001111")
    mine.save()
    resident.says(BASE + "，我的电话13900001111")
    background.catch_up()
    assert Sighting.objects.count() == 0


def test_what_qr_codes_say_is_known_again(phone, background, cmd):
    for number in range(2):
        phone(town="330424001").says(f"看图{number}")
        background.catch_up()
        message = Message.objects.get(text=f"看图{number}")
        turns = [{"speaker": "code", "text": "https://pay.example/q?id=7"}]
        conversations.keep_reading(message, text=BASE, turns=turns, by=actions.RECOGNISER)
        background.catch_up()
    kinds = {one.kind: one for one in queries.seen_again(cmd.officer, queries.week_ending(""))}
    assert kinds["qr"].conversations == 2
    assert "id=7" not in kinds["qr"].masked


def test_the_tables_count_and_lead_to_the_alerts(phone, background, desk, cmd):
    says(phone, background, BASE, town="330424001", confirm=cmd.officer)
    says(phone, background, BASE + "。", town="330424101", confirm=cmd.officer)
    week = queries.week_ending("")
    towns, days = queries.by_town(cmd.officer, week), queries.by_day(cmd.officer, week)
    assert dict(towns.rows) == {TYPE: [1, 1]}
    assert [key for key, _title in towns.columns] == ["330424001", "330424101"]
    assert sum(days.totals) == 2
    assert days.totals[-1] == 2
    cmd.goes("/fraud/week/")
    links = [node.get("href") for node in cmd.page.cssselect(".heat td a")]
    assert len(links) == 3
    counts = []
    for address in links:
        cmd.goes(address)
        counts.append(len(cmd.sees("tbody tr")))
    assert counts == [1, 1, 2]


def test_a_week_of_the_past_shows_the_past(phone, background, cmd):
    says(phone, background, BASE, confirm=cmd.officer)
    Alert.objects.update(raised_at=clock.now() - timedelta(days=10))
    today = clock.today()
    assert queries.by_day(cmd.officer, queries.week_ending("")).rows == []
    past = queries.week_ending(f"{today - timedelta(days=7):%F}")
    assert sum(queries.by_day(cmd.officer, past).totals) == 1
    for nonsense in ("x", "9999-01-01", "0001-01-01", "2026-13-01"):
        assert queries.week_ending(nonsense).last == today


def test_each_part_can_be_taken_out(phone, background, cmd):
    for number in range(3):
        says(phone, background, BASE + LINK + "。" * number, confirm=cmd.officer)
    assert Example.objects.count() == 3
    for part, wanted in (
        ("phrases", "涉嫌洗钱"), ("towns", TYPE), ("days", TYPE), ("seen", "139****1111"),
    ):  # fmt: skip
        sheet = cmd.client.get(f"/fraud/week/?part={part}&format=csv")
        assert wanted in sheet.content.decode("utf-8-sig"), part
        assert cmd.client.get(f"/fraud/week/?part={part}&format=xlsx").content[:2] == b"PK"


def test_a_dead_persons_numbers_go_with_the_file(phone, background, cmd):
    says(phone, background, BASE + LINK)
    assert Sighting.objects.count() == 2
    actions.forget_person(Resident.objects.get().pk)
    assert Sighting.objects.count() == 0
