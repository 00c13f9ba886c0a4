"""Posts and departments from their reviewed file (domain §0.5)."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from django.db import transaction

from county.foundation.staff.models import Department, Post


@transaction.atomic
def load_posts() -> int:
    """Make every post and department of `posts.toml` exist as it stands there; say how many."""
    data = tomllib.loads(files("county.foundation.staff").joinpath("posts.toml").read_text())
    for row in data["post"]:
        Post.objects.update_or_create(code=row.pop("code"), defaults=row)
    for row in data["department"]:
        Department.objects.update_or_create(code=row.pop("code"), defaults=row)
    return Post.objects.count()
