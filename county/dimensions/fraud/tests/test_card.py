"""The trained model's card is shown as it is written, and its absence is said."""

import pytest

from county.dimensions.fraud.knowledge.card import card
from county.dimensions.fraud.views import learning

WRITTEN = """
version = "2026.12.01"
trained_at = 2026-12-01
examples = 5210
families = 300
limits = ["Chinese first.", "One author."]
[by_intent]
scam = 2000
[figures]
recall = 0.96123
auc = 0.991
unheard_of = 3
"""


@pytest.fixture
def written(tmp_path):
    file = tmp_path / "card.toml"
    file.write_text(WRITTEN, "utf-8")
    return file


def test_a_card_says_version_data_figures_and_limits(written):
    one = card(written)
    assert (one.version, one.trained_at, one.examples) == ("2026.12.01", "2026-12-01", "5210")
    assert one.figures == (("recall", "0.9612"), ("auc", "0.991"), ("unheard_of", "3"))
    assert one.limits == ("Chinese first.", "One author.")


@pytest.mark.parametrize("text", ["", "version = ", "figures = 3\nlimits = 4"])
def test_a_card_that_is_odd_breaks_nothing(tmp_path, text):
    file = tmp_path / "card.toml"
    file.write_text(text, "utf-8")
    found = card(file)
    assert found is None or found.figures == ()
    assert card(tmp_path / "none.toml") is None


@pytest.mark.parametrize("there", [True, False])
def test_the_page_shows_the_card_or_says_that_patterns_work_alone(
    written, desk, monkeypatch, there
):
    found = card(written) if there else None
    monkeypatch.setattr(learning, "card", lambda: found)
    cmd = desk("反诈", post="FRAUD_DESK", department="PSB")
    cmd.goes("/fraud/learning/")
    box = cmd.sees(".card-box")[0]
    assert ("5210" in box) is there
    assert ("scams found" in box or "0.9612" in box) is there
    cmd.submits("/language/", language="en", next="/fraud/learning/")
    assert ("patterns alone read" in cmd.sees(".card-box")[0]) is not there
