"""Which column of a sheet is what, guessed from its heading in Chinese or English."""

from __future__ import annotations

import unicodedata

from county.records.lists.registry import KINDS


def plain(heading: str) -> str:
    """A heading without width, case, blanks and marks."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def guess(kind: str, headings: list[str]) -> dict[str, int]:
    """For each field the column that its heading names; the first of two alike."""
    known = {word: field.name for field in KINDS[kind].fields for word in field.headings}
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        name = known.get(plain(heading)) or known.get(plain(heading.partition("(")[0]))
        if name and name not in found:
            found[name] = at
    return found


def lacking(kind: str, mapping: dict[str, int]) -> list[str]:
    """For each thing that is needed and has no column, a heading that it could have."""
    titles = {field.name: field.headings[0] for field in KINDS[kind].fields}
    return [
        titles[group[0]]
        for group in KINDS[kind].needed
        if not any(name in mapping for name in group)
    ]
