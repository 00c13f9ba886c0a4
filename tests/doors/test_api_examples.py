"""Every example of docs/api.md and docs/api.zh-CN.md is what the server really does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from county.foundation.approvals import actions as approvals
from county.foundation.approvals.models import Approval
from county.foundation.outside.actions import partners
from county.foundation.staff import actions as staff
from county.foundation.staff import queries as known
from county.foundation.staff.models import Department
from county.kernel import limits

EXAMPLE = re.compile(r"```http\n(?P<asked>.*?)```\n```json\n(?P<answered>.*?)```", re.DOTALL)
PAGES = ("docs/api.md", "docs/api.zh-CN.md")


def examples(page: str) -> list[tuple[str, Any]]:
    text = (Path(settings.ROOT) / page).read_text(encoding="utf-8")
    return [(m["asked"], json.loads(m["answered"])) for m in EXAMPLE.finditer(text)]


def ask(asked: str) -> Any:
    """Send it as it stands."""
    head, _blank, body = asked.partition("\n\n")
    first, *lines = head.splitlines()
    verb, address = first.split(" ", 1)
    headers = dict(line.split(": ", 1) for line in lines)
    client, more = Client(raise_request_exception=False), {}
    if "Authorization" in headers:
        more["HTTP_AUTHORIZATION"] = headers["Authorization"]
    return client.generic(
        verb, address, body.strip().encode(),
        content_type=headers.get("Content-Type", "application/octet-stream"), **more,
    )  # fmt: skip


def holds(answered: Any, promised: Any) -> bool:
    """Whether the answer holds at least what is promised."""
    if promised == "…":
        return answered not in (None, "")
    if isinstance(promised, dict):
        return isinstance(answered, dict) and all(
            name in answered and holds(answered[name], value) for name, value in promised.items()
        )
    if isinstance(promised, list):
        return (
            isinstance(answered, list)
            and len(answered) == len(promised)
            and all(map(holds, answered, promised))
        )
    return bool(answered == promised)


@pytest.fixture
def keys(desk: Any) -> dict[str, str]:
    chief = desk("值班长", post="CMD", department="PSB").officer
    dpo = desk("数据办", post="DPO", department="DPO").officer
    psb = Department.objects.get(pk="PSB")
    partner = partners.propose(
        name="基层治理平台", contact="演示", purpose="事件对接", basis="演示协议", department=psb,
        permits=["outside.report"], days=30, by=chief,
    )  # fmt: skip
    approvals.decide(Approval.objects.get(), granted=True, by=dpo)
    _key, desk_key = staff.issue_key(
        name="小程序", department=psb, permits=["conversations.receive", "helpdesk.read"], days=30,
        by=chief,
    )  # fmt: skip
    known._known.clear()
    limits.forget_all()
    return {"{key}": partners.admit(partner, by=chief), "{desk_key}": desk_key}


@pytest.mark.parametrize("page", PAGES)
def test_every_example_does_what_it_says(page, keys):
    found = examples(page)
    assert len(found) >= 11
    for asked, promised in found:
        for name, secret in keys.items():
            asked = asked.replace(name, secret)
        answer = ask(asked)
        assert answer.status_code == promised["status"], (asked, answer.content.decode())
        assert holds(answer.json(), promised["body"]), (asked, answer.content.decode())


def test_both_languages_hold_the_same_examples():
    assert examples(PAGES[0]) == examples(PAGES[1])


def test_a_promise_that_is_not_kept_is_found():
    assert holds({"a": 1, "b": [{"c": "x"}]}, {"b": [{"c": "…"}]})
    for answered in ({"b": []}, {"b": [{"c": ""}]}, {"b": [{}]}, {}):
        assert not holds(answered, {"b": [{"c": "…"}]})
