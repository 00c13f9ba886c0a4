"""Identifiers are found however they are hidden, and numbers that are none are left alone."""

from itertools import pairwise

import pytest

from county.dimensions.fraud.knowledge.identifiers import (
    KINDS,
    LONGEST,
    Identifier,
    find,
    is_identity,
    shown,
)

WALLET = "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE"


def told(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in find(text)]


PHONES = [
    "13900001234", "139 0000 1234", "139-0000-1234", "1 3 9 0 0 0 0 1 2 3 4", "139.0000.1234",
    "+86 139 0000 1234", "008613900001234", "１３９０００0１２３４", "①③⑨⓪⓪⓪⓪①②③④",
    "一三九零零零零一二三四",
    "幺三九〇〇〇〇幺二三四", "壹叁玖零零零零壹贰叁肆", "139零零零零1234", "l39oooo1234",
    "1、3、9、0、0、0、0、1、2、3、4",
    "1️⃣3️⃣9️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣", "139\u200b0000\u200b1234", "139(0000)1234",
]  # fmt: skip


@pytest.mark.parametrize("written", PHONES)
def test_a_mobile_number_is_found_however_it_is_written(written: str) -> None:
    text = f"有事打我电话：{written}，随时在"
    assert told(text) == [("phone", "13900001234")]
    (one,) = find(text)
    assert text[one.start : one.end].strip("+") in written
    assert len(text[one.start : one.end]) >= len(written.strip("+()️⃣")) - 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("座机 0573-8602 1234 找老徐", "057386021234"),
        ("客服400-820-1234转2", "4008201234"),
        ("his number is +852 5123 4567", "+85251234567"),
    ],
)
def test_other_phone_numbers(text: str, value: str) -> None:
    assert told(text) == [("phone", value)]


@pytest.mark.parametrize(
    "text",
    [
        "做满188、2888、3888三单就返", "188 288 388 99", "2024-01-15 13:30 到 2024-02-15",
        "订单号20240115139000012345",
        "金额 1,390,000,123 元", "我一个月三五百", "96110是国家反诈专线", "139****1234", "打110",
        "一二三四五六七八九十，上山打老虎", "单号 4200001234202401159876543210", "version 1.3.9.0",
        "",
        "3点cc到", "Ok. Top up please", "我微信上跟你说", "微信支付可以吗", "下载那个app",
        "不要下载陌生软件", "让我装一个远程软件", "登录本公司APP",
    ],
)  # fmt: skip
def test_what_is_none_is_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("打到6222021234567890123", "6222021234567890123"),
        ("卡号 6222 0212 3456 7890 123 工行", "6222021234567890123"),
        ("卡号：六二二二零二一二三四五六七八九零一二三", "6222021234567890123"),
        ("收款卡 4111111111111111", "4111111111111111"),
        ("4111-1111-1111-1111", "4111111111111111"),
    ],
)
def test_bank_cards(text: str, value: str) -> None:
    assert told(text) == [("bank_card", value)]


def test_a_number_that_fails_its_check_is_no_card_of_a_foreign_bank() -> None:
    assert told("编号 4111-1111-1111-1112") == []


def test_an_account_is_known_by_its_word() -> None:
    assert told("对公账户：201000123456789，开户行武原") == [("account", "201000123456789")]
    assert told("流水 201000123456789") == []


def test_identity_numbers_need_a_birthday_and_a_check_digit() -> None:
    assert is_identity("11010519491231002X")
    assert told("身份证11010519491231002X发我") == [("id_card", "11010519491231002X")]
    assert told("编号 110105194912310021") == []
    assert told("编号 110105194913310021") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("点 https://a.example.top/x?y=1 领取", "https://a.example.top/x?y=1"),
        ("看www.example.com。", "www.example.com"),
        ("进 t.cn/A6abcd 看", "t.cn/a6abcd"),
        ("网址abc88点com", "abc88.com"),
        ("abc88 . com 打开", "abc88.com"),
        ("abc88[.]vip", "abc88.vip"),
        ("付款码 wxp://f2f0AbC_dEf", "wxp://f2f0abc_def"),
        ("ａｂｃ88．ｃｏｍ", "abc88.com"),
        ("hxxps://abc.xyz/13900001234", "https://abc.xyz/13900001234"),
    ],
)
def test_links(text: str, value: str) -> None:
    assert told(text) == [("link", value)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("加我微信 zhang_88a 聊", "wechat", "zhang_88a"),
        ("加V：lucky8866", "wechat", "lucky8866"),
        ("➕vx abcdef123", "wechat", "abcdef123"),
        ("薇信号是HelloKitty", "wechat", "hellokitty"),
        ("wxid_a1b2c3d4e5f6", "wechat", "wxid_a1b2c3d4e5f6"),
        ("加QQ 12345678 拿资料", "qq", "12345678"),
        ("扣扣：三二一五六七八九", "qq", "32156789"),
        ("QQ群 987-654-321", "qq", "987654321"),
        ("会议号 987 654 321", "meeting", "987654321"),
        ("注册填邀请码A8K9", "invite", "A8K9"),
        ("发到 li.si@example.com 邮箱", "email", "li.si@example.com"),
        (f"TRC20 {WALLET} 打U", "wallet", WALLET),
        ("下载一个「云企优选」APP", "app", "云企优选"),
        ("你打开向日葵把码报我", "app", "向日葵"),
        ("我们用纸飞机聊", "app", "Telegram"),
        ("先下载安逸花APP", "app", "安逸花"),
    ],
)  # fmt: skip
def test_names_numbers_and_apps(text: str, kind: str, value: str) -> None:
    assert told(text) == [(kind, value)]
    (one,) = find(text)
    assert 0 <= one.start < one.end <= len(text)


def test_several_stand_in_order_and_apart() -> None:
    text = "微信同号13900001234，卡6222021234567890123，网站abc.top"
    assert [one.kind for one in find(text)] == ["phone", "bank_card", "link"]
    assert [text[one.start : one.end] for one in find(text)] == [
        "13900001234",
        "6222021234567890123",
        "abc.top",
    ]
    assert {one.kind for one in find(text)} <= set(KINDS)


def test_two_numbers_side_by_side_are_two() -> None:
    assert told("13900001234 13800005678") == [("phone", "13900001234"), ("phone", "13800005678")]
    assert told("13900001234/13800005678") == [("phone", "13900001234"), ("phone", "13800005678")]


def test_cards_and_identities_are_shown_by_their_ends() -> None:
    assert shown(Identifier("bank_card", "6222021234567890123", 0, 19)) == "****0123"
    assert shown(Identifier("id_card", "11010519491231002X", 0, 18)) == "110105********002X"
    assert shown(Identifier("phone", "13900001234", 0, 11)) == "13900001234"


@pytest.mark.parametrize(
    "unit", ["1 ", "a点", "一", "a.", "微信", "1-", "l", "@a.", "http://", "「"]
)
def test_hostile_text_is_read_to_its_end(unit: str) -> None:
    found = find(unit * 40_000)
    assert all(one.start < one.end <= LONGEST for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
