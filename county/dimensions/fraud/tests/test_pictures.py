"""A picture from its arrival to an officer's correction: turns, codes, chips, alerts."""

import io
from uuid import uuid4

import pytest
import segno
from PIL import Image

from county.dimensions.fraud import queries
from county.dimensions.fraud.actions import RECOGNISER
from county.dimensions.fraud.models import Alert
from county.dimensions.fraud.tests.screenshots import chat
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message, Read

CARD = "6222021234567890123"
SCAM = "公安局的王警官让我把全部存款转到安全账户，屏幕共享，验证码也给他了，不能告诉任何人"
MISREAD = [{"speaker": "other", "text": SCAM}, {"speaker": "none", "text": "昨天 15:02"}]


@pytest.fixture
def picture(phone, background):
    """A message with a picture, not yet read."""
    phone(town="330424001").says("图")
    background.catch_up()
    Message.objects.update(kind="image", text="", file=uuid4())
    return Message.objects.get()


@pytest.fixture
def shen(desk):
    return desk("沈警官")


def kept(picture, turns, background):
    text = "\n".join(turn["text"] for turn in turns)
    conversations.keep_reading(picture, text=text, turns=turns, by=RECOGNISER)
    background.catch_up()


def test_what_a_code_says_is_read_for_fraud_and_shown(picture, shen, background):
    code = "https://safe-account.example.top/公安局安全账户资金核查"
    turns = [{"speaker": "other", "text": "扫码把钱转到安全账户，验证码发我"}]
    kept(picture, [*turns, {"speaker": "code", "text": code}], background)
    assert Alert.objects.get().source == "image"
    (chip,) = queries.identifiers_on([picture.pk])[picture.pk]
    assert (chip.kind, chip.value) == ("qr", code)
    shen.goes(shen.opens())
    assert shen.sees(".ids .qr .num") == [code]
    assert shen.sees(".readout .turn.code") != []


def test_a_message_shows_what_it_names_and_a_card_only_by_its_end(phone, shen, background):
    phone(town="330424001").says(f"他让我打到{CARD}，微信 li_a8866，电话一三九零零零零一二三四")
    background.catch_up()
    shen.goes(shen.opens())
    assert shen.sees(".ids li .num") == ["****0123", "li_a8866", "13900001234"]


def test_a_picture_that_a_resident_sends_is_read_with_its_code(phone, shen, background):
    page = Image.open(io.BytesIO(chat([("other", "扫码把钱转到安全账户"), ("self", "好的")])))
    code = io.BytesIO()
    segno.make("https://a.example.top/7").save(code, kind="png", scale=8)
    page.paste(Image.open(code).convert("RGB"), (400, page.height - 280))
    sent = io.BytesIO()
    page.save(sent, "PNG")
    phone(town="330424001").sends(sent.getvalue())
    background.catch_up()
    told = [(one["speaker"], one["text"]) for one in Read.objects.get().turns]
    assert ("other", "扫码把钱转到安全账户") in told
    assert told[-1] == ("code", "https://a.example.top/7")
    shen.goes(shen.opens())
    assert shen.sees(".ids .qr .num") == ["https://a.example.top/7"]


def test_what_was_taken_back_and_what_officers_write_names_nobody(phone, shen, background):
    phone(town="330424001").says("电话 13900001234")
    background.catch_up()
    (message,) = Message.objects.all()
    assert list(queries.identifiers_on([message.pk])) == [message.pk]
    Message.objects.update(author="officer")
    assert queries.identifiers_on([message.pk]) == {}


def test_an_officer_corrects_line_by_line_and_the_alert_follows(picture, shen, background):
    kept(picture, MISREAD, background)
    before = Alert.objects.get().score
    matter = shen.opens()
    shen.submits(
        f"{matter}messages/{picture.pk}/reading/",
        speaker=["self", "none", "other", "code"],
        text=["对方让我转账到安全账户，我没有转", "", "明天再说", "https://a.example.top/x"],
    )
    background.catch_up()
    read = Read.objects.get()
    assert read.turns == [
        {"speaker": "self", "text": "对方让我转账到安全账户，我没有转"},
        {"speaker": "other", "text": "明天再说"},
        {"speaker": "code", "text": "https://a.example.top/x"},
    ]
    assert read.text == "对方让我转账到安全账户，我没有转\n明天再说\nhttps://a.example.top/x"
    assert read.corrected_by == shen.officer.actor
    alert = Alert.objects.get()
    assert alert.score != before
    assert all(item["quote"] in read.text for item in alert.evidence)
    shen.goes(matter)
    assert shen.sees(".readout .turn.self") == ["本人对方让我转账到安全账户，我没有转"]


def test_the_form_holds_every_line_and_room_for_more(picture, shen, background):
    kept(picture, MISREAD, background)
    shen.goes(shen.opens())
    assert shen.sees(".fix-row textarea") == [SCAM, "昨天 15:02", "", ""]


def test_a_picture_without_text_can_be_written_down(picture, shen, background):
    kept(picture, [], background)
    assert Alert.objects.count() == 0
    matter = shen.opens()
    shen.goes(matter)
    assert len(shen.sees(".fix-row")) == 2
    shen.submits(f"{matter}messages/{picture.pk}/reading/", speaker=["other"], text=[SCAM])
    background.catch_up()
    assert Alert.objects.get().message_id == picture.pk


@pytest.mark.parametrize(
    ("speaker", "text"),
    [(["nobody at all"], ["x"]), (["other"], ["长" * 2001]), (["other"] * 301, ["x"] * 301)],
)
def test_a_nonsensical_correction_is_refused_in_words(picture, shen, background, speaker, text):
    kept(picture, MISREAD, background)
    matter = shen.opens()
    answer = shen.part(f"{matter}messages/{picture.pk}/reading/", speaker=speaker, text=text)
    assert answer.status_code < 500
    assert Read.objects.get().turns == MISREAD
