"""What is never kept of a person is refused in every spelling; everyday words pass (E3) (I3)."""

from pathlib import Path

import pytest

from county.records.residents.wording import Unsayable, categories, forbidden_in, require_sayable

TERMS = [term for one in categories() for term in one.terms + one.spelled]
INNOCENT = (Path(__file__).parent / "innocent.txt").read_text(encoding="utf-8").splitlines()
WIDE = {ord(one): ord(one) + 0xFEE0 for one in "abcdefghijklmnopqrstuvwxyz0123456789"}


def let_through(spellings):
    return [one for one in spellings if not forbidden_in(one)]


def test_more_than_five_hundred_terms_in_sixteen_kinds():
    assert len(set(TERMS)) == len(TERMS) >= 900
    assert len(categories()) == 16


def test_every_term_is_refused_as_it_stands():
    assert let_through(TERMS) == []


def test_every_term_is_refused_inside_a_sentence():
    assert let_through(f"据说这个人{one}，请留意。" for one in TERMS) == []


@pytest.mark.parametrize("between", [" ", "\u200b", "\u2060", ".", "·", "*", "、", "-", "\n"])
def test_nothing_between_its_characters_hides_a_term(between):
    assert let_through(between.join(one) for one in TERMS) == []


def test_neither_width_nor_case_hides_a_term():
    assert let_through(one.translate(WIDE) for one in TERMS) == []
    assert let_through(one.upper() for one in TERMS) == []


SPELLINGS = """
xìnfǎng|xìn fǎng hù|xin4 fang3|XINFANG|ｘｉｎ ｆａｎｇ|他是xin fang户|信 访户|少數民族|殘疾|黨員
懷孕|信訪戶|有前科
Ｈ重点人员|家里不放心|H.I.V|l-g-b-t|The man is a petitioner.|Ex-convict
mental  illness|s o c i a l credit
"""


@pytest.mark.parametrize("spelling", SPELLINGS.strip().replace("\n", "|").split("|"))
def test_tones_forms_and_spacing_do_not_hide_a_term(spelling):
    assert forbidden_in(spelling)


def test_everyday_sentences_pass():
    assert len(set(INNOCENT)) >= 150
    assert {one: word for one in INNOCENT if (word := forbidden_in(one))} == {}


def test_an_everyday_word_does_not_excuse_the_rest_of_the_sentence():
    assert forbidden_in("外贸加工会议上说他是工会的人") == "工会"
    assert forbidden_in("收到可疑电话，此人可疑") == "可疑"
    assert forbidden_in("needs a no-criminal-record certificate, has a criminal record")


def test_the_refusal_names_the_term():
    assert require_sayable("希望收到电动车提醒") == "希望收到电动车提醒"
    with pytest.raises(Unsayable, match="信访"):
        require_sayable("是信访户")
