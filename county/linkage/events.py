"""Facts about the rules themselves."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class ChangeWished(Fact, kind="linkage.change_wished", about="rule", title=_("Rule to be changed")):
    rule: str
    wish_id: str


@dataclass(frozen=True, kw_only=True)
class RuleChanged(Fact, kind="linkage.rule_changed", about="rule", title=_("Rule changed")):
    rule: str
    version: int
    enabled: bool


@dataclass(frozen=True, kw_only=True)
class WishDropped(Fact, kind="linkage.wish_dropped", about="rule", title=_("Rule left as it was")):
    rule: str
    wish_id: str


@dataclass(frozen=True, kw_only=True)
class TrialAsked(Fact, kind="linkage.trial_asked", about="trial_id", title=_("Rule to be tried")):
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class TrialEnded(Fact, kind="linkage.trial_ended", about="trial_id", title=_("Rule tried")):
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class StepTakenBack(
    Fact, kind="linkage.step_taken_back", about="step_id", title=_("Step of a rule taken back")
):
    step_id: str
    rule: str
    wrong: bool


@dataclass(frozen=True, kw_only=True)
class StepAccepted(
    Fact, kind="linkage.step_accepted", about="step_id", title=_("Step of a rule acted on")
):
    step_id: str
    rule: str
