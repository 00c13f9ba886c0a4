"""Which counts may be shown, so that nobody is found in them (security.md E29: k of ten)."""

from __future__ import annotations

from collections.abc import Sequence

K = 10
"""A count of fewer is not shown."""
LEAST_HIDDEN = 2
"""With a total beside them, at least so many counts are hidden, or one could be reckoned."""
FAIR = (0.8, 1.25)
"""A group's share of the whole's, beyond which a written explanation is due (E28)."""


def shown(counts: Sequence[int]) -> list[int | None]:
    """The counts with None for those under ten, where no total stands beside them."""
    return [count if count == 0 or count >= K else None for count in counts]


def shown_with_total(counts: Sequence[int]) -> tuple[list[int | None], int | None]:
    """The counts and their total, so that what is hidden cannot be reckoned from what is shown.

    Of what is hidden there are always at least two, and ten together; where that cannot be, the
    total is hidden as well.
    """
    cells, total = shown(counts), sum(counts)
    if all(cell is not None for cell in cells):
        return cells, total
    by_size = sorted((n for n, cell in enumerate(cells) if cell), key=lambda n: counts[n])
    while _too_few(counts, cells):
        if not by_size:
            return cells, None
        cells[by_size.pop(0)] = None
    return cells, total


def _too_few(counts: Sequence[int], cells: Sequence[int | None]) -> bool:
    hidden = [count for count, cell in zip(counts, cells, strict=True) if cell is None]
    return len(hidden) < LEAST_HIDDEN or sum(hidden) < K


def rounded(count: int) -> int:
    """A number of what there is now, to the ten below: two months' difference tells of nobody."""
    return count - count % K


def unfair(part: int, people: int, all_parts: int, all_people: int) -> float | None:
    """How many times the county's share a group has; None for a group under ten."""
    if people < K or not all_people or not all_parts:
        return None
    return round((part / people) / (all_parts / all_people), 2)
