"""L02: an enterprise that received a suggestion is offered lessons, and its liaison gets in touch.

It follows the delivery, not the issue: nobody learns of a letter before it is handed over. The
list says why; nothing is ordered by the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.actions import liaison, recommending
from county.dimensions.procuracy.events import SuggestionMoved
from county.kernel.saying import saying
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.organisations.models import Organisation

FIRST = 1
"""The version whose delivery counts: an amended letter is no second occasion."""


@rule(
    code="L02",
    when=SuggestionMoved,
    title=_("A delivered suggestion offers lessons and a first contact"),
)
def a_delivered_suggestion_offers_lessons(fact: SuggestionMoved) -> Iterator[Step]:
    if fact.verb != "deliver" or fact.version != FIRST or not fact.organisation_id:
        return
    firm = Organisation.objects.get(pk=fact.organisation_id)
    because = f"suggestion:{fact.suggestion_id}"
    yield step(recommending.recommend, organisation=firm, because=because, by=LINKAGE)
    yield step(
        liaison.ask_first_contact,
        organisation=firm,
        why=saying(gettext_noop("A procuratorial suggestion was delivered to it.")),
        because=because,
        by=LINKAGE,
    )
