"""L06: when a type of fraud grows in a town, the fraud desk finds a warning drafted.

Alerts that officers confirmed are counted by type and town; nobody is named, nothing is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.events import SuspicionConfirmed
from county.dimensions.fraud.queries import confirmed_between
from county.dimensions.outreach.access import Permit
from county.dimensions.outreach.actions import drafting
from county.kernel import clock
from county.kernel.saying import saying
from county.linkage.desks import desk, head
from county.linkage.dials import Dials, dial
from county.linkage.engine import Step, rule, step
from county.records.conversations.queries import town_of

LOCAL = _("a local design value (L06)")
DESK = "fraud.desk"


@dataclass(frozen=True, slots=True)
class Series(Dials):
    """When frauds of a type in a town are a series."""

    cases: int = dial(3, title=_("Confirmed alerts"), unit=_("alerts"), low=2, high=50, basis=LOCAL)
    days: int = dial(7, title=_("Within"), unit=_("d"), low=1, high=60, basis=LOCAL)


def occasion(fact: SuspicionConfirmed) -> str:
    """The type in its town."""
    return f"{fact.category}:{town_of(fact.conversation_id)}"


@rule(
    code="L06",
    when=SuspicionConfirmed,
    title=_("Three frauds of a type in a town in a week draft a warning for the county"),
    dials=Series,
    per=occasion,
    pause=lambda dials: dials.days,
)
def three_frauds_of_a_type_draft_a_county_warning(
    fact: SuspicionConfirmed, dials: Series
) -> Iterator[Step]:
    town, until = town_of(fact.conversation_id), clock.now()
    if not town or not fact.category:
        return
    begin = until - timedelta(days=dials.days)
    if confirmed_between(fact.category, begin, until, towns=[town]) < dials.cases:
        return
    author = head(Permit.WRITE, desk(DESK))
    if author is not None:
        yield step(
            drafting.draft_warning,
            words=saying(drafting.DRAFTED, fact.category),
            category=fact.category,
            town="",
            by=author,
        )
