"""Load the areas from their reviewed file."""

from __future__ import annotations

import json
from importlib.resources import files

from django.db import transaction

from county.records.places.models import Area


@transaction.atomic
def load_areas() -> int:
    """Make every area of `areas.json` exist as it stands there; say how many."""
    areas = json.loads(files("county.records.places").joinpath("areas.json").read_text())
    for area in areas:
        Area.objects.update_or_create(code=area.pop("code"), defaults=area)
    return len(areas)
