"""The anonymous address (T16, T21, F18): nothing tells who, when exactly, or from where."""

import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from county.dimensions.helpdesk.actions import leads, tips
from county.dimensions.helpdesk.models import LeadWord, Matter, TipBox
from county.dimensions.helpdesk.queries import leads as asked
from county.dimensions.helpdesk.tests.conftest import PASSPHRASE, make
from county.dimensions.helpdesk.tests.test_leads import everywhere
from county.dimensions.helpdesk.views.tips import frame, gates
from county.foundation.events.models import Event
from county.kernel import boxes
from county.kernel.clock import SHANGHAI

SECRET = "天宁寺弄三号每晚聚众赌博"
BODIES = (
    "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
)  # fmt: skip
ADDRESSES = ("/", "/en/", "/style/", "/too-large/", "/nothing/here/")


def photograph(**exif):
    """A phone's picture that says where and with what it was made."""
    picture = Image.new("RGB", (60, 40), "white")
    marks = picture.getexif()
    marks[0x010F], marks[0x013B] = "CANARYPHONE", "CANARYAUTHOR"
    marks.get_ifd(0x8825)[1] = "N"
    marks.get_ifd(0x8825)[2] = (30.0, 31.0, 12.5)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=marks, comment=b"CANARYCOMMENT")
    return SimpleUploadedFile("我家门口.jpg", out.getvalue(), content_type="image/jpeg")


def told(matter, by):
    return leads.read(matter, reason="初查", passphrase=PASSPHRASE, by=by)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete", "options"])
def test_no_answer_sets_a_cookie_and_all_have_the_same_strict_headers(source, address, method):
    """The header set of A1, on every address and every method."""
    client = source().client
    client.cookies.load({"siwei": "canary", "csrftoken": "canary", "language": "en"})
    answer = getattr(client, method)(address)
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers
    for name, value in frame.HEADERS.items():
        assert answer.headers[name] == value
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    taken = ("get", "head") if address == "/style/" else ("get", "post", "head")
    assert (answer.status_code == 405) is (method not in taken)


def test_behind_a_proxy_with_tls_the_browser_is_told_to_stay_with_it(source, settings):
    settings.SIWEI_HTTPS = True
    answer = source().client.get("/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_whoever_leaves_lets_the_browser_forget(source):
    somebody = source()
    somebody.goes("/en/")
    answer = somebody.client.post("/en/", {"do": "leave"})
    assert answer.headers["Clear-Site-Data"] == '"*"'


def test_the_page_has_no_script_and_nothing_from_elsewhere(source, county_wide):
    somebody = source()
    for step in (lambda: somebody.goes("/"), somebody.tells, somebody.opens):
        step()
        page = somebody.page
        assert page.cssselect("script, img, iframe, [onclick], [style]") == []
        links = [
            node.get("href") or node.get("action") for node in page.cssselect("[href],[action]")
        ]
        assert {link for link in links if not link.startswith("/")} == set()
        assert somebody.sees("h1") != []


def test_sixteen_digits_are_shown_once_and_kept_nowhere(source, county_wide, background):
    digits = source().tells(SECRET)
    assert len(digits) == 16 and digits.isdecimal()
    background.clock_strikes("take_in_anonymous_leads")
    for text in (digits, SECRET):
        assert everywhere(text) == []
    receipt = boxes.receipt_of(digits, asked.salt())
    for half in (receipt.place, receipt.private.hex()):
        assert sorted(everywhere(half)) == (["helpdesk_leadword", "helpdesk_tipbox"]
                                    if half == receipt.place else [])  # fmt: skip


def test_two_receipts_differ_and_a_receipt_of_another_salt_opens_nothing():
    assert boxes.new_digits() != boxes.new_digits()
    one, other = boxes.receipt_of("1" * 16, b"a" * 16), boxes.receipt_of("1" * 16, b"b" * 16)
    assert one.place != other.place and one.private != other.private


def test_source_and_officer_talk_and_nobody_else_reads_it(source, unit, chief, background):
    somebody = source()
    somebody.tells(SECRET, town="330424001")
    background.clock_strikes("take_in_anonymous_leads")
    lead = Matter.objects.get(kind="lead")
    assert (lead.channel, lead.town_code, lead.department) == (
        "tips",
        "330424001",
        chief.department,
    )
    assert [one.text for one in told(lead, chief)] == [SECRET]
    leads.ask_source(lead, text="一般几点开始？", by=chief)
    assert everywhere("几点开始") == []
    assert somebody.opens() == ["一般几点开始？"]
    somebody.does("say", text="晚上九点以后")
    assert somebody.status == 200
    background.clock_strikes("take_in_anonymous_leads")
    assert everywhere("九点以后") == []
    assert [one.text for one in told(lead, chief)] == [SECRET, "一般几点开始？", "晚上九点以后"]
    lead.refresh_from_db()
    assert lead.unread == 1


def test_the_source_sees_how_far_it_is_and_what_came_of_it(
    source, county_wide, almighty, background
):
    somebody = source()
    somebody.tells()
    somebody.opens()
    assert somebody.sees(".state") == ["received, not yet read"]
    background.clock_strikes("take_in_anonymous_leads")
    lead = Matter.objects.get(kind="lead")
    for verb in ("screen", "register", "verify", "no_case"):
        make(lead, verb, almighty)
    leads.conclude(lead, verb="notify", notice="查无此事，谢谢您。", by=almighty)
    background.catch_up()
    assert somebody.opens() == ["查无此事，谢谢您。"]
    assert somebody.sees(".state") == ["closed"]


def test_what_the_source_wrote_is_not_shown_again(source, county_wide):
    somebody = source()
    somebody.tells(SECRET)
    somebody.opens()
    assert SECRET not in somebody.page.text_content()


def test_a_picture_loses_place_device_author_and_name(source, county_wide, almighty, background):
    sent = photograph()
    assert b"CANARYPHONE" in sent.read()
    sent.seek(0)
    source().tells(files=[sent])
    background.clock_strikes("take_in_anonymous_leads")
    words = told(Matter.objects.get(kind="lead"), almighty)
    (picture,) = [one for one in words if one.what == "file"]
    assert (picture.name, picture.media) == ("file-1", "image/jpeg")
    assert b"CANARY" not in picture.content
    assert dict(Image.open(io.BytesIO(picture.content)).getexif()) == {}
    assert [one for one in words if one.what == "original"] == []


def test_the_original_is_kept_only_when_asked_for(source, county_wide, almighty, background):
    sent = photograph()
    source().tells(files=[sent], keep="1")
    background.clock_strikes("take_in_anonymous_leads")
    words = told(Matter.objects.get(kind="lead"), almighty)
    (original,) = [one for one in words if one.what == "original"]
    assert b"CANARYPHONE" in original.content
    assert everywhere("CANARYPHONE") == []


def test_a_file_that_is_none_is_refused_in_words_and_nothing_is_kept(source, county_wide):
    somebody = source()
    somebody.tells(files=[SimpleUploadedFile("x.jpg", b"MZ not a picture")])
    assert somebody.status in (409, 415, 422)
    assert TipBox.objects.count() == LeadWord.objects.count() == 0
    assert SECRET not in somebody.page.text_content()


def test_no_moment_is_kept_of_a_source(source, county_wide, background):
    """A8: day and part of day; what is opened is opened on the hour, under a random number."""
    with time_machine.travel("2026-11-23T14:37:21+08:00", tick=False):
        source().tells()
        box = TipBox.objects.get()
        assert (str(box.day), box.part) == ("2026-11-23", "afternoon")
        background.clock_strikes("take_in_anonymous_leads")
    lead = Matter.objects.get(kind="lead")
    assert lead.opened_at.astimezone(SHANGHAI).isoformat() == "2026-11-23T14:00:00+08:00"
    assert lead.pk.version == 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name IN"
            " ('helpdesk_tipbox', 'helpdesk_leadword', 'helpdesk_tipreply')"
            " AND data_type LIKE 'time%%'"
        )
        assert cursor.fetchall() == []
    assert {event.by for event in Event.objects.filter(subject=lead.subject)} == {"source"}


