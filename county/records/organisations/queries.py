"""Organisations by code and by name."""

from __future__ import annotations

from django.db.models import QuerySet

from county.records.organisations.models import Organisation


def named_like(words: str, *, limit: int = 10) -> QuerySet[Organisation]:
    """Active organisations whose name contains these words, or whose code this is."""
    active = Organisation.objects.filter(is_active=True)
    return (active.filter(name__contains=words) | active.filter(code=words)).order_by("name")[
        :limit
    ]


def exactly(words: str) -> Organisation | None:
    """The active organisation with this credit code, or with exactly this name."""
    active = Organisation.objects.filter(is_active=True)
    return active.filter(code=words.upper()).first() or active.filter(name=words).first()
