"""The copy that a person reads says what is kept of them in words, not in codes."""

import json

import pytest
from django.utils.translation import override

from county.records.residents.copying import copy_of, readable
from county.records.residents.models import Resident
from county.records.tags.knowledge import tags

pytestmark = pytest.mark.django_db


def test_a_persons_copy_has_tags_and_channels_by_name(phone):
    """(E16) The machine's copy keeps codes and keys; the one for people has neither."""
    clerk = phone(town="330424101", alias="小储")
    clerk.submits("/tags/mine/set/", code="T0302")
    clerk.says("你好，想问居住证")
    copy = copy_of(Resident.objects.get(alias="小储"))
    assert "T0302" in json.dumps(copy, ensure_ascii=False)
    with override("en"):
        lines = [line for part in readable(copy) for row in part["lines"] for line in row]
    words = {words for _title, words in lines}
    assert tags()["T0302"].name_en in words
    assert "the county's page" in words and "你好，想问居住证" in words
    assert not {"T0302", "web"} & words
    assert not any(len(one) == 36 and one.count("-") == 4 for one in words), "no keys"
