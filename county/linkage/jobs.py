"""The second person's word reaches a rule; what people do with a step is noted; alarms."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from county.dimensions.outreach.events import CampaignMoved
from county.foundation.approvals.events import ApprovalDecided
from county.foundation.approvals.models import Approval
from county.foundation.events.events import ListenerGivenUp
from county.foundation.events.registry import on
from county.foundation.notices.actions import tell
from county.foundation.staff.queries import holders
from county.kernel.saying import saying
from county.linkage import actions, queries
from county.linkage.access import Permit
from county.linkage.engine import LINKAGE
from county.linkage.events import TrialAsked
from county.linkage.models import Trial
from county.records.worklist.events import TaskDone, TaskWithdrawn


@on(ApprovalDecided)
def decided(fact: ApprovalDecided) -> None:
    """A change of a rule was agreed to, or refused."""
    if fact.what == actions.CHANGE:
        approval = Approval.objects.select_related("decider").get(pk=fact.approval_id)
        actions.settle(approval, granted=fact.granted, by=LINKAGE)


@on(TrialAsked, outside=True)
def run_trial(fact: TrialAsked) -> None:
    """Try the rule on past facts; a second run begins anew."""
    actions.run_trial(Trial.objects.select_related("by").get(pk=fact.trial_id))


@on(TaskDone)
def a_task_was_done(fact: TaskDone) -> None:
    """Somebody acted on what a rule asked for."""
    actions.note_fate(fact.subject, accepted=True)


@on(TaskWithdrawn)
def a_task_was_withdrawn(fact: TaskWithdrawn) -> None:
    """Somebody took back what a rule asked for."""
    actions.note_fate(fact.subject, accepted=False, reason=fact.reason)


@on(CampaignMoved)
def a_draft_went_on(fact: CampaignMoved) -> None:
    """An officer submitted the warning that a rule drafted, or dropped it."""
    if fact.verb in ("submit", "stop"):
        reason = str(saying(gettext_noop("The draft was dropped.")))
        actions.note_fate(fact.subject, accepted=fact.verb == "submit", reason=reason)


@on(ListenerGivenUp)
def call_who_looks_after_the_rules(fact: ListenerGivenUp) -> None:
    """A rule failed on a fact as often as it is tried: its keepers are called."""
    rule = queries.rule_of_listener(fact.listener)
    if rule is not None:
        tell(
            holders(Permit.TUNE),
            title=saying(gettext_noop("A linkage rule fails: %s"), str(rule.title)),
            url=f"/linkage/rules/{rule.name}/",
            by=LINKAGE,
            about=f"rule:{rule.name}",
            loud=True,
        )
