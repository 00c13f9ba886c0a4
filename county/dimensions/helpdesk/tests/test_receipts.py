"""Receipts: signed, kept as a file, checked by whoever holds one; the reporter sees the result."""

from urllib.parse import parse_qs, urlsplit

import pytest

from county.dimensions.helpdesk.actions import leads
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import leads as asked
from county.dimensions.helpdesk.tests.conftest import make
from county.dimensions.helpdesk.tests.test_leads import give
from county.dimensions.helpdesk.views import receipts
from tests.actors import Phone

PAGE = "/helpdesk/phone/receipt/"


def address(phone):
    (link,) = [
        node.get("href") for node in phone.page.cssselect("a.weui-btn_primary")
        if "/receipt/?" in node.get("href")
    ]  # fmt: skip
    return link


def test_a_receipt_says_what_it_is_worth_and_opens_its_page(phone):
    somebody = phone(town="330424001")
    (number,) = give(somebody, secrecy="secret")
    assert somebody.page.cssselect(".qr svg") != []
    somebody.goes(address(somebody))
    assert somebody.sees(".receipt") == [number]
    assert "回执真实有效" in somebody.page.text_content()
    assert "已受理" in somebody.page.text_content()


def test_the_code_leads_to_the_same_page(phone):
    somebody = phone()
    give(somebody, secrecy="open")
    signed = asked.signed(Matter.objects.get(kind="lead"))
    whole = urlsplit(receipts.address_of_receipt(signed))
    assert parse_qs(whole.query) == {"n": [signed.number], "k": [signed.signs]}
    assert f"{whole.path}?{whole.query}" == address(somebody)


@pytest.mark.parametrize("secrecy", ["open", "secret"])
def test_a_stranger_learns_that_it_is_genuine_and_no_more(phone, secrecy, almighty):
    somebody = phone()
    give(somebody, secrecy=secrecy)
    link = address(somebody)
    lead = Matter.objects.get(kind="lead")
    for verb in ("screen", "register", "verify", "no_case"):
        make(lead, verb, almighty)
    leads.conclude(lead, verb="notify", notice="查无此事", reward="", by=almighty)
    stranger = Phone()
    seen = stranger.goes(link).text_content()
    assert "回执真实有效" in seen and "查无此事" not in seen
    assert "查无此事" in somebody.goes(link).text_content()


def test_whoever_bears_an_anonymous_receipt_sees_the_result(phone, almighty):
    somebody = phone()
    give(somebody, secrecy="anonymous")
    link = address(somebody)
    lead = Matter.objects.get(kind="lead")
    make(make(lead, "screen", almighty), "not_police", almighty)
    assert "办到哪一步了" in Phone().goes(link).text_content()


@pytest.mark.parametrize("wrong", ["", "A" * 20, "乱" * 40, "x"])
def test_forged_signs_are_no_receipt(phone, wrong):
    (number,) = give(phone(), secrecy="open")
    somebody = Phone()
    seen = somebody.goes(f"{PAGE}?n={number}&k={wrong}").text_content()
    assert "回执真实有效" not in seen and somebody.sees(".receipt") == []
    assert somebody.client.get(f"{PAGE}file/?n={number}&k={wrong}").status_code == 409


def test_the_signs_of_another_receipt_do_not_serve(phone):
    give(phone(), secrecy="open")
    give(phone(), secrecy="open")
    one, other = (asked.signed(lead) for lead in Matter.objects.filter(kind="lead"))
    assert asked.of_receipt(one.number, other.signs) is None
    assert asked.of_receipt(one.number.lower(), one.signs.lower()).number == one.number


def test_the_file_is_whole_and_names_nobody(phone):
    somebody = phone(alias="老胡的邻居")
    (number,) = give(somebody, secrecy="secret")
    link = address(somebody).replace(PAGE, f"{PAGE}file/")
    answer = somebody.client.get(link)
    text = answer.content.decode()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}.html"'
    assert number in text and "<svg" in text and "老胡" not in text
    assert "<script" not in text and "http" not in text.replace("http://www.w3.org", "")


def test_looking_up_by_the_hundred_ends_at_the_limit(phone):
    somebody = Phone()
    for _each in range(receipts.TRIES.most):
        assert somebody.client.get(f"{PAGE}?n=HY1&k=A").status_code == 200
    assert somebody.client.get(f"{PAGE}?n=HY1&k=A").status_code == 429


def test_leads_of_one_address_end_at_the_limit(phone):
    somebody = phone()
    for _each in range(receipts.GIVEN.most):
        give(somebody, secrecy="open")
    assert give(somebody, secrecy="open") == []
    assert somebody.status == 429
    assert Matter.objects.filter(kind="lead").count() == receipts.GIVEN.most


def test_the_ordinary_page_says_that_it_is_not_anonymous_and_shows_the_way(phone, settings):
    settings.SIWEI_TIPS_ADDRESS = "https://tips.example"
    somebody = phone()
    somebody.goes("/helpdesk/phone/lead/")
    text = somebody.page.text_content()
    assert "企业微信都不是匿名的" in text and "https://tips.example" in text
    assert somebody.page.cssselect(".qr svg") != []


def test_whoever_speaks_of_informing_in_a_chat_is_told_once_that_it_is_not_anonymous(
    phone, background, settings
):
    settings.SIWEI_TIPS_ADDRESS = "https://tips.example"
    somebody = phone()
    for text in ("我想匿名举报一件事", "举报要去哪里？"):
        somebody.says(text)
        background.catch_up()
    page = somebody.goes("/helpdesk/phone/").text_content()
    assert page.count("https://tips.example") == page.count("这里的聊天不是匿名的") == 1


def test_whoever_asks_about_something_else_hears_nothing_of_it(phone, background, settings):
    settings.SIWEI_TIPS_ADDRESS = "https://tips.example"
    somebody = phone()
    somebody.says("身份证丢了怎么补办？")
    background.catch_up()
    assert "tips.example" not in somebody.goes("/helpdesk/phone/").text_content()
