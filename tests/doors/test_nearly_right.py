"""Every form of the program, filled in as it should be but for one field."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.http import QueryDict

from tests.doors.bad import TEXTS, encoded
from tests.doors.test_every_address import doors, filled, of_a_firm, opens, real

__all__ = ["of_a_firm", "real"]
NEARLY = ["NUL", "only NUL", "long", "surrogate", "big", "nan", "float", "moment"]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the fields that a view has asked for."""
    names: set[str] = set()

    def noting(plain: Any) -> Any:
        def noted(self: Any, name: str, *more: Any) -> Any:
            names.add(name)
            return plain(self, name, *more)

        return noted

    for way in ("__getitem__", "__contains__", "get", "getlist"):
        monkeypatch.setattr(QueryDict, way, noting(getattr(QueryDict, way)))
    return names


def test_nothing_breaks_when_what_is_posted_is_nearly_right(real, desk, read):
    """Each field that is read is bad, alone; the others are as an officer would fill them in."""
    chief = desk("值班长", post="CMD", department="PSB")
    chief.client.raise_request_exception = False
    good = {
        "text": "好", "reason": "核实", "officer": str(chief.officer.pk), "kind": "help",
        "topic": "fraud", "priority": "2", "result": "solved", "money": "kept", "verb": "send",
        "category": "冒充领导熟人", "amount": "5", "bank": "b", "account": "1234567", "title": "t",
        "question": "q", "rule": "r", "expires_on": "2027-01-01", "area_code": "330424001",
        "starts_at": "2026-11-26T08:00", "ends_at": "2026-11-26T16:00", "name": "n", "days": "3",
        "department": "PSB", "post": "PLD_AUX", "permits": "helpdesk.read", "username": "u",
        "password": "a" * 14, "case_number": "A1", "link": "direct", "outcome": "x",
        "leaving": str(chief.officer.pk), "to": str(chief.officer.pk), "rating": "5",
        "office": "12345", "way": "phone", "receipt": "T-1", "what": "请协助", "words": "请办",
        "delegate": str(chief.officer.pk), "from_on": "2026-11-26", "until_on": "2026-11-27",
        "begins": "22:00", "ends": "07:00",
    }  # fmt: skip
    chance, broken, fields = random.Random(4), [], 0
    for pattern, view in doors():
        if "phone/" in pattern or pattern.startswith("api/") or not opens(view, chief.officer):
            continue
        address = filled(pattern, real)[0]
        read.clear()
        chief.client.post(address, good)
        asked_for = [field for field in good if field in read]
        fields += len(asked_for)
        for field in asked_for:
            for name in chance.sample(NEARLY, 2):
                form = {**good, field: encoded(TEXTS[name])[:9000]}
                answer = chief.client.post(address, form)
                if answer.status_code >= 500:
                    broken.append((address, field, name))
    assert broken == []
    assert fields > 100
