"""No seeded account, invented person or text carries a real person's name from the article (I32).

The names are compared by their digests, so that this repository does not hold them either.
"""

from __future__ import annotations

import hashlib
import re

from county.demo.cast import roles
from county.demo.people import residents
from county.demo.playbook import table
from tests.structure.sources import everything, text

REAL = {
    "8f1efaa12846ca11ee0cd8b2", "4e7f9dacb52bd11c515c718c", "6484ae1697cff0643757b26f",
    "895464f9387210c6306a248e", "744cfe4a08705c219825e744", "86d0207f389bef38f50a4280",
    "fae6946f205ea418c980c11a", "fd70eb1142a009e847f0f67e",
}  # fmt: skip
SHORT = {"a5d3756754770777b00b7745"}
"""A name of two characters, which also stand side by side in ordinary words."""
HAN = re.compile(r"[一-鿿]{3,}")


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:24]


def real_names_in(words: str) -> list[str]:
    """The digests of real names within a text, of three characters."""
    windows = {run[n : n + 3] for run in HAN.findall(words) for n in range(len(run) - 2)}
    return sorted(REAL & set(map(digest, windows)))


def seeded() -> set[str]:
    """Every name that the demonstration gives to somebody."""
    people = {value for one in residents() for value in (one.name, one.alias)}
    firms = {row["name"] for row in table("organisations.toml")["organisation"]}
    return {*people, *firms, *(role.name for role in roles())}


def test_no_seeded_account_carries_a_real_name():
    """(I32) Officers, residents and firms of the demonstration; whole names and parts of them."""
    assert len(seeded()) > 100
    assert [name for name in seeded() if digest(name) in REAL | SHORT or real_names_in(name)] == []


def test_no_text_of_the_repository_names_one():
    """(I32) Scripts, pages, documents, tests."""
    assert len(everything()) > 500
    assert [str(file) for file in everything() if real_names_in(text(file))] == []


def test_a_name_within_a_sentence_would_be_found(monkeypatch):
    monkeypatch.setattr("tests.structure.test_nobody_real_is_seeded.REAL", {digest("某某某")})
    assert real_names_in("社区辅警某某某查看截图") == [digest("某某某")]
    assert real_names_in("社区辅警查看截图") == []
