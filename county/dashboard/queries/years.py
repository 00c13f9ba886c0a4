"""S32: for how many years in a row the county was a safe county."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from county.dashboard.models import YearsOfPeace


def years_noted() -> QuerySet[YearsOfPeace]:
    """Everything that was ever entered, the latest first."""
    return YearsOfPeace.objects.select_related("noted_by__department").order_by("-pk")


def years() -> QuerySet[YearsOfPeace]:
    """What stands: the latest entry, or nothing where none was made."""
    latest = YearsOfPeace.objects.order_by().aggregate(pk=Max("pk"))["pk"]
    return years_noted().filter(pk=latest)
