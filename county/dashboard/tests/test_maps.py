"""The sketch of the county: cells without gaps, shades without numbers that may not be told."""

import pytest

from county.dashboard.knowledge import SKETCH, cells_of, tone

CENTRES = {
    "001": (120.938, 30.520), "002": (121.010, 30.597), "004": (120.945, 30.435),
    "005": (120.975, 30.553), "101": (120.815, 30.575), "102": (120.765, 30.590),
    "103": (120.868, 30.555), "105": (120.890, 30.365), "106": (120.835, 30.470),
}  # fmt: skip


def area(ring):
    """The surface that a closed ring encloses (the shoelace formula)."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def test_the_cells_fill_the_sketch_and_do_not_overlap():
    cells = cells_of(CENTRES)
    assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in cells.values())
    assert sum(map(area, cells.values())) == pytest.approx(area(SKETCH), rel=2e-3)


def test_each_cell_holds_its_own_centre():
    for code, ring in cells_of(CENTRES).items():
        xs, ys = [x for x, _y in ring], [y for _x, y in ring]
        assert min(xs) < CENTRES[code][0] < max(xs) and min(ys) < CENTRES[code][1] < max(ys)


def test_without_towns_there_are_no_cells():
    assert cells_of({}) == {}


def test_shades_run_from_none_to_the_most_and_hide_what_is_hidden():
    assert [tone(n, 10) for n in (0, 1, 4, 10)] == [0, 1, 2, 5]
    assert tone(None, 10) == -1
    assert tone(0, 0) == 0
