"""Who lives or works with whom is readable by nothing that tags, selects or scores (E10)."""

from __future__ import annotations

import re

from tests.structure.sources import text, written_by_hand

RELATIONS = re.compile(
    r"\b(HouseholdMember|Household|WorkLink|housemates|roles_of|roles_in|householdmember|worklink"
    r"|models\.homes|queries\.homes)\b"
)
NEVER = ("tags", "audiences", "outreach", "fraud", "contacts", "linkage", "dashboard")
"""Apps that tag people, choose them, or speak to many."""


def test_nothing_that_tags_or_selects_reads_who_lives_or_works_together():
    """Automatic inference from contacts is impossible: no path is readable there (E10)."""
    wrong = [
        (str(file), found.group())
        for file in written_by_hand(".py", ".html")
        if set(file.parts[:-1]) & set(NEVER)
        for found in RELATIONS.finditer(text(file))
    ]
    assert wrong == []


def test_the_apps_that_are_watched_exist():
    parts = {part for file in written_by_hand(".py") for part in file.parts}
    assert {"tags", "fraud", "contacts", "linkage"} <= parts
    assert any(RELATIONS.search(text(file)) for file in written_by_hand(".py"))
