"""From the corpus to model files: train, blend, choose the thresholds, measure, decide."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from county.dimensions.fraud.knowledge import corpus, evaluation, model
from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.model import Encoder, Linear, softmax
from county.dimensions.fraud.knowledge.normalise import normalise
from county.dimensions.fraud.knowledge.reading import CATEGORIES, marked
from county.dimensions.fraud.knowledge.signals import find
from county.dimensions.fraud.knowledge.training import card, encoder, gate, linear
from county.dimensions.fraud.knowledge.training.base_encoder import Base
from county.dimensions.fraud.knowledge.weighing import Weights, signs, weigh

KEPT_BACK = 0.15
"""Share of the families that the readers do not see: from them come blend and thresholds."""
FALSE_ALARMS = 0.05
"""Share of texts that are no scam above the threshold, on the families kept back."""
UNSURE_MORE = 0.05
"""Share of them that a person is asked about besides."""
BLEND_STRENGTH = 0.3
"""C of the blend: chosen small, for few rows; not compared with others."""
Told = Callable[[str], None]
Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where what is."""

    training: Path
    frozen: Path
    model: Path


@dataclass(frozen=True, slots=True)
class Case:
    """A text to learn from, normalised and cut as it is read."""

    text: str
    intent: int
    category: int
    family: str


def cases(folder: Path, examples: Path | None) -> list[Case]:
    """Everything to learn from: messages, conversations, and what officers decided."""
    known = [
        Case(normalise(one.text).text, INTENTS.index(one.intent), _type(one.category), _family(one))
        for one in [*corpus.items(folder), *(corpus.labelled(examples) if examples else [])]
    ]
    return known + [
        Case(
            normalise(marked(one.turns)).text,
            INTENTS.index(one.intent), _type(one.category), _family(one),
        )
        for one in corpus.talks(folder)
    ]  # fmt: skip


def _family(one: corpus.Item | corpus.Talk) -> str:
    return f"{one.category} | {one.family}"


def _type(category: str) -> int:
    return CATEGORIES.index(category) if category in CATEGORIES else encoder.UNTOLD


def kept_back(known: Sequence[Case], share: float) -> set[int]:
    """The places of the cases whose family is kept back."""
    families = sorted({one.family for one in known})
    random.Random(7).shuffle(families)  # noqa: S311 (a split that can be made again)
    away = set(families[: round(share * len(families))])
    return {place for place, one in enumerate(known) if one.family in away}


def build(
    folders: Folders, *, examples: Path | None, rounds: int, anyway: bool, told: Told
) -> bool:
    """Train a model and ship it unless it reads the frozen part worse than the present one."""
    known = cases(folders.training, examples)
    back = sorted(kept_back(known, KEPT_BACK))
    seen = sorted(set(range(len(known))) - set(back))
    told(f"{len(known)} texts, {len(back)} of them kept back")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        train_linear(known, seen, folder, told)
        train_encoder(known, seen, folder, rounds, told)
        blend(known, back, folder, told)
        train_linear(known, range(len(known)), folder, told)  # the shipped one has seen them all
        told("measuring on the frozen part")
        describe(folder, known, folders.frozen)
        return gate.ship(folder, folders.model, anyway=anyway, told=told)


def describe(folder: Path, known: Sequence[Case], frozen: Path) -> None:
    """Write the card of a model: what it learnt from, how it reads the frozen part."""
    figures = evaluation.figures_of(folder, corpus.items(frozen))
    families = len({one.family for one in known})
    card.write(folder, [one.intent for one in known], families, figures)


