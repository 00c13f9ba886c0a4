"""L04: what fell back at a return visit is urged anew, and lessons are offered once more."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.actions import recommending
from county.dimensions.procuracy.events import SuggestionMoved
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.organisations.models import Organisation


@rule(
    code="L04", when=SuggestionMoved, title=_("A rebound at the return visit offers lessons again")
)
def a_rebound_offers_lessons_again(fact: SuggestionMoved) -> Iterator[Step]:
    if fact.verb == "visit_rebound" and fact.organisation_id:
        yield step(
            recommending.recommend,
            organisation=Organisation.objects.get(pk=fact.organisation_id),
            because=f"suggestion:{fact.suggestion_id}",
            by=LINKAGE,
        )
