"""Facts about the public page."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class MonthPublished(
    Fact, kind="transparency.month_published", about="month", title=_("Month published")
):
    month: str
    digest: str
