"""The enterprise's one page, and the officers' page of an enterprise, tell of law by panels."""

import pytest

from county.dimensions.procuracy.actions import issuing
from county.kernel import clock

pytestmark = pytest.mark.django_db


def test_both_pages_tell_of_suggestions_and_orders(
    speaker, on_phone, ordered, to_issue, people, prosecutor, client
):
    person = speaker()
    letter = issuing.issue(to_issue(organisation=person.organisation), by=people["manager"])
    mine = on_phone(person)
    mine.goes("/firm/")
    assert letter.number not in mine.page.text_content(), "not before it was delivered"
    issuing.deliver(
        letter, how="written", on=clock.today(), receiver="收发室", by=people["handler"]
    )
    placed = ordered(by=person)
    mine.goes("/firm/")
    page = mine.page.text_content()
    assert letter.number in page and placed.version.title in page
    liaison = prosecutor()
    liaison.goes(f"/enterprises/{person.organisation_id}/")
    page = liaison.page.text_content()
    assert letter.number in page and placed.version.title in page
    elsewhere = prosecutor(areas=["330424101"])
    elsewhere.goes(f"/enterprises/{person.organisation_id}/")
    page = elsewhere.page.text_content()
    assert letter.number not in page and placed.version.title not in page
