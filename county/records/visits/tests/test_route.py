"""A day's stops are put into a short order."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from county.records.visits.knowledge import distance, length, route

POINT = st.tuples(st.floats(120.7, 121.1), st.floats(30.3, 30.6))


def test_a_crossing_is_taken_out():
    square = [(120.9, 30.4), (121.0, 30.5), (121.0, 30.4), (120.9, 30.5)]
    order = route(square)
    assert order[0] == 0
    assert length(square, order) < length(square, [0, 1, 2, 3])
    assert length(square, order) == min(
        length(square, (0, *rest)) for rest in permutations([1, 2, 3])
    )


def test_the_start_is_where_the_round_begins():
    points = [(120.95, 30.5), (120.90, 30.5), (120.85, 30.5)]
    assert route(points, (121.0, 30.5)) == [0, 1, 2]
    assert route(points, (120.8, 30.5)) == [2, 1, 0]
    assert route([]) == []


def test_kilometres_are_those_of_the_county():
    assert 9.0 < distance((120.90, 30.5), (121.00, 30.5)) < 10.0
    assert 11.0 < distance((120.90, 30.4), (120.90, 30.5)) < 11.3


@given(st.lists(POINT, max_size=9), st.none() | POINT)
def test_every_stop_is_there_once_and_no_turn_makes_it_shorter(points, start):
    order = route(points, start)
    assert sorted(order) == list(range(len(points)))
    best = length(points, order, start)
    for first in range(len(order)):
        for last in range(first + 1, len(order)):
            turned = order[:first] + order[first : last + 1][::-1] + order[last + 1 :]
            assert length(points, turned, start) >= best - 1e-6
