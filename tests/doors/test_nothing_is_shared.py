"""No department but the police's own reads a resident's data: there is no sharing at all (E20).

So there is no `share` row either; a structure test would be the first thing to change with one.
"""

from __future__ import annotations

import pytest
from django.apps import apps

from county.foundation.staff import actions as staff
from county.foundation.staff.models import Department, Post
from county.kernel.errors import Refused
from county.records.residents.queries import residents_for
from county.records.visits.models import Visit
from county.records.visits.queries import visits_for
from county.site.generated import posts
from tests.doors.test_every_address import (  # noqa: F401 - fixtures
    filled,
    of_a_firm,
    patterns,
    real,
)

OTHERS = [
    ("SC_COUNTER", "SC"), ("PROC_HANDLER", "PROC"), ("PROC_LIAISON", "PROC"), ("EM_OFFICER", "EM"),
    ("REVIEWER", "PROC"),
]  # fmt: skip
TOLD = ("安全账户", "小储", "另一", "第三")
"""What is in the world of these tests: a message's words, and what residents are called."""


@pytest.mark.parametrize(("post", "department"), OTHERS)
def test_another_department_reads_of_nobody_anywhere(real, desk, post, department):  # noqa: F811
    """(E20) Every address of the program, opened from another department's desk."""
    sat = desk("某人", post=post, department=department)
    sat.client.raise_request_exception = False
    opened, shown = 0, []
    for pattern in patterns():
        if "phone/" in pattern or pattern.startswith(("api/", "demo/")):
            continue
        for address in filled(pattern, real):
            answer = sat.client.get(address)
            opened += answer.status_code == 200
            body = b"" if answer.streaming else answer.content
            shown += [(address, word) for word in TOLD if word.encode() in body]
    assert opened >= 5
    assert shown == []
    assert not residents_for(sat.officer).exists()


def test_what_is_looked_for_is_there_to_be_seen(real, desk):  # noqa: F811
    sat = desk("沈警官二")
    sat.goes(f"/helpdesk/conversations/{real['conversation_id']}/")
    assert sat.status == 200 and "安全账户" in sat.page.text_content()


def test_no_post_of_another_department_holds_a_permit_on_residents():
    """(E20) As reviewed in posts.toml: of visits, those to enterprises only (see below).

    The county at a glance shows each figure under its own permit, so its door opens none; a
    department's report is counted with the eyes of its own posts (county.reports.collecting). Of
    incidents others learn how many there were in a month, of few not (domain 7.8).
    """
    held = {post["code"]: set(post["permits"]) for post in posts()}
    for post, _department in OTHERS:
        own = ("enterprises.", "procuracy.", "linkage.")
        rest = {one for one in held[post] if not one.startswith(own)}
        doors = {"dashboard.read", "reports.read", "reports.make", "incidents.counts"}
        assert rest <= {"worklist.use", "transparency.review", "visits.use", *doors}, post


def test_another_department_sees_no_visit_to_a_resident(real, desk):  # noqa: F811
    """(E20) Its officers visit enterprises; whom the police visit is not on their list."""
    for post in ("PROC_HANDLER", "PROC_LIAISON"):
        sat = desk("某人", post=post, department="PROC")
        assert Visit.objects.filter(resident__isnull=False).exists()
        assert not visits_for(sat.officer).filter(resident__isnull=False).exists()
        assert sat.client.get(f"/visits/{real['visit_id']}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("department", ["EM", "PROC", "EDU", "SC"])
def test_neither_a_post_nor_a_key_opens_a_way_round(desk, department):
    """(E20) Whoever appoints or issues keys cannot share by doing so."""
    chief = desk("值班长", post="CMD", department="PSB").officer
    there = Department.objects.get(pk=department)
    with pytest.raises(Refused):
        staff.appoint(username="x", name="x", department=there, by=chief,
                      post=Post.objects.get(pk="PLD_OFFICER"))  # fmt: skip
    with pytest.raises(Refused):
        staff.issue_key(name="x", department=there, permits=["residents.read"], days=1, by=chief)
    key, _secret = staff.issue_key(
        name="x", department=there, permits=["worklist.use"], days=1, by=chief
    )
    assert not residents_for(key).exists()


def test_there_is_no_table_of_shares():
    """(E20) One that came would need its purpose, its law and its end, and this test's reader."""
    assert [m._meta.label for m in apps.get_models() if "share" in m.__name__.lower()] == []