def test_boxes_are_taken_in_once(source, county_wide, background):
    for _each in range(3):
        source().tells()
    background.clock_strikes("take_in_anonymous_leads")
    background.clock_strikes("take_in_anonymous_leads")
    assert Matter.objects.filter(kind="lead").count() == 3


def test_in_the_demonstration_nobody_waits_an_hour(source, county_wide, background, settings):
    source().tells()
    background.clock_strikes("take_in_at_once_in_the_demonstration")
    assert Matter.objects.filter(kind="lead").count() == 0
    settings.SIWEI_DEMO = True
    background.clock_strikes("take_in_at_once_in_the_demonstration")
    assert Matter.objects.filter(kind="lead").count() == 1


def test_without_a_units_key_the_address_is_not_open(source, db):
    somebody = source()
    somebody.goes("/en/")
    assert somebody.page.cssselect("textarea") == []
    assert "not open yet" in somebody.page.text_content()
    with pytest.raises(tips.NotOpen):
        tips.send(text="x", topic="theft", place="", town="", urgent=False)


def test_five_receipts_an_hour_and_not_one_more(source, county_wide):
    """A2: tried at the limit and one beyond it."""
    somebody = source()
    digits = somebody.tells()
    for _try in range(5):
        somebody.opens("0000111122223333")
        assert somebody.status == 422
    somebody.opens(digits)
    assert somebody.status == 429
    assert somebody.sees(".words") == []
    other = source(client=type(somebody.client)(REMOTE_ADDR="another"))
    other.opens(digits)
    assert other.status == 200


def test_a_thousand_an_hour_from_wherever(source, county_wide):
    for number in range(1000):
        gates.may_open(f"n{number}")
    somebody = source()
    somebody.opens("0000111122223333")
    assert somebody.status == 429


def test_guessing_a_thousand_times_opens_nothing(source, county_wide):
    """F18: receipt brute force, 1,000 tries, all limited."""
    digits = source().tells()
    statuses = set()
    somebody = source()
    for number in range(1000):
        somebody.opens(f"{number:016}")
        statuses.add(somebody.status)
    assert statuses == {422, 429}
    assert gates.OPENS.count("127.0.0.1") == 5
    assert digits not in {f"{number:016}" for number in range(1000)}


def test_ten_leads_an_hour_from_one_neighbourhood(source, county_wide):
    for _each in range(10):
        assert source().tells()
    late = source()
    assert late.tells() == ""
    assert late.status == 429
    assert TipBox.objects.count() == 10


def test_a_hit_and_a_miss_do_the_same_work(source, county_wide, monkeypatch):
    """F18: whatever was typed is stretched once, so the time tells nothing."""
    digits, work = source().tells(), []
    real = boxes.stretch
    monkeypatch.setattr(boxes, "stretch", lambda *a, **k: work.append(a[0]) or real(*a, **k))
    for typed in (digits, "9" * 16, "", "short", "7" * 60):
        tips.open_box(typed)
    assert len(work) == 5
