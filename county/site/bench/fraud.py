"""How well the recogniser reads messages that nobody tuned it on, and how fast."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings

from county.dimensions.fraud.queries import measured, measured_talks, misread, recogniser, weight
from county.site.bench import ground
from county.site.bench.report import Options, Report

FROZEN = settings.ROOT / "data" / "fraud" / "frozen"
ROWS = (
    ("recall", "≥ .95"),
    ("false_alarms", "≤ .05"),
    ("recall_at_most", "≥ .95"),
    ("auc", "≥ .985"),
    ("category_f1", "≥ .85"),
    ("intent_f1", "≥ .85"),
    ("warnings_flagged", "≤ .10"),
    ("victims_told", "≥ .90"),
    ("calibration_error", "≤ .05"),
    ("unsure", "–"),
    ("p50_ms", "–"),
    ("p95_ms", "≤ 30"),
)


def run(options: Options) -> Report:
    """The figures of data/fraud/frozen by every reader; milliseconds of one message on one core."""
    found = measured(FROZEN)
    rows = [
        (name, bar, *(f"{getattr(one, name):.3f}" for one in found.values())) for name, bar in ROWS
    ]
    whole = found["all"]
    notes = [
        recogniser(),
        f"{whole.messages} messages; {weight() / 1e6:.1f} MB of weights",
        "by type (recall, named right): "
        + "; ".join(f"{name} {a:.2f}, {b:.2f}" for name, (a, b) in whole.by_category.items()),
        "by intent (recall, precision): "
        + "; ".join(f"{name} {a:.2f}, {b:.2f}" for name, (a, b) in whole.by_intent.items()),
        "reliability (score, share of scams, messages): "
        + "; ".join(f"{a:.2f} {b:.2f} {n}" for a, b, n in whole.reliability),
        "conversations: recall {:.3f}, false alarms {:.3f}, AUC {:.3f}".format(
            *measured_talks(FROZEN)
        ),
        "read wrongly:",
        *(
            f"  {item.intent}, {item.category}, {reading.score:.2f}: {item.text[:70]!r}"
            for item, reading in misread(FROZEN)
        ),
        ground.machine(),
    ]
    return Report(
        "The recogniser on data/fraud/frozen, each reader also alone",
        ("figure", "bar", *found),
        rows,
        notes,
        {name: asdict(one) for name, one in found.items()},
    )
