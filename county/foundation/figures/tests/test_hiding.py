"""(I31) Few are not told, and neither is what would tell them by subtraction."""

from datetime import date

import pytest

from county.foundation.figures.queries import Reading, hidden
from county.foundation.figures.registry import FIGURES, Figure, lend


def test_cells_of_few_are_hidden():
    assert hidden({"a": 4, "b": 2, "c": 9, "d": 5}, 5) == {"a": None, "b": None, "c": 9, "d": 5}


def test_one_hidden_cell_takes_the_next_smallest_with_it():
    """Else the sum of all towns would tell it."""
    assert hidden({"a": 4, "b": 6, "c": 9}, 5) == {"a": None, "b": None, "c": 9}
    assert hidden({"a": 4}, 5) == {"a": None}


def test_a_month_is_hidden_as_a_town_is():
    """A total beside its months would tell the one that is missing."""
    first, second, third = (date(2026, month, 1) for month in (3, 4, 5))
    told = hidden({first: 2, second: 8, third: 30}, 3)
    assert told == {first: None, second: None, third: 30}


def test_enough_in_each_cell_hides_nothing():
    assert hidden({"a": 5, "b": 6}, 5) == {"a": 5, "b": 6}
    assert hidden({}, 5) == {}


def test_a_share_and_a_change_are_told_only_of_something():
    assert Reading(1, 3).percent == 33
    assert Reading(0, 0).percent is None
    assert Reading(5).percent is None
    assert Reading(6, before=4).change == 50
    assert Reading(6, before=0).change is None
    assert Reading(None, before=4).change is None


def test_a_code_stands_once(monkeypatch):
    one = Figure("X1", "t", "d", "u", "g", "p.read", lambda holder, period: None)
    monkeypatch.setattr("county.foundation.figures.registry.FIGURES", dict(FIGURES))
    lend(one)
    with pytest.raises(ValueError, match="X1"):
        lend(one)


def test_a_figure_counts_its_rows_unless_it_says_otherwise():
    assert FIGURES["S10"].counts_rows
    assert not FIGURES["S11"].counts_rows
