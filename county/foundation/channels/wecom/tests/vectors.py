"""The recorded facts of vectors.json, by kind."""

import json
from pathlib import Path

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))[
    "vectors"
]


def vectors(*kinds):
    return [one for one in VECTORS if one["kind"] in kinds]


def name(vector):
    return vector["id"]
