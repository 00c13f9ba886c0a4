"""Search finds a message exactly if it contains the words, and only within the officer's reach."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county.dimensions.helpdesk.actions import talk
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import matters as asked
from county.dimensions.helpdesk.tests.conftest import TOWN, greet, say
from county.foundation.events.registry import System
from county.kernel.fields import set_sealed
from county.kernel.text import fold
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message
from county.records.residents.models import Resident

SAID = [
    "老板让我转48万到安全账户",
    "ＡＢＣ１２３ 是我的车牌",
    "Please Help me",
    "100% 是骗子_真的!",
    "反斜杠\\和'引号'",
    "猫",
    "ﬁne 和 №5",
    "İstanbul straße",
    "a  b\nc",
]
ALPHABET = sorted(set("".join(SAID)) | set("户口xyz%_'\\!&|*:()<>"))


@pytest.fixture
def spoken(db, background):
    """One conversation for each sentence."""
    for text in SAID:
        say(greet(), text)
    background.catch_up()
    Message.objects.filter(author="system").delete()  # the desk's own voice, which may say as much


@pytest.fixture
def found(spoken, officer):
    """The sentences of the conversations that a search finds."""
    shen = officer()
    texts = {
        matter.number: Message.objects.get(
            conversation=matter.conversation_id, author="resident"
        ).text
        for matter in Matter.objects.all()
    }
    return lambda words: {texts[row.number] for row in asked.search(shen, words)}


def holds(words):
    """What LIKE would find: the sentences that contain the words, both folded."""
    sought = fold(words).strip()
    return {text for text in SAID if sought and sought in fold(text)}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("48万", SAID[0]),
        ("安全账户", SAID[0]),
        ("万", SAID[0]),
        ("户", SAID[0]),
        ("abc123", SAID[1]),
        ("ＡＢＣ", SAID[1]),
        ("help", SAID[2]),
        ("HELP ME", SAID[2]),
        ("%", SAID[3]),
        ("子_真", SAID[3]),
        ("\\和", SAID[4]),
        ("'引号'", SAID[4]),
        ("猫", SAID[5]),
        ("fine", SAID[6]),
        ("no5", SAID[6]),
    ],
)
def test_words_within_a_message_find_it(found, words, text):
    assert found(words) == {text}


@pytest.mark.parametrize("words", ["", " ", "\t", "不存在的", "48万至安", "转 48", "_转"])
def test_words_that_nobody_said_find_nothing(found, words):
    assert found(words) == set()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(st.sampled_from(ALPHABET), min_size=1, max_size=4))
def test_search_agrees_with_like_for_any_words(found, words):
    assert found(words) == holds(words)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_piece_of_a_message_finds_it(found, data):
    text = data.draw(st.sampled_from(SAID))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    if piece.strip():
        assert text in found(piece)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=12))
def test_no_words_break_the_search(found, words):
    assert found(words.replace("\x00", "")) <= set(SAID)


def test_what_was_read_out_of_a_picture_is_found(spoken, officer, background):
    message = Message.objects.get(text="猫")
    conversations.keep_reading(message, text="验证码 998877", turns=[], by=System("recogniser"))
    background.catch_up()
    rows = asked.search(officer(), "99887")
    assert [row.conversation_id for row in rows] == [message.conversation_id]


def test_what_officers_said_is_found(spoken, almighty, officer, background):
    matter = Matter.objects.filter(last_text="猫").get()
    talk.reply(matter, text="请到海滨路窗口", by=almighty)
    background.catch_up()
    assert [row.number for row in asked.search(officer(), "海滨路")] == [matter.number]


@pytest.mark.parametrize(
    "words", ["胡德生", "13867300123", "330424189001010018", "33042418900101001８"]
)
def test_a_name_phone_or_number_is_found_by_its_whole_and_not_by_a_part(spoken, officer, words):
    resident = Resident.objects.order_by("number").first()
    for field, value in (
        ("name", "胡德生"), ("phone", "13867300123"), ("identity", "330424189001010018"),
    ):  # fmt: skip
        set_sealed(resident, field, value)
    resident.save()
    shen = officer()
    assert [row.number for row in asked.search(shen, words)] == [
        Matter.objects.get(resident=resident).number
    ]
    assert asked.search(shen, words[:-1]) == []


def test_a_matter_is_found_by_its_number_however_it_is_typed(spoken, officer):
    number = Matter.objects.order_by("number").first().number
    for typed in (number, number.lower(), f" {number} "):
        assert [row.number for row in asked.search(officer(), typed)] == [number]


def test_another_towns_words_are_not_found(db, background, officer):
    say(greet(town="330424101"), "老板让我转48万")
    background.catch_up()
    assert asked.search(officer(), "48万") == []
    assert len(asked.search(officer("陈警官", department="PS101"), "48万")) == 1


def test_what_other_towns_say_does_not_crowd_out_the_own(db, background, officer):
    """Hundreds of newer messages elsewhere, and in one conversation, hide nothing."""
    say(greet(), "老板让我转48万")
    busy = greet(town="330424101")
    background.catch_up()
    for _number in range(205):
        say(busy, "又有人说48万")
    for message in Message.objects.filter(conversation=busy):
        conversations.index(message)
    assert [row.town_code for row in asked.search(officer(), "48万")] == [TOWN]


@pytest.mark.parametrize("words", ["²", "①②", "٣", "9" * 40, "1" * 18])
def test_strange_numbers_are_words_too(desk, words):
    chief = desk("值班长", post="CMD", department="PSB")
    for address in ("/residents/", "/staff/"):
        assert chief.client.get(address, {"words": words, "page": words}).status_code == 200
    assert chief.client.get("/helpdesk/search/", {"q": words, "page": words}).status_code == 200
    assert chief.client.get("/helpdesk/matters/", {"page": words}).status_code == 200
