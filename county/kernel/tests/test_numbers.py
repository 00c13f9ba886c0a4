"""Numbers: the vectors of domain §7.4, and what may never pass."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county.kernel import numbers

IDENTITIES = ("330424189001010018", "330424189912311233", "330424189506150032")
CREDIT_CODES = ("91330424MA00000155", "91330424MA00000230", "92330424MA0000090T")


@pytest.mark.parametrize("number", IDENTITIES)
def test_an_identity_number_is_right_but_nobody_living_has_it(number):
    assert numbers.is_identity(number, test=True)
    assert not numbers.is_identity(number)


@given(st.sampled_from(IDENTITIES), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_identity_number_survives_a_slip(number, at, sign):
    slipped = number[:at] + sign + number[at + 1 :]
    assert numbers.is_identity(slipped, test=True) == (slipped == number)


@pytest.mark.parametrize(
    "body", ["33042419000230001", "33042419011301001", "33042419010100001", "33042429990101001"]
)
def test_a_birth_that_cannot_be_is_refused(body):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = sum(int(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11
    assert not numbers.is_identity(body + "10X98765432"[check], test=True)


def test_an_identity_number_is_put_into_its_written_form():
    assert numbers.require_identity(" ３３０４２４ 18900101 0018 ", test=True) == IDENTITIES[0]
    with pytest.raises(numbers.BadIdentity):
        numbers.require_identity("330424189001010017", test=True)


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_a_credit_code_is_right(code):
    assert numbers.is_credit_code(code)
    assert numbers.require_credit_code(f" {code.lower()} ") == code


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_no_credit_code_survives_a_changed_sign(code):
    for at in range(18):
        for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            slipped = code[:at] + sign + code[at + 1 :]
            assert numbers.is_credit_code(slipped) == (slipped == code)


def test_a_credit_code_with_a_wrong_organisation_code_is_refused():
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91330424MA0000016"  # the inner code's check sign should be 5
    total = sum(signs.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
    with pytest.raises(numbers.BadCreditCode):
        numbers.require_credit_code(body + signs[-total % 31])


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("008613800138000", "13800138000"),
    ],
)
def test_a_phone_is_put_into_its_written_form(value, phone):
    assert numbers.require_phone(value) == phone


@pytest.mark.parametrize("value", ["", "12800138000", "1380013800", "138001380000", "1380013800a"])
def test_a_slip_in_a_phone_is_refused(value):
    assert not numbers.is_phone(value)
    with pytest.raises(numbers.BadPhone):
        numbers.require_phone(value)


@pytest.mark.parametrize(
    ("value", "plate"),
    [
        ("浙F12345", True),
        ("浙FD12345", True),
        ("浙F12345D", True),
        ("浙F1234警", True),
        ("浙F1234", False),
        ("浙FO1234", False),
        ("浙FI2345", False),
        ("F12345", False),
        ("浙F123456", False),
    ],
)
def test_a_plate_is_known(value, plate):
    assert numbers.is_plate(value) is plate


@given(st.text("0123456789", min_size=15, max_size=15), st.integers(0, 15), st.integers(1, 9))
def test_a_bank_card_has_one_right_check_digit_and_no_slip_passes(body, at, by):
    cards = [body + str(digit) for digit in range(10) if numbers.is_bank_card(body + str(digit))]
    assert len(cards) == 1
    slipped = cards[0][:at] + str((int(cards[0][at]) + by) % 10) + cards[0][at + 1 :]
    assert not numbers.is_bank_card(slipped)


def test_the_days_matters_are_numbered():
    assert numbers.matter_number("HY", date(2026, 11, 23), 847) == "HY20261123-0847"
    assert numbers.matter_number("HY", date(2026, 11, 23), 12345) == "HY20261123-12345"
    with pytest.raises(ValueError, match="from one"):
        numbers.matter_number("HY", date(2026, 11, 23), 0)


def test_keys_are_version_seven_of_this_moment_and_differ():
    before = time.time_ns() // 1_000_000
    keys = [numbers.uuid7() for _ in range(2000)]
    after = time.time_ns() // 1_000_000
    assert {(key.version, key.variant) for key in keys} == {(7, "specified in RFC 4122")}
    assert all(before <= key.int >> 80 <= after for key in keys)
    assert len(set(keys)) == 2000


def test_keys_made_later_sort_later():
    first = numbers.uuid7()
    time.sleep(0.001)
    assert numbers.uuid7() > first


@given(st.text())
def test_no_text_makes_a_check_fail_otherwise_than_in_words(value):
    for check in (numbers.is_phone, numbers.is_identity, numbers.is_credit_code):
        assert check(value) in (True, False)
    for require in (numbers.require_phone, numbers.require_identity, numbers.require_credit_code):
        with pytest.raises(numbers.BadNumber):
            require(value + "?")
