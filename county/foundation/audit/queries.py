"""Looks by officer, by resident; who of the subject's file saw what."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from county.foundation.audit.models import HoneyHit, Look


def looks_at(subject: str) -> QuerySet[Look]:
    """Who saw this person's private fields, newest first."""
    return Look.objects.filter(subject=subject).order_by("-id")


def all_looks() -> QuerySet[Look]:
    """Every look there was, newest first."""
    return Look.objects.order_by("-id")


def looks_like(words: str) -> QuerySet[Look]:
    """Looks whose officer, department, subject, reason or matter contains the words."""
    if not words:
        return Look.objects.all()
    fields = ("name", "department", "subject", "reason", "because")
    hit = Q()
    for field in fields:
        hit |= Q(**{f"{field}__contains": words})
    return Look.objects.filter(hit)


def honey_hits() -> QuerySet[HoneyHit]:
    """Every look at a file of nobody, newest first."""
    return HoneyHit.objects.select_related("look").order_by("-id")
