"""A link that is left out would not have opened, and one that is shown opens (my day, the bell)."""

from __future__ import annotations

import pytest

from county.foundation.audit.links import open_links
from county.foundation.audit.naming import OPENERS
from tests.doors.test_every_address import (  # noqa: F401 - fixtures
    filled,
    of_a_firm,
    patterns,
    real,
)

POSTS = [
    ("PLD_OFFICER", "PS101"),
    ("FRAUD_DESK", "FRAUD"),
    ("PROC_HANDLER", "PROC"),
    ("DPO", "DPO"),
]


def named(pattern: str) -> set[str]:
    """The kinds of records that a pattern's address names."""
    parts = [part.strip("<>").partition(":")[2] for part in pattern.split("/") if "<" in part]
    return {part.removesuffix("_id") for part in parts if part.endswith("_id")}


@pytest.mark.parametrize(("post", "department"), POSTS)
def test_what_is_left_out_would_not_open_and_what_is_shown_does(real, desk, post, department):  # noqa: F811
    sat = desk("某人", post=post, department=department)
    sat.client.raise_request_exception = False
    shown_and_shut, hidden_and_open, looked_at = [], [], 0
    for pattern in patterns():
        if (
            "phone/" in pattern
            or "photo/" in pattern
            or pattern.startswith(("api/", "demo/", "firm/", "procuracy/firm/"))
        ):
            continue
        known = named(pattern)
        for one in filled(pattern, real):
            status = sat.client.get(one).status_code
            if status not in (200, 403, 404):
                continue  # for posting only, or leads elsewhere
            looked_at += 1
            leads = one in open_links(sat.officer, [one])
            if not leads and status == 200:
                hidden_and_open.append(one)
            if leads and status != 200 and known and known <= set(OPENERS):
                shown_and_shut.append((one, status))
    assert looked_at > 60
    assert hidden_and_open == []
    assert shown_and_shut == []


@pytest.mark.parametrize(
    "address", ["", "/", "//evil.example/", "/nowhere/", "https://evil.example/", "/desk/\x00", "x"]
)
def test_what_is_no_page_of_ours_is_no_link(desk, address):
    leads = open_links(desk("沈警官").officer, [address])
    assert leads == ({"/"} if address == "/" else set())
