"""What the menu holds: what is online, every version, what ends soon, what waits for review."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from county.dimensions.procuracy.flow import ItemState
from county.dimensions.procuracy.knowledge.menu import domains, fits
from county.dimensions.procuracy.models.lessons import MenuVersion
from county.kernel import deadlines

REMINDER = deadlines.rule("DL75")


def versions() -> QuerySet[MenuVersion]:
    """Every version with its item and who wrote and reviewed it."""
    return MenuVersion.objects.select_related("item", "editor", "reviewer")


def online(today: date) -> QuerySet[MenuVersion]:
    """What enterprises may order today: online, and its review still good."""
    rows = versions().filter(state=ItemState.ONLINE, valid_through__gte=today)
    return rows.order_by("item_id")


def latest() -> QuerySet[MenuVersion]:
    """The newest version of each item, whatever its state."""
    newest = MenuVersion.objects.order_by("item_id", "-number").distinct("item_id")
    return versions().filter(pk__in=newest.values("pk"))


def narrowed(
    rows: QuerySet[MenuVersion],
    *,
    domain: str = "",
    industry: str = "",
    form: str = "",
    state: str = "",
) -> QuerySet[MenuVersion]:
    """The rows of this field, form and state that suit an industry; nonsense finds nothing."""
    if domain:
        rows = rows.filter(domain__contains=domain)
    if form:
        rows = rows.filter(form=form)
    if state:
        rows = rows.filter(state=state)
    if industry:
        suited = [
            pk
            for pk, industries in rows.values_list("pk", "industries")
            if not industries or fits(industries, industry)
        ]
        rows = rows.filter(pk__in=suited)
    return rows  # fmt: skip


def fields_of_law(rows: QuerySet[MenuVersion]) -> list[str]:
    """Every field that these items name."""
    named = rows.order_by().values_list("domain", flat=True).distinct()
    return sorted({one for written in named for one in domains(written)})


def expired(today: date) -> QuerySet[MenuVersion]:
    """What is online although its review is no longer good."""
    return versions().filter(state=ItemState.ONLINE, valid_through__lt=today)


def ending(today: date) -> QuerySet[MenuVersion]:
    """What goes offline within the reminder's days and nobody was told of."""
    rows = versions().filter(
        state=ItemState.ONLINE, valid_through__gte=today, valid_through__lte=REMINDER.due(today)
    )
    return rows.exclude(item__warned_for__isnull=False)