def train_linear(known: Sequence[Case], seen: Sequence[int], folder: Path, told: Told) -> None:
    """Train and write the n-gram reader."""
    rows = linear.matrix([known[i].text for i in seen])
    intents = linear.fit(rows, [known[i].intent for i in seen], len(INTENTS))
    typed = [place for place, i in enumerate(seen) if known[i].category != encoder.UNTOLD]
    types = linear.fit(
        rows[typed], [known[seen[place]].category for place in typed], len(CATEGORIES)
    )
    linear.write(
        np.concatenate([intents[0], types[0]], axis=1),
        np.concatenate([intents[1], types[1]]),
        folder / "linear.npz",
    )
    told("n-grams: done")


def train_encoder(
    known: Sequence[Case], seen: Sequence[int], folder: Path, rounds: int, told: Told
) -> None:
    """Train and write the encoder."""
    base = Base()
    texts = encoder.Texts(base, [one.text for one in known])
    plan = encoder.Plan(rounds=rounds)
    goals = [one.intent for one in known], [one.category for one in known]
    network = encoder.fit(base, texts, seen, *goals, plan, told)
    encoder.write(base, network, folder)


def blend(known: Sequence[Case], back: Sequence[int], folder: Path, told: Told) -> None:
    """Learn from the families kept back how far to trust which reader, and where to alarm."""
    readers = Linear(folder / "linear.npz"), Encoder(folder)
    odds = [(readers[0](known[i].text), readers[1](known[i].text)) for i in back]
    patterns = [np.array(signs(_weighed(known[i].text)), dtype=np.float32) for i in back]
    rows = np.array(
        [model.blend_features(*two, seen) for two, seen in zip(odds, patterns, strict=True)]
    )
    goals = np.array([known[i].intent for i in back])
    chances = out_of_fold(rows, goals)
    whole = LogisticRegression(C=BLEND_STRENGTH, max_iter=2000).fit(rows, goals)
    scam_at, unsure_at = thresholds(chances[:, 0], goals == 0)
    share = share_of_types(odds, [known[i].category for i in back])
    told(
        f"a scam from {scam_at:.3f}, unsure from {unsure_at:.3f}; encoder's share of types {share}"
    )
    kept = {
        "weights": np.round(whole.coef_, 5).tolist(),
        "bias": np.round(whole.intercept_, 5).tolist(),
        "encoder_share_of_type": share,
        "scam_at": scam_at,
        "unsure_at": unsure_at,
    }
    (folder / "blend.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _weighed(text: str) -> Weights:
    return weigh(text, find(text))


def out_of_fold(rows: Rows, goals: NDArray[np.int64]) -> Rows:
    """The blend's chances for each row, learnt without its fifth of the rows."""
    fold = np.arange(len(rows)) % 5
    chances = np.zeros((len(rows), len(INTENTS)), dtype=np.float32)
    for part in range(5):
        away = fold == part
        fitted = LogisticRegression(C=BLEND_STRENGTH, max_iter=2000).fit(rows[~away], goals[~away])
        chances[np.ix_(away, fitted.classes_)] = fitted.predict_proba(rows[away])
    return chances


def thresholds(chances: Rows, scams: NDArray[np.bool_]) -> tuple[float, float]:
    """From which chance a text is called a scam, and from which a person is asked."""
    others = np.sort(chances[~scams])[::-1]
    scam_at = float(others[int(FALSE_ALARMS * len(others))])
    unsure_at = float(others[int((FALSE_ALARMS + UNSURE_MORE) * len(others))])
    return round(scam_at, 4), round(min(unsure_at, scam_at), 4)


def share_of_types(odds: Sequence[tuple[Rows, Rows]], types: Sequence[int]) -> float:
    """How much of the opinion on the type is the encoder's: what names most types right."""
    size, told = len(INTENTS), [place for place, one in enumerate(types) if one >= 0]

    def right(share: float) -> int:
        count = 0
        for place in told:
            one, two = (np.log(softmax(part[size:]) + 1e-6) for part in odds[place])
            count += int(np.argmax(share * two + (1 - share) * one) == types[place])
        return count

    return max((0.3, 0.4, 0.5, 0.6, 0.7, 0.8), key=right)
