"""Who may pass through a door. Every view says it in one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from county.foundation.staff.models import Officer
from county.kernel.errors import NotAllowed

View = Callable[..., HttpResponseBase]


class Holder(Protocol):
    """Whoever holds permits: an officer, or a key."""

    @property
    def actor(self) -> str:
        """The holder in words."""
        ...

    @property
    def reach(self) -> frozenset[str] | None:
        """The areas the holder works in; None for the whole county."""
        ...

    def has(self, permit: str) -> bool:
        """Whether the holder has this permit."""
        ...


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of which a holder sees every row of some kind: by codes of towns, and of grids."""

    towns: frozenset[str]
    grids: frozenset[str]

    def near(self, *, town: str, grid: str) -> Q:
        """The rows that lie in them, by the fields that hold a row's codes."""
        return Q(**{f"{town}__in": self.towns}) | Q(**{f"{grid}__in": self.grids})


class OfficerRequest(HttpRequest):
    """A request by a signed-in officer."""

    user: Officer


def demand(holder: Holder, permit: str) -> None:
    """Refuse whoever's post does not include `permit`."""
    if not holder.has(permit):
        raise NotAllowed(_("Your post does not include this. Ask your department's administrator."))


AUXILIARIES = frozenset({"PLD_AUX"})
"""Posts that help and take nothing out of the house (security.md E27)."""


def may_export(officer: Officer) -> bool:
    """Whether the officer may take a list out as a file: everybody but auxiliaries."""
    return officer.post_id not in AUXILIARIES


def demand_export(officer: Officer) -> None:
    """Refuse auxiliaries who want to take a list out as a file."""
    if not may_export(officer):
        raise NotAllowed(_("Auxiliary officers take no lists out. Ask an officer of your station."))


def allow(permit: str) -> Callable[[View], View]:
    """Let only officers whose post carries `permit` through this view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            demand(request.user, permit)
            return view(request, *args, **kwargs)

        guarded.permit = permit  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """Open this view to every officer: it shows only what is the officer's own."""
    view.permit = "signed in"  # type: ignore[attr-defined]
    return view


def public(reason: str) -> Callable[[View], View]:
    """Open this view to everyone, and say why."""

    def decorate(view: View) -> View:
        door = login_not_required(view)
        door.permit = f"public: {reason}"  # type: ignore[attr-defined]
        return door

    return decorate
