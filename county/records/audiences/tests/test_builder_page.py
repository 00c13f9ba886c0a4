"""The builder's page: conditions are added before there is a title, and Enter saves."""

from __future__ import annotations

import pytest
from lxml import html

pytestmark = pytest.mark.django_db


def test_a_condition_is_added_before_there_is_a_title(desk):
    page = html.fromstring(desk("沈警官").client.get("/audiences/new/").content)
    buttons = page.xpath("//form[@id='builder']//button")
    steps = [one for one in buttons if one.get("name") == "op"]
    assert len(steps) == 2
    assert all(one.get("formnovalidate") is not None for one in steps)


def test_enter_saves_and_takes_no_condition_away(desk):
    page = html.fromstring(desk("沈警官").client.get("/audiences/new/").content)
    assert page.xpath("//form[@id='builder']//button")[0].get("formaction") == "/audiences/save/"
