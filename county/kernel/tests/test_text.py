"""Text is made safe, folded, masked and kept out of logs."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county.kernel import text

ANY = st.text(st.characters(), max_size=60) | st.text(
    "\x00\r\n\t\ud800\u202e\u2066 a中😀", max_size=20
)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b\ud83dc", "abc"),
        ("一\r\n二\r三\u2028四\t五", "一\n二\n三\n四\t五"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("\ufeff\u2067x\u2069", "x"),
        ("👨‍👩‍👧 ok", "👨‍👩‍👧 ok"),
        ("abcdef", "abcde"),
    ],
)
def test_text_is_made_safe(given, kept):
    assert text.clean(given, 5 if given == "abcdef" else 100) == kept


@given(ANY, st.integers(0, 30))
def test_clean_text_can_be_stored_and_stays_clean(words, limit):
    kept = text.clean(words, limit)
    assert kept.encode().decode() == kept
    assert len(kept) <= limit
    assert text.clean(kept, limit) == kept
    assert not {unicodedata.category(sign) for sign in kept} & {"Cs"}
    assert {sign for sign in kept if unicodedata.category(sign) == "Cc"} <= {"\n", "\t"}


def test_folding_unifies_width_and_case():
    assert text.fold("ＡＢｃ，１２３　ΣİẞK") == "abc,123 σißk"


@given(ANY)
def test_folding_twice_is_folding_and_the_parts_of_a_text_stay_in_it(words):
    folded = text.fold(words)
    assert text.fold(folded) == text.fold(text.fold(folded))
    assert "\x00" not in folded


def test_pairs_of_characters():
    assert text.bigrams("安全账户") == ["安全", "全账", "账户"]
    assert (text.bigrams("安"), text.bigrams("")) == (["安"], [])


@given(ANY, st.integers(1, 20))
def test_a_shortened_text_is_one_line_of_that_length(words, n):
    line = text.shorten(words, n)
    assert len(line) <= n
    assert "\n" not in line


def test_a_cut_shows():
    assert text.shorten(" 一\n二  三 ", 10) == "一 二 三"
    assert text.shorten("一二三四五", 4) == "一二三…"


@pytest.mark.parametrize(
    ("masked", "shown"),
    [
        (text.mask_identity("330424189001010018"), "330424********0018"),
        (text.mask_identity("12345"), "****45"),
        (text.mask_phone("13800000018"), "138****0018"),
        (text.mask_phone("110"), "****"),
        (text.mask_name("张三"), "张*"),
        (text.mask_name("王小明"), "王**"),
        (text.mask_name("阿依古丽·买买提"), "阿***"),
        (text.mask_name("张"), "张*"),
        (text.mask_name(""), ""),
        (text.mask_address("海盐县武原街道勤俭北路18号3幢"), "海盐县武原街道****"),
        (text.mask_address("嘉兴市南湖区中山路1号"), "嘉兴市****"),
        (text.mask_address("某某小区3幢"), "某某小区****"),
        (text.mask_address("长安路1号"), "长****"),
        (text.mask_account("6222021001000000018"), "****0018"),
        (text.mask_account("abc@example.com"), "a***@example.com"),
        (text.mask_account("1234567"), "****67"),
        (text.mask_account("123"), "****"),
    ],
)
def test_masks(masked, shown):
    assert masked == shown


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("身份证330424189001010018，", "身份证330424********0018，"),
        ("id=33042418900101001x", "id=330424********001x"),
        ("tel13800138000.", "tel138****8000."),
        ("+8613800138000 / 138-0013-8000", "+86138****8000 / 138****8000"),
        ("１３８００１３８０００", "１３８****８０００"),
        ("车牌浙F12345、浙FD12345", "车牌浙F****5、浙F****5"),
        ("6222021001000000018", "****0018"),
        ("6222 0210 0100 0000 018", "****018"),
        (
            "GET /matter/HY20261123-0847 200 in 12.345 s",
            "GET /matter/HY20261123-0847 200 in 12.345 s",
        ),
        ("2026-11-25 13:22:01,123 pid 12345678", "2026-11-25 13:22:01,123 pid 12345678"),
        (
            "message:0193cf3a-1b2c-7d3e-8f40-123456789abc",
            "message:0193cf3a-1b2c-7d3e-8f40-123456789abc",
        ),
    ],
)
def test_a_log_line_is_scrubbed(line, kept):
    assert text.scrub(line) == kept


_AROUND = st.text(st.characters(exclude_categories=("Nd", "Cs")), max_size=20)


@given(
    _AROUND,
    st.from_regex(r"1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9X]|[0-9]{16,19}", fullmatch=True),
    _AROUND,
)
def test_no_number_of_a_person_reaches_the_log(before, number, after):
    assert number not in text.scrub(f"{before}{number}{after}")
    assert not re.search(r"\d{11}", text.scrub(f"{before}{number}{after}"))


def test_what_cannot_be_seen_is_blank():
    assert all(map(text.is_blank, ["", " \n\t", "\u200b\u200d\ufeff", "\u3000\u00a0"]))
    assert not any(map(text.is_blank, ["。", "a", "\u200bx", "👍"]))
