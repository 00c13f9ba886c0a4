"""Train, measure, and ship the recogniser's model if it is no worse: `siwei train`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from county.dimensions.fraud.knowledge.training.build import Folders, build


def main() -> int:
    """Comes back with 0 when a model was shipped, 1 when it was worse than the present one."""
    parser = argparse.ArgumentParser(prog="siwei train", description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with training/ and frozen/"
    )
    parser.add_argument("--examples", type=Path, help="officers' decisions, JSON lines")
    parser.add_argument("--model", type=Path, required=True, help="where the model lies")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--anyway", action="store_true", help="ship it though it is worse")
    words = parser.parse_args()
    folders = Folders(words.data / "training", words.data / "frozen", words.model)
    shipped = build(
        folders, examples=words.examples, rounds=words.rounds, anyway=words.anyway, told=_say
    )
    return 0 if shipped else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
