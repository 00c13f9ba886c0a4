"""The corpus: what it holds, and that what is measured was never trained on."""

from collections import Counter
from pathlib import Path

import pytest

from county.dimensions.fraud.knowledge import corpus, evaluation
from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.reading import CATEGORIES

DATA = Path(__file__).resolve().parents[4] / "data" / "fraud"
TRAINING, FROZEN = DATA / "training", DATA / "frozen"


@pytest.fixture(scope="module")
def known() -> list[corpus.Item]:
    return corpus.items(TRAINING)


@pytest.fixture(scope="module")
def frozen() -> list[corpus.Item]:
    return corpus.items(FROZEN)


def test_it_is_large_enough(known: list[corpus.Item], frozen: list[corpus.Item]) -> None:
    assert len(known) + len(frozen) >= 4000
    assert len(frozen) >= 600
    assert len(corpus.talks(TRAINING)) + len(corpus.talks(FROZEN)) >= 400


@pytest.mark.parametrize("part", ["known", "frozen"])
def test_every_type_and_intent_is_there(part: str, request: pytest.FixtureRequest) -> None:
    rows = request.getfixturevalue(part)
    count = Counter((one.category, one.intent) for one in rows)
    for category in CATEGORIES:
        for intent in INTENTS:
            assert count[category, intent] >= 3, (category, intent)


def test_no_near_duplicate_crosses(known: list[corpus.Item], frozen: list[corpus.Item]) -> None:
    """Jaccard index of character 3-grams under 0.6, messages and conversations."""
    old = [one.text for one in (*known, *corpus.talks(TRAINING))]
    new = [one.text for one in (*frozen, *corpus.talks(FROZEN))]
    assert corpus.near(old, new) == []


def test_no_family_crosses(known: list[corpus.Item], frozen: list[corpus.Item]) -> None:
    assert {one.family for one in known} & {one.family for one in frozen} == set()


def test_no_message_stands_twice(known: list[corpus.Item], frozen: list[corpus.Item]) -> None:
    texts = [one.text for one in (*known, *frozen)]
    assert len(set(texts)) == len(texts)


def test_the_frozen_part_is_read_no_worse(frozen: list[corpus.Item]) -> None:
    """What docs/fraud-recognition.md reports, with the luck of a few messages to spare."""
    told = evaluation.measure(frozen)
    assert told.recall >= 0.94
    assert told.false_alarms <= 0.05
    assert told.auc >= 0.985
    assert told.intent_f1 >= 0.90
    assert told.category_f1 >= 0.50
    assert told.warnings_flagged <= 0.10
    assert told.victims_told >= 0.90
    assert told.calibration_error <= 0.05


def test_near_duplicates_are_found() -> None:
    old, new = (
        "您的快递丢失了，请加客服微信办理双倍理赔",
        "您的快递丢失了，请加客服微信办理三倍理赔",
    )
    assert corpus.near([old], [new, "今晚吃什么"]) == [(old, new)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("@@ 无此类型 | 家族\n= scam\n你好\n", ":1: a family is"),
        ("@@ 其他 | 家族\n= nothing\n你好\n", ":2: a section is"),
        ("你好\n", ":1: a message before"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "messages.txt").write_text(text, encoding="utf-8")
    with pytest.raises(corpus.BadCorpusError, match=why):
        corpus.items(tmp_path)


def test_a_bad_turn_is_named(tmp_path: Path) -> None:
    (tmp_path / "threads.txt").write_text("@@ 其他 | 家族 | scam\n他: 你好\n", encoding="utf-8")
    with pytest.raises(corpus.BadCorpusError, match=":2: a turn is"):
        corpus.talks(tmp_path)


def test_line_breaks_and_speakers_are_read(tmp_path: Path) -> None:
    (tmp_path / "messages-a.txt").write_text(
        "@@ 其他 | 甲\n= scam\n一行\\n二行\n", encoding="utf-8"
    )
    (item,) = corpus.items(tmp_path)
    assert item == corpus.Item("一行\n二行", "scam", "其他", "甲")
    (tmp_path / "threads-a.txt").write_text(
        "@@ 其他 | 甲 | scam\n对: 在吗\n我: 在\n\n@@ 其他 | 乙 | ordinary\n对：好\n",
        encoding="utf-8",
    )
    first, second = corpus.talks(tmp_path)
    assert [turn.speaker for turn in first.turns] == ["other", "self"]
    assert (second.intent, second.text) == ("ordinary", "好")
