"""The library is what was reviewed: 12 groups, 102 tags, nothing forbidden (domain.md §6.7)."""

from county.records.residents.wording import forbidden_in
from county.records.tags.knowledge import library, tags


def test_it_has_twelve_groups_and_a_hundred_and_two_tags():
    counts = [len(group.tags) for group in library()]
    assert counts == [9, 9, 10, 8, 7, 7, 11, 9, 9, 8, 8, 7]
    assert sum(counts) == len(tags()) == 102


def test_nothing_forbidden_is_a_tag():
    """Of the 102, none is refused: neither its name nor its use, in either language (E3) (I3)."""
    words = [
        text for tag in tags().values() for text in (tag.name, tag.name_en, tag.use, tag.use_en)
    ]
    assert len(words) == 408
    assert {text: word for text in words if (word := forbidden_in(text))} == {}


def test_nothing_sensitive_is_shown_outside():
    hidden = {tag.code for tag in tags().values() if not tag.shown_outside}
    assert hidden == {"T0502", "T0506", "T0507", "T0601", "T0602", "T0603", "T0604", "T0605",
                      "T0708", "T1104"}  # fmt: skip
    assert all(tag.code in hidden for tag in tags().values() if tag.level == 3)


def test_every_tag_says_who_sets_it_and_on_what_ground():
    assert {setter for tag in tags().values() for setter in tag.setters} == {"S", "O", "Y"}
    assert [tag.code for tag in tags().values() if not tag.basis.startswith(("C", "SC", "D"))] == []
