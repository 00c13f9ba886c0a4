"""The frame of an enterprise's pages, and the tabs that other apps put into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from county.design.http import show
from county.records.enterprises import queries
from county.records.enterprises.access import Permit
from county.records.enterprises.seats import RepresentativeRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the frame; an empty trust shows it to everybody of the enterprise."""

    title: StrOrPromise
    url: str
    icon: str
    trust: str
    order: int


TABS: list[Tab] = [
    Tab(_("Our page"), "/firm/", "building-factory-2", "", 10),
    Tab(_("Staff"), "/firm/staff/", "users", Permit.STAFF, 90),
]


def tab(title: StrOrPromise, url: str, *, icon: str, trust: str = "", order: int = 50) -> None:
    """Put a tab into the frame for everybody with this trust; four to six fit a phone."""
    TABS.append(Tab(title, url, icon, trust, order))


def show_firm(
    request: RepresentativeRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page that extends `enterprises/frame.html`, for whoever speaks in this request."""
    representative = request.representative
    tabs = sorted(TABS, key=lambda one: (one.order, one.url))
    frame = {
        "representative": representative,
        "firm": representative.organisation,
        "tabs": [one for one in tabs if not one.trust or representative.has(one.trust)],
        "firms": queries.with_index(bytes(representative.phone_index)).count(),
        "unread": queries.unread(representative),
    }
    return show(request, template, {**frame, **context}, part=part, status=status)
