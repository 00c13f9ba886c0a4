"""What a letter must contain and may not say."""

import pytest

from county.dimensions.procuracy.knowledge import letters
from county.dimensions.procuracy.knowledge.letters import Suggested, faults, suspects_named

PARTS = {"origin": "办案发现。", "facts": "装卸环节失窃。", "faults": "计量管理有漏洞。"}
ITEM = Suggested("建议完善地磅计量复核。", "企业内部治安保卫条例第七条")


def where(found):
    return [one.part for one in found]


def test_a_whole_letter_has_no_fault():
    assert faults(PARTS, [ITEM], contact="蒋检察官") == []


def test_each_part_that_is_missing_is_named():
    assert where(faults({}, [], contact="")) == ["origin", "facts", "faults", "items", "contact"]


@pytest.mark.parametrize("word", letters.ORDERS)
def test_a_suggestion_does_not_order(word):
    assert where(faults({**PARTS, "faults": f"{word}停产"}, [ITEM], contact="甲")) == ["faults"]


def test_an_item_suggests_and_has_its_basis():
    found = faults(PARTS, [Suggested("完善制度。", ""), ITEM], contact="甲")
    assert where(found) == ["item_1", "item_1"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("犯罪嫌疑人王小明窃取原料", ["王小明"]),
        ("被告人王小明，男", ["王小明"]),
        ("被告人王小明盗窃原料", ["王小明"]),
        ("嫌疑人李四、张三", ["李四"]),
        ("被告人张某等人", []),
        ("犯罪嫌疑人陈某某，男", []),
        ("涉案人员百余名均已到案", []),
        ("被不起诉人甲、乙", []),
        ("有涉案人员供述、地磅记录等证据证实", []),
    ],
)
def test_a_suspects_full_name_is_seen(text, names):
    assert suspects_named(text)[:1] == names


def test_trade_secrets_leave_copies():
    text = "日产一号催化剂3吨，配方A由乙车间掌握"
    assert letters.without_secrets(text, "一号催化剂\n配方A\n\n") == "日产××3吨，××由乙车间掌握"
    assert letters.without_secrets(text, "") == text


@pytest.mark.parametrize(
    ("level", "region", "involved", "needed"),
    [
        ("county", "330424", False, False),
        ("city", "330424", False, True),
        ("county", "330402", False, True),
        ("city", "330400", True, False),
        ("town", "330424", False, True),
    ],
)
def test_whom_a_letter_may_not_reach_directly(level, region, involved, needed):
    assert letters.needs_route(level=level, region=region, involved=involved) is needed
