"""Numbers are given once and without gaps, also when fifty are taken at once (invariant 13)."""

import pytest
from django.db import IntegrityError, transaction

from county.dimensions.procuracy.actions import issuing
from county.dimensions.procuracy.knowledge import numbering
from county.dimensions.procuracy.models import Series, Suggestion
from county.dimensions.procuracy.tests.making import signed
from county.kernel import clock
from county.kernel.flow import IllegalMove


class UndoneError(Exception):
    """What makes a transaction roll back after its number was taken."""


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_rollbacks_leave_no_gap(people, monkeypatch, all_at_once):
    """Every third fails after its number was taken: its number goes to the next."""
    monkeypatch.setattr(issuing.documents, "issue", lambda *_args, **_more: Paper())
    letters = [signed(people) for _number in range(50)]

    def issue(at, letter):
        with transaction.atomic():
            issuing.issue(letter, by=people["manager"])
            if at % 3 == 0:
                raise UndoneError

    ends = all_at_once(*(lambda at=at, one=one: issue(at, one) for at, one in enumerate(letters)))
    assert sum(isinstance(end, UndoneError) for end in ends) == 17
    assert [
        end for end in ends if isinstance(end, Exception) and not isinstance(end, UndoneError)
    ] == []
    taken = Suggestion.objects.filter(number__isnull=False).values_list("sequence", flat=True)
    assert sorted(taken) == list(range(1, 34))
    for at, letter in enumerate(letters):
        if at % 3 == 0:
            issuing.issue(letter, by=people["manager"])
    taken = Suggestion.objects.values_list("sequence", flat=True)
    assert sorted(taken) == list(range(1, 51))


class Paper:
    code = "X"


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_number_one_letter_one_does(people, monkeypatch, all_at_once):
    monkeypatch.setattr(issuing.documents, "issue", lambda *_args, **_more: Paper())
    letter = signed(people)
    ends = all_at_once(*[lambda: issuing.issue(letter, by=people["manager"])] * 10)
    assert sum(isinstance(end, Suggestion) for end in ends) == 1
    assert all(isinstance(end, IllegalMove) for end in ends if not isinstance(end, Suggestion))
    assert Series.objects.get().last == 1


@pytest.mark.django_db
def test_a_withdrawn_letter_keeps_its_number(to_issue, people):
    first, second = to_issue(), to_issue()
    issuing.issue(first, by=people["manager"])
    issuing.correct_from_above(first, words="上级院指令撤回", by=people["chief"])
    issuing.issue(second, by=people["manager"])
    first.refresh_from_db()
    second.refresh_from_db()
    year = clock.today().year
    assert first.number == numbering.number("4", year, 1)
    assert (first.state, second.sequence) == ("withdrawn", 2)


@pytest.mark.django_db
def test_the_database_knows_no_second_number(to_issue, people):
    one, other = to_issue(), to_issue()
    issuing.issue(one, by=people["manager"])
    kept = Suggestion.objects.get(pk=one.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=other.pk).update(
            year=kept.year, sequence=kept.sequence, number="另一号", issued_at=kept.issued_at
        )


@pytest.mark.django_db
def test_numbers_count_on_from_paper(to_issue, people):
    year = clock.today().year
    issuing.open_series(kind="4", year=year, last_on_paper=11, by=people["manager"])
    issued = issuing.issue(to_issue(), by=people["manager"])
    assert issued.number == f"盐检建〔{year}〕12号"


@pytest.mark.django_db
def test_the_reader_of_a_withdrawn_letter_hears_of_it(to_issue, people, client):
    letter = issuing.issue(to_issue(), by=people["manager"])
    code = letter.letter_set.get().paper_code
    assert "盐检建" in client.get(f"/check/{code}/").content.decode()
    issuing.correct_from_above(letter, words="上级院指令撤回", by=people["chief"])
    page = client.get(f"/check/{code}/").content.decode()
    assert "已撤回" in page or "已作废" in page or "withdrawn" in page


def test_an_amended_letter_bears_its_version():
    assert numbering.of_version("盐检建〔2023〕12号", 1) == "盐检建〔2023〕12号"
    assert numbering.of_version("盐检建〔2023〕12号", 2) == "盐检建〔2023〕12号-改1"
