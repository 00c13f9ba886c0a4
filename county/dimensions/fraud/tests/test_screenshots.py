"""A dozen drawn screenshots are read; `siwei bench screenshots` reads two hundred."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from county.design.mockups import looks
from county.design.mockups.judging import Marks, counted, marks
from county.design.mockups.talks import Picture, pictures, read_talks
from county.dimensions.fraud.knowledge.ocr_worker import OcrWorker

TALKS = Path(__file__).parents[4] / "data" / "fraud" / "talks.txt"
COUNT = 12


@pytest.fixture(scope="module")
def drawn() -> list[Picture]:
    families = looks.present()
    assert families, f"install fonts: {', '.join(looks.missing())}"
    return list(pictures(read_talks(TALKS), families, COUNT, seed=11))


@pytest.fixture(scope="module")
def worker() -> Iterator[OcrWorker]:
    one = OcrWorker()
    yield one
    one.close()


def test_the_talks_are_many_and_whole() -> None:
    talks = read_talks(TALKS)
    assert len(talks) >= 60
    assert len({talk.turns for talk in talks}) == len(talks)
    assert all({who for who, _text in talk.turns} == {"other", "self"} for talk in talks)


def test_each_way_is_read_with_its_speakers(drawn: list[Picture], worker: OcrWorker) -> None:
    found: dict[bool, list[Marks]] = {True: [], False: []}
    for picture in drawn:
        told = [(line.speaker, line.text) for line in worker.read(picture.data).lines]
        found[picture.way == "photographed"].append(marks(picture.turns, told))
    for photographed, most in ((False, 0.05), (True, 0.15)):
        part = found[photographed]
        assert sum(one.edits for one in part) <= most * sum(one.characters for one in part)
        assert sum(one.right for one in part) >= 0.9 * sum(one.turns for one in part)


def test_the_marks_count_what_differs() -> None:
    truth = [("other", "转 38 万😊过来"), ("self", "好的")]
    assert counted(truth[0][1]) == "转38万过来"
    assert marks(truth, truth) == Marks(8, 0, 2, 2)
    assert marks(truth, [("other", "转33万过来"), ("other", "好的")]) == Marks(8, 1, 2, 1)
    assert marks(truth, [("none", "转38万过来"), ("self", "好的")]) == Marks(8, 6, 2, 1)
    assert marks(truth, [("self", "项目群"), *truth]) == Marks(8, 3, 2, 2)
    assert marks(truth, []) == Marks(8, 8, 2, 0)
