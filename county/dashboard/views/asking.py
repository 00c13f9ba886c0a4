"""What a page of figures is asked for: which period, which part of the county."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from county.kernel import clock, periods
from county.kernel.periods import Period
from county.records.places.queries import town_names

OWN = "own"
TITLES: dict[str, Promise] = {
    "today": _("Today"),
    "week": _("This week"),
    "month": _("This month"),
    "year": _("This year"),
    "campaign": _("The campaign"),
    OWN: _("Other days"),
}


@dataclass(frozen=True)
class Asked:
    """A period by its name or its days, and a town; what is nonsense in the address is ignored."""

    name: str
    period: Period
    town: str

    @classmethod
    def by(cls, request: HttpRequest) -> Asked:
        """What this request asks for; without a word the whole campaign and the whole county."""
        name, town = request.GET.get("period", ""), request.GET.get("town", "")
        name = name if name in TITLES else "campaign"
        if name == OWN:
            year = periods.named("year", clock.today())
            days = request.GET.get("from", ""), request.GET.get("until", "")
            period = periods.between(*days, year)
        else:
            period = periods.named(name, clock.today())
        return cls(name, period, town if town in dict(town_names()) else "")

    @property
    def query(self) -> str:
        """The same as words of an address."""
        said = {"period": self.name}
        if self.name == OWN:
            said |= {"from": f"{self.period.first}", "until": f"{self.period.last}"}
        return urlencode(said | ({"town": self.town} if self.town else {}))
