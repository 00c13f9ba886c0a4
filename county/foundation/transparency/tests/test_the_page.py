"""The public page counts, hides what would show a person, and keeps what it said (E29)."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from county.foundation.audit.models import Block, HoneyHit, Look
from county.foundation.transparency import actions, queries
from county.foundation.transparency.knowledge import K, rounded, shown_with_total, unfair
from county.foundation.transparency.models import Published
from county.foundation.transparency.registry import SECTIONS, Month
from county.kernel import clock

THIS = Month(clock.today().replace(day=1))


@given(st.lists(st.integers(0, 60), max_size=12))
def test_nothing_under_ten_is_shown_or_can_be_reckoned(counts):
    """(E29) Whatever the counts: with the total beside them, at least two and ten are hidden."""
    cells, total = shown_with_total(counts)
    assert all(cell in (None, count) for cell, count in zip(cells, counts, strict=True))
    assert all(cell is None or cell == 0 or cell >= K for cell in cells)
    hidden = [count for count, cell in zip(counts, cells, strict=True) if cell is None]
    if hidden and total is not None:
        assert total == sum(counts)
        assert len(hidden) >= 2 and sum(hidden) >= K
    if not hidden:
        assert total == sum(counts)


def test_one_small_count_takes_the_next_smallest_with_it():
    assert shown_with_total([3, 40, 12, 0]) == ([None, 40, None, 0], 55)
    assert shown_with_total([3, 0, 0]) == ([None, 0, 0], None)
    assert shown_with_total([4, 5, 30]) == ([None, None, None], 39)
    assert shown_with_total([10, 0]) == ([10, 0], 10)


@given(st.integers(0, 500), st.integers(0, 9))
def test_two_months_of_what_there_is_tell_of_nobody(count, more):
    """(E29) What there is now is rounded, so a difference is none or ten."""
    assert rounded(count + more) - rounded(count) in (0, 10)
    assert rounded(count) <= count


def test_a_small_group_has_no_share():
    """(E28)"""
    assert unfair(5, 9, 50, 100) is None
    assert unfair(10, 20, 25, 100) == 2.0


@pytest.mark.django_db
def test_a_month_is_published_once_and_stays_as_it_was():
    """(E29) Each names the one before, so that none can be changed behind everybody's back."""
    first = actions.publish_last_month()
    assert actions.publish_last_month() is None
    second = actions.publish(THIS)
    again = Published.objects.get(pk=first.month)
    assert again.content == first.content
    assert second.digest != first.digest and len(second.digest) == 64
    assert queries.months() == [second.month, first.month]
    assert queries.page_of(f"{first.month:%Y-%m}").pk == first.month
    assert queries.page_of("2026-13").pk == queries.page_of("x").pk == second.month
    assert queries.page_of("0000-01").pk == second.month


@pytest.mark.django_db
def test_everybody_reads_it_in_both_languages_and_finds_nobody():
    """(E29) (E35) A stranger, without a session; small counts are not there."""
    for n in range(3):
        Look.objects.create(by="officer:1", name="沈某某", department="武原派出所",
                            subject=f"resident:{n}", fields="phone", reason="回电")  # fmt: skip
    for n in range(12):
        Look.objects.create(by="officer:2", name="陆某某", department="百步派出所",
                            subject=f"resident:{n}", fields="phone", reason="回电")  # fmt: skip
    assert "尚未公布" in Client().get("/transparency/").content.decode()
    page = actions.publish(THIS)
    text = Client().get("/transparency/").content.decode()
    assert "武原派出所" in text and page.digest in text
    assert "沈某某" not in text and "resident:" not in text and "回电" not in text
    sections = {one["code"]: one for one in queries.read_in(page, "zh-hans")}
    assert sections["looks"]["rows"] == [("武原派出所", [None]), ("百步派出所", [None])]
    assert sections["looks"]["total"] == [15]
    client = Client()
    client.cookies["language"] = "en"
    assert "Looks at private fields" in client.get("/transparency/").content.decode()


@pytest.mark.django_db
def test_reviewers_read_shares_of_groups_and_nothing_else(desk):
    """(E35) (E28) Their post reaches no file; the public page does not show their tables."""
    actions.publish(THIS)
    reviewer = desk("评议员", post="REVIEWER", department="PROC")
    reviewer.goes("/transparency/review/")
    text = reviewer.client.get("/transparency/review/").content.decode()
    assert "按镇街" in text and "性别不予保存" in text
    assert "按镇街" not in Client().get("/transparency/").content.decode()
    for address in ("/residents/", "/tags/oversight/", "/switches/", "/helpdesk/queues/mine/"):
        assert reviewer.client.get(address).status_code == 403
    assert desk("沈警官").client.get("/transparency/review/").status_code == 403


@pytest.mark.django_db
def test_every_section_counts_an_empty_county():
    codes = [section["code"] for section in actions.counted(THIS)]
    assert len(codes) == len(set(codes)) == len(SECTIONS) >= 10


@pytest.mark.django_db
def test_the_page_tells_of_traps_exports_and_the_heads_of_the_chains():
    """(E29) (E35) What E29 names beside the tags; the head proves the log to who keeps the page."""
    look = Look.objects.create(by="officer:1", name="x", department="武原派出所",
                               subject="resident:1", fields="phone", reason="核实")  # fmt: skip
    HoneyHit.objects.create(look=look)
    Block.objects.create(stream="looks", ids=[look.pk], top=look.pk, horizon=1,
                         previous=b"0" * 32, digest=bytes(range(32)))  # fmt: skip
    page = actions.publish(THIS)
    rows = {row[0]: row[1] for part in queries.read_in(page, "en") for row in part["rows"]}
    assert rows["looks at files of nobody, laid out as a trap"] == [1]
    assert rows["lists that left the house"] == [0]
    assert rows["days until the answer, median"] == [0]
    head = bytes(range(32)).hex()
    assert page.content["heads"] == {"looks": head}
    assert head in Client().get("/transparency/").content.decode()
