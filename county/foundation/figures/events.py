"""Facts about the counting of figures."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class FiguresCompared(
    Fact, kind="figures.compared", about="wrong", title=_("Figures compared with their rows")
):
    wrong: int
