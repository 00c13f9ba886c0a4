"""Deadlines are data with their basis; their arithmetic is that of domain §7.5 and story 1."""

from datetime import date

import pytest
from django.utils.translation import override

from county.kernel import deadlines
from county.kernel.deadlines import LOCAL, light, rule, rules


@pytest.mark.parametrize(
    ("code", "start", "due"),
    [
        ("DL01", date(2023, 9, 6), date(2023, 11, 6)),
        ("DL02", date(2023, 11, 8), date(2023, 11, 13)),
        ("DL03", date(2023, 11, 10), date(2024, 1, 10)),
        ("DL03", date(2023, 12, 31), date(2024, 2, 29)),
        ("DL05", date(2024, 1, 4), date(2024, 1, 18)),
        ("DL07", date(2024, 4, 12), date(2024, 4, 16)),
        ("DL66", date(2024, 4, 15), date(2024, 4, 22)),
    ],
)
def test_the_days_of_story_one(code, start, due):
    assert rule(code).due(start) == due


def test_a_procedural_period_does_not_end_on_a_holiday():
    """2025-08-01 + 2 months is a day of the National Day holiday, which lasts until the 8th."""
    assert rule("DL03").due(date(2025, 8, 1)) == date(2025, 10, 9)
    assert rule("DL04").due(date(2025, 9, 20)) == date(2025, 10, 5), "a local limit does not move"


def test_a_shorter_limit_keeps_its_unit():
    assert rule("DL03").due(date(2023, 11, 10), length=1) == date(2023, 12, 11)  # the 10th: Sunday


def test_every_rule_says_its_basis_and_only_laws_are_statutory():
    assert set(rules()) >= {f"DL{number:02d}" for number in range(1, 61)}
    for one in rules().values():
        assert one.basis_type in ("statute", "standard", "policy", LOCAL), one.code
        assert one.basis and one.what and one.starts, one.code
        assert not (one.is_statutory and one.sure != "S"), one.code
        assert (one.sure == "D") <= (one.basis_type == LOCAL), one.code


def test_only_what_was_seen_in_a_law_is_called_statutory():
    with override("zh-hans"):
        for one in rules().values():
            words = one.basis_in_words()
            assert ("法定" in words) == one.is_statutory, (one.code, words)


def test_a_clock_is_amber_for_fifteen_days_and_red_afterwards():
    due = date(2024, 1, 10)
    assert light(due, date(2023, 12, 25)) == "grn"
    assert light(due, date(2023, 12, 26)) == "amb"
    assert light(due, due) == "amb"
    assert light(due, date(2024, 1, 11)) == "red"
    assert deadlines.AMBER_DAYS == 15
