"""L05: what one firm's clerk met is drafted as a warning for the town's finance staff.

Only the type and the town pass on; who met it, and what was written, stay with the desk. An officer
reads the draft, another checks it by law, a third approves it: nothing is sent by the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.events import SuspicionConfirmed
from county.dimensions.fraud.queries import judge_of
from county.dimensions.outreach.access import Permit
from county.dimensions.outreach.actions import drafting
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import holders
from county.kernel.saying import saying
from county.linkage.engine import Step, rule, step
from county.records.conversations.queries import town_of

BOSS = "冒充领导熟人"


@rule(
    code="L05",
    when=SuspicionConfirmed,
    title=_("A confirmed boss scam drafts a warning for the town"),
)
def a_confirmed_boss_scam_drafts_a_warning(fact: SuspicionConfirmed) -> Iterator[Step]:
    town = town_of(fact.conversation_id)
    author = _author(fact.alert_id, town)
    if fact.category == BOSS and town and author is not None:
        yield step(
            drafting.draft_warning,
            words=saying(drafting.DRAFTED, fact.category),
            category=fact.category,
            town=town,
            by=author,
        )


def _author(alert_id: str, town: str) -> Officer | None:
    """Who confirmed it, if they write notices; else a colleague of theirs who does."""
    judge = judge_of(alert_id)
    if judge is None or judge.has(Permit.WRITE):
        return judge
    near = holders(Permit.WRITE, area=town).filter(department=judge.department_id)
    return near.order_by("pk").first()
