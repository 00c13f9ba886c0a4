"""How well the recogniser reads the labelled messages, part by part, and how fast."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings

from county.dimensions.fraud.queries import measured
from county.site.bench import ground
from county.site.bench.report import Options, Report

PARTS = {
    "development": "development (tuned on)",
    "held_out": "held out",
    "fresh": "fresh (nobody tunes on it)",
}


def run(options: Options) -> Report:
    """The figures of each part of data/fraud/first.jsonl; milliseconds of one message."""
    found = measured(settings.ROOT / "data" / "fraud" / "first.jsonl")
    rows = [
        (
            PARTS.get(part, part),
            f"{one.messages}",
            f"{one.recall:.3f}",
            f"{one.false_alarms:.3f}",
            f"{one.unsure:.3f}",
            f"{one.auc:.3f}",
            f"{one.category_f1:.3f}",
            f"{one.intent_f1:.3f}",
            f"{one.p50_ms:.2f}",
            f"{one.p95_ms:.2f}",
        )
        for part, one in found.items()
    ]
    return Report(
        "The recogniser on data/fraud/first.jsonl",
        ("part", "messages", "recall", "false alarms", "unsure", "AUC", "type F1", "intent F1",
         "p50 ms", "p95 ms"),
        rows,
        ["docs/fraud-recognition.md tells what the figures mean", ground.machine()],
        {part: asdict(one) for part, one in found.items()},
    )  # fmt: skip
