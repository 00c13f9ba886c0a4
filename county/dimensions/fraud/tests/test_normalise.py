"""Text is normalised, and every piece of it can be found in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county.dimensions.fraud.knowledge.normalise import normalise


@given(st.text(max_size=200))
def test_offsets_stay_inside_the_original_and_in_order(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    for start, end in zip(normal.starts, normal.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert list(normal.starts) == sorted(normal.starts)


@given(st.text(alphabet="微信威V❤转帐账 汇-款+加我薇.😀a1\u200b，", max_size=60), st.data())
def test_any_span_leads_back_to_a_span(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    low, high = normal.span(start, end)
    assert 0 <= low < high <= len(text)


@pytest.mark.parametrize(
    ("hidden", "word"),
    [
        ("加我薇❤：abc", "微信"),
        ("加V信 abc123", "微信"),
        ("加威信:abc123", "微信"),
        ("+vx abc123", "微信"),
        ("进裙领红包", "群"),
        ("请转帐到这里", "转账"),
        ("汇-款到这个账户", "汇款"),
        ("转.账给我", "转账"),
        ("银彳亍卡", "银行卡"),
        ("轉賬到這個賬戶", "转账到这个账户"),
        ("加 我 微 信", "加我微信"),
        ("ｑｑ１２３４５", "qq12345"),
        ("微\u200b信", "微信"),
        ("炸骗", "诈骗"),
        ("佣.金日结", "佣金日结"),
    ],
)
def test_hidden_words_are_found(hidden: str, word: str) -> None:
    assert word in normalise(hidden).text


@pytest.mark.parametrize("plain", ["领导的威信很高", "红裙子多少钱", "看卫星云图", "思维信息学"])
def test_honest_words_are_left_alone(plain: str) -> None:
    assert normalise(plain).text == plain


def test_the_word_leads_back_to_its_disguise() -> None:
    text = "宝子加我薇❤：abc"
    normal = normalise(text)
    at = normal.text.index("微信")
    start, end = normal.span(at, at + 2)
    assert text[start:end] == "薇❤"
