"""In the county's own messages only the county's own pages can be tapped."""

import pytest

from county.design.jinja import linked


@pytest.fixture(autouse=True)
def address(settings):
    settings.SIWEI_ADDRESS = "https://xw.example.gov.cn"


def test_our_page_can_be_tapped_though_no_space_stands_before_it():
    told = linked("详情：https://xw.example.gov.cn/outreach/n/aB3_-x9Q/")
    assert '<a href="/outreach/n/aB3_-x9Q/">' in told
    assert ">https://xw.example.gov.cn/outreach/n/aB3_-x9Q/</a>" in told


def test_nobody_elses_page_can():
    for text in (
        "https://evil.example/outreach/n/x/", "http://xw.example.gov.cn/n/",
        "https://xw.example.gov.cn.evil.example/", "javascript:alert(1)",
    ):  # fmt: skip
        assert "<a" not in linked(text), text


def test_everything_else_stays_text():
    assert linked('<b onclick="x">&') == "&lt;b onclick=&#34;x&#34;&gt;&amp;"
    assert '"><script' not in linked('https://xw.example.gov.cn/a/"><script>')
