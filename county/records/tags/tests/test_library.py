"""The library is what was reviewed: 12 groups, 102 tags, nothing forbidden (domain.md §6.7)."""

from county.records.residents.wording import forbidden_in
from county.records.tags.knowledge import library, tags


def test_it_has_twelve_groups_and_a_hundred_and_two_tags():
    """(I1) As many in each group as the seed has."""
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


def test_only_what_restricts_us_never_ends():
    """(E8) Every other kind has a last day."""
    assert {tag.code for tag in tags().values() if not tag.days} == {"T0109", "T1202", "T1204"}


def test_of_some_tags_a_person_has_one():
    sets: dict[str, list[str]] = {}
    for tag in tags().values():
        sets.setdefault(tag.one_of, []).append(tag.code)
    assert {name: codes for name, codes in sets.items() if name} == {
        "channel": ["T0101", "T0102"],
        "household": ["T0201", "T0202"],
        "identity": ["T1201", "T1202"],
        "reminders": ["T1203", "T1204"],
    }


def test_what_is_sensitive_is_of_class_c_and_no_machine_derives_it():
    """(E1) Stated by the person or an officer; only the system's own kinds are derived."""
    class_c = {tag.code for tag in tags().values() if tag.grade == "C"}
    assert class_c == {tag.code for tag in tags().values() if tag.level == 3}
    derived = {tag.code for tag in tags().values() if tag.derived}
    assert derived & class_c == set()
    assert len(class_c) == 9 and len(derived) == 9
