"""What is kept as an example says nothing of who anybody is."""

import pytest

from county.dimensions.fraud.knowledge.masking import hint, masked, name_like, opening, traces
from county.dimensions.fraud.knowledge.resemblance import grams, likeness

GONE = [
    ("打电话13812345678给我", "13812345678"),
    ("打１３８１２３４５６７８给我", "１３８１２３４５６７８"),
    ("电话138 1234 5678", "1234"),
    ("座机0573-86123456", "86123456"),
    ("一三八一二三四五六七八", "三四五六七八"),
    ("卡号6217 0000 1234 5678 901", "5678"),
    ("身份证330424199001011234", "19900101"),
    ("登录http://pay-abc.vip/x?id=3看看", "pay-abc"),
    ("官网 hao123.top 注册", "hao123"),
    ("加微信abc_8899聊", "abc_8899"),
    ("QQ群：123456789", "123456789"),
    ("会议号：998 123 456", "998"),
    ("发到zhang.san@example.com", "zhang.san"),
    ("车牌浙F12345", "12345"),
    ("我叫李建国，在家", "李建国"),
    ("户名：欧阳建国", "欧阳"),
    ("沈警官让我转", "沈"),
    ("张经理说返利", "张经理"),
    ("我儿子王小明在学校", "王小明"),
    ("住武原街道新桥北路123号2幢301室", "123号"),
    ("住在江南花园3幢201室", "201"),
    ("编号20251123456", "20251123456"),
]


@pytest.mark.parametrize(("text", "private"), GONE)
def test_what_tells_who_somebody_is_goes(text, private):
    assert private not in masked(text)
    assert "〔" in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "垫付3000元返4200元",
        "转到安全账户，不能告诉家里人",
        "屏幕共享，把验证码报给我",
        "投了50000000元进去",
        "贷款解冻金要交两万",
    ],
)
def test_what_tells_how_it_goes_stays(text):
    assert masked(text) == text


def test_words_that_the_office_knows_go_wherever_they_stand():
    assert (
        masked("阿土伯找海盐演示公司", known=["阿土伯", "海盐演示公司", ""]) == "〔姓名〕找〔姓名〕"
    )


def test_masking_twice_is_masking_once():
    for text, _private in GONE:
        assert masked(masked(text)) == masked(text)


def test_hostile_text_is_masked_in_bounds():
    for text in ("1" * 100_000, "〔" * 5_000, "王" * 5_000, "a.b" * 5_000, "\x00\ud800"):
        assert len(masked(text)) <= 4_000


def test_an_opening_is_one_sentence_and_no_half_mark():
    assert opening("第一句。第二句。") == "第一句。"
    for length in range(1, 30):
        cut = opening("加我〔电话〕或者〔链接〕再说吧没有句号", length)
        assert cut.count("〔") == cut.count("〕")


def test_a_name_is_among_what_could_be_one():
    assert {"储小明", "欧阳建国"} <= name_like("我是储小明的邻居欧阳建国啊")


def test_traces_name_each_value_once_and_no_identity():
    found = traces("打13812345678或138-1234-5678，身份证11010519491231002X，网址a-b.vip")
    assert sorted((one.kind, one.value) for one in found) == [
        ("link", "a-b.vip"), ("phone", "13812345678"),
    ]  # fmt: skip
    for one in found:
        assert one.value not in hint(one.kind, one.value)


def test_a_story_is_like_its_retelling_and_unlike_another():
    one = grams("对方说我涉嫌洗钱，要我把钱转到安全账户，不能告诉家里人")
    again = grams("有人说我涉嫌洗钱，让我转到安全账户，还不能告诉家里人")
    other = grams("群里说刷单返利，垫付三千返四千二，联单才能提现")
    assert likeness(len(set(one) & set(again)), len(one), len(again)) > 0.3
    assert likeness(len(set(one) & set(other)), len(one), len(other)) < 0.05
    assert all(-(2**31) <= number < 2**31 for number in one)
    assert grams("〔电话〕〔链接〕 123") == []
