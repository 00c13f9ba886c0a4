"""What is trained is shipped only if it reads no worse; its parts do what they say."""

from pathlib import Path

import numpy as np
import pytest

from county.dimensions.fraud.knowledge import evaluation
from county.dimensions.fraud.knowledge.features import BINS, grams
from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.model import model, softmax
from county.dimensions.fraud.knowledge.reading import CATEGORIES
from county.dimensions.fraud.knowledge.tokens import Pieces
from county.dimensions.fraud.knowledge.training import card, gate

LARGEST = 25_000_000


def figures(**changed: float) -> evaluation.Figures:
    known = {
        "messages": 600, "recall": 0.9, "false_alarms": 0.04, "recall_at_most": 0.9,
        "unsure": 0.05, "auc": 0.97, "category_f1": 0.85, "intent_f1": 0.85,
        "warnings_flagged": 0.05, "victims_told": 0.9, "calibration_error": 0.03,
    }  # fmt: skip
    return evaluation.Figures(**{**known, **changed})  # type: ignore[arg-type]


def made(folder: Path, mark: str, **changed: float) -> Path:
    """A folder with a model's card, and a file by which it is known."""
    folder.mkdir()
    (folder / "mark").write_text(mark)
    card.write(folder, [0, 1, 4], 2, figures(**changed))
    return folder


def test_the_first_model_is_shipped(tmp_path: Path) -> None:
    said: list[str] = []
    assert gate.ship(made(tmp_path / "new", "new"), tmp_path / "place", told=said.append)
    assert (tmp_path / "place" / "mark").read_text() == "new"


@pytest.mark.parametrize(
    "changed",
    [{"auc": 0.96}, {"recall_at_most": 0.88}, {"warnings_flagged": 0.09}, {"victims_told": 0.8},
     {"category_f1": 0.8}, {"intent_f1": 0.8}, {"calibration_error": 0.06}],
)  # fmt: skip
def test_a_worse_model_is_refused_and_said_to_be(tmp_path: Path, changed: dict[str, float]) -> None:
    place = made(tmp_path / "place", "old")
    new = made(tmp_path / "new", "new", **changed)
    said: list[str] = []
    assert not gate.ship(new, place, told=said.append)
    assert (place / "mark").read_text() == "old"
    assert any(next(iter(changed)) in line for line in said)
    assert gate.ship(new, place, anyway=True, told=said.append)
    assert (place / "mark").read_text() == "new"


def test_a_better_model_takes_its_place(tmp_path: Path) -> None:
    place = made(tmp_path / "place", "old")
    assert gate.ship(made(tmp_path / "new", "new", auc=0.98), place, told=[].append)
    assert (place / "mark").read_text() == "new"


def test_the_shipped_model_has_a_card_and_is_small() -> None:
    trained = model()
    assert trained is not None
    assert trained.card["figures"]["messages"] >= 600
    assert trained.card["limits"]
    files = list((Path(card.__file__).parents[1] / "model").glob("*"))
    assert sum(file.stat().st_size for file in files) <= LARGEST


def test_ngrams_are_scaled_and_in_bounds() -> None:
    bins, values = grams("转账转账")
    assert bins.min() >= 0 and bins.max() < BINS
    assert len(set(bins.tolist())) == len(bins) == 6
    assert float(np.linalg.norm(values)) == pytest.approx(1.0)
    assert len(grams("")[0]) == 0


def test_the_likeliest_pieces_are_found_and_unknown_signs_are_no_obstacle() -> None:
    pieces = Pieces.of(
        ["<unk>", "▁", "转", "账", "转账", "钱"], [0.0, -1.0, -3.0, -3.0, -4.0, -3.0]
    )
    assert pieces.cut("转账") == [1, 4]
    assert pieces.cut("账转") == [1, 3, 2]
    assert pieces.cut("转☂钱") == [1, 2, 0, 5]
    assert pieces.cut("") == [1]


@pytest.mark.parametrize("text", ["", "转", "转账" * 4000, "😀" * 500, "\n\n"])
def test_every_text_has_an_opinion(text: str) -> None:
    trained = model()
    assert trained is not None
    for reader in (trained.linear, trained.encoder):
        odds = reader(text)
        assert odds.shape == (len(INTENTS) + len(CATEGORIES),)
        assert np.isfinite(odds).all()
    assert softmax(odds).sum() == pytest.approx(1.0)
