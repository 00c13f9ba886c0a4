"""Trains the encoder on labelled texts, and writes it down small enough to ship."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.nn import functional

from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.model import HEAD, TAIL
from county.dimensions.fraud.knowledge.reading import CATEGORIES
from county.dimensions.fraud.knowledge.tokens import Pieces
from county.dimensions.fraud.knowledge.training.base_encoder import Base

LAYERS = 10
"""Of the twelve: so the model's files stay under 25 MB. Twelve were not compared with ten."""
LONGEST = 160
UNTOLD = -100
"""The type of a text that is about none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is trained."""

    rounds: int = 5
    rate: float = 1e-4
    batch: int = 32
    hidden: float = 0.05
    """Share of the pieces that are hidden from the reader, so that it leans on no single word."""
    types_count: float = 0.5


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019), as the base has it."""

    def __init__(self, base: Base, number: int) -> None:
        super().__init__()
        self.heads, self.part = base.heads, base.width // base.heads
        wide, inner = base.width, base.inner

        def linear(name: str, out: int, into: int) -> nn.Linear:
            made = nn.Linear(into, out)
            made.weight.data = torch.tensor(base.tensor(f"l{number}.{name}.w", out, into))
            made.bias.data = torch.tensor(base.tensor(f"l{number}.{name}.b", out))
            return made

        self.query, self.key = linear("q", wide, wide), linear("k", wide, wide)
        self.value, self.joined = linear("v", wide, wide), linear("ao", wide, wide)
        self.rise, self.fall = linear("fi", inner, wide), linear("fo", wide, inner)
        self.after, self.last = _norm(base, f"l{number}.aln"), _norm(base, f"l{number}.oln")
        self.drop = nn.Dropout(0.1)

    def _split(self, rows: torch.Tensor) -> torch.Tensor:
        return rows.view(rows.shape[0], -1, self.heads, self.part).transpose(1, 2)

    def forward(self, rows: torch.Tensor, away: torch.Tensor) -> torch.Tensor:
        """The rows after this layer; `away` is -inf where there is only padding."""
        query, key = self._split(self.query(rows)), self._split(self.key(rows))
        heed = torch.softmax(query @ key.transpose(2, 3) * self.part**-0.5 + away, -1)
        seen = (heed @ self._split(self.value(rows))).transpose(1, 2)
        seen = seen.reshape(rows.shape[0], -1, self.heads * self.part)
        rows = self.after(rows + self.drop(self.joined(seen)))
        return self.last(rows + self.drop(self.fall(functional.gelu(self.rise(rows)))))


def _norm(base: Base, name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(base.width, eps=base.epsilon)
    made.weight.data = torch.tensor(base.tensor(f"{name}.w", base.width))
    made.bias.data = torch.tensor(base.tensor(f"{name}.b", base.width))
    return made


class Network(nn.Module):
    """From embedded pieces to the log odds of the intents and the types."""

    def __init__(self, base: Base) -> None:
        super().__init__()
        self.first = _norm(base, "emb.ln")
        self.layers = nn.ModuleList(Layer(base, number) for number in range(LAYERS))
        self.head = nn.Linear(base.width, len(INTENTS) + len(CATEGORIES))
        self.drop = nn.Dropout(0.1)

    def forward(self, vectors: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """Log odds, (texts, 16), of vectors (texts, pieces, 384); `there` is 1 where no padding."""
        away = (1 - there[:, None, None, :]) * -1e4
        rows = self.drop(self.first(vectors))
        for layer in self.layers:
            rows = layer(rows, away)
        mean = (rows * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)
        return self.head(self.drop(mean))


class Alone(nn.Module):
    """The network for one text at a time, as it is shipped."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        """Log odds, (1, 16), of vectors (1, pieces, 384)."""
        return self.network(vectors, torch.ones_like(vectors[:, :, 0]))


class Texts:
    """Texts as pieces, in batches of about one length."""

    def __init__(self, base: Base, texts: Sequence[str]) -> None:
        pieces = Pieces.of(base.pieces, base.scores.tolist())
        self.numbers = [[1, *shortened(pieces.cut(text)), 2] for text in texts]
        rows = base.tensor("emb.word", base.words, base.width)[base.rows]
        self.table = torch.tensor(rows)
        self.places = torch.tensor(base.positions(LONGEST))

    def batches(self, chosen: Sequence[int], size: int, luck: random.Random) -> list[list[int]]:
        """The chosen texts in batches, in random order."""
        order = list(chosen)
        luck.shuffle(order)
        made: list[list[int]] = []
        for start in range(0, len(order), size * 16):
            part = sorted(order[start : start + size * 16], key=lambda i: len(self.numbers[i]))
            made += [part[i : i + size] for i in range(0, len(part), size)]
        luck.shuffle(made)
        return made

    def tensors(self, batch: Sequence[int], hidden: float) -> tuple[torch.Tensor, torch.Tensor]:
        """The vectors of a batch and which of them are there."""
        longest = max(len(self.numbers[i]) for i in batch)
        numbers = torch.zeros(len(batch), longest, dtype=torch.long)
        there = torch.zeros(len(batch), longest)
        for row, index in enumerate(batch):
            length = len(self.numbers[index])
            numbers[row, :length] = torch.tensor(self.numbers[index])
            there[row, :length] = 1
        if hidden:
            lost = (torch.rand(numbers.shape) < hidden) & (numbers > 2)
            numbers = numbers.masked_fill(lost, 0)
        return self.table[numbers] + self.places[:longest], there


def shortened(numbers: list[int]) -> list[int]:
    """What the encoder reads of a text: its beginning and its end."""
    return numbers if len(numbers) <= HEAD + TAIL else numbers[:HEAD] + numbers[-TAIL:]


def fit(
    base: Base, texts: Texts, chosen: Sequence[int], intents: Sequence[int],
    categories: Sequence[int], plan: Plan, told: Callable[[str], None],
) -> Network:  # fmt: skip
    """Train on the chosen texts; `told` hears of each round."""
    torch.manual_seed(1)
    luck = random.Random(1)  # noqa: S311 (order of the texts)
    network = Network(base)
    body = [p for name, p in network.named_parameters() if not name.startswith("head")]
    groups = [
        {"params": body, "lr": plan.rate},
        {"params": list(network.head.parameters()), "lr": plan.rate * 10},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = plan.rounds * (len(chosen) // plan.batch + 20)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [plan.rate, plan.rate * 10], total_steps=steps, pct_start=0.1
    )
    goals = torch.tensor(intents), torch.tensor(categories)
    for number in range(plan.rounds):
        losses = [
            _step(network, optimiser, pace, texts.tensors(batch, plan.hidden), goals, batch, plan)
            for batch in texts.batches(chosen, plan.batch, luck)
        ]
        told(f"encoder, round {number + 1} of {plan.rounds}: loss {np.mean(losses):.3f}")
    return network


def _step(
    network: Network, optimiser: torch.optim.Optimizer, pace: Any,
    given: tuple[torch.Tensor, torch.Tensor], goals: tuple[torch.Tensor, torch.Tensor],
    batch: list[int], plan: Plan,
) -> float:  # fmt: skip
    network.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds = network(*given).float()
    size = len(INTENTS)
    loss = functional.cross_entropy(odds[:, :size], goals[0][batch], label_smoothing=0.05)
    types = goals[1][batch]
    if (types != UNTOLD).any():
        loss = loss + plan.types_count * functional.cross_entropy(
            odds[:, size:], types, ignore_index=UNTOLD
        )
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    pace.step()
    return float(loss.item())


def write(base: Base, network: Network, folder: Path) -> None:
    """Write the network in eight bits (encoder.onnx), its vocabulary (pieces.txt, pieces.npz)."""
    network.eval()
    wide = folder / "wide.onnx"
    torch.onnx.export(
        Alone(network), (torch.randn(1, 40, base.width),), str(wide), input_names=["vectors"],
        output_names=["odds"], dynamic_axes={"vectors": {1: "pieces"}}, dynamo=False,
        opset_version=17,
    )  # fmt: skip
    quantize_dynamic(
        str(wide), str(folder / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True
    )
    wide.unlink()
    codes, scales = base.embeddings()
    np.savez_compressed(
        folder / "pieces.npz",
        codes=codes, scales=scales, scores=base.scores.astype(np.float16),
        positions=base.positions(LONGEST).astype(np.float16),
    )  # fmt: skip
    (folder / "pieces.txt").write_text("\n".join(base.pieces) + "\n", encoding="utf-8")
