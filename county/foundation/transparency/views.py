"""The page that everybody reads, and what reviewers read besides. No personal data in either."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from county.design.http import show
from county.foundation.staff.policy import OfficerRequest, allow, public
from county.foundation.transparency import queries
from county.foundation.transparency.access import Permit
from county.foundation.transparency.knowledge import K


@public("what the county tells everybody of its work with personal data")
@require_GET
def page(request: HttpRequest) -> HttpResponseBase:
    """One month in figures, the latest unless another is asked for."""
    return _shown(request, "transparency/page.html", review=False)


@allow(Permit.REVIEW)
@require_GET
def review(request: OfficerRequest) -> HttpResponseBase:
    """Fairness by town, age and registration, for the independent reviewers."""
    return _shown(request, "transparency/review.html", review=True)


def _shown(request: HttpRequest, template: str, *, review: bool) -> HttpResponseBase:
    found = queries.page_of(request.GET.get("month", ""))
    context = {
        "page": found,
        "months": [f"{month:%Y-%m}" for month in queries.months()],
        "sections": queries.read_in(found, get_language() or "", review=review) if found else [],
        "k": K,
    }
    return show(request, template, context)
