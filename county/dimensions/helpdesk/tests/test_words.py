"""What becomes a link on the resident's page: this installation's own addresses, nothing else."""

from __future__ import annotations

import pytest

from county.dimensions.helpdesk.panels import linked

OURS = "https://jing.example"


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.SIWEI_ADDRESS = OURS


def test_a_notice_leads_to_its_page():
    assert linked(f"详情：{OURS}/outreach/n/P1eh-aify/") == (
        f'详情：<a href="{OURS}/outreach/n/P1eh-aify/">{OURS}/outreach/n/P1eh-aify/</a>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/outreach/n/x/",
        f"{OURS}.evil.example/n/x/",
        "javascript:alert(1)",
    ],
)
def test_nobody_elses_address_becomes_a_link(text):
    assert "<a" not in linked(text)


def test_what_was_typed_stays_text():
    assert linked(f'<b>{OURS}/a"b</b>') == (
        f'&lt;b&gt;<a href="{OURS}/a">{OURS}/a</a>&#34;b&lt;/b&gt;'
    )


def test_without_an_own_address_nothing_is_linked(settings):
    settings.SIWEI_ADDRESS = ""
    assert linked("/outreach/n/x/") == "/outreach/n/x/"
