"""Facts about suggestions and the nine measures: what moved, never what a case is about."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class SuggestionRegistered(
    Fact,
    kind="procuracy.suggestion_registered",
    about="suggestion_id",
    title=_("Suggestion: lead registered"),
):
    suggestion_id: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class SuggestionMoved(
    Fact,
    kind="procuracy.suggestion_moved",
    about="suggestion_id",
    title=_("Suggestion moved on"),
):
    """A lawful move: which, from where to where, and the digest of the document it rests on."""

    suggestion_id: str
    verb: str
    left: str
    state: str
    version: int = 0
    digest: str = ""
    organisation_id: str = ""
    open_items: int = 0


@dataclass(frozen=True, kw_only=True)
class LetterSaved(
    Fact, kind="procuracy.letter_saved", about="suggestion_id", title=_("Letter saved")
):
    suggestion_id: str
    version: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class StepNoted(
    Fact, kind="procuracy.step_noted", about="suggestion_id", title=_("Investigation noted")
):
    suggestion_id: str
    measure: str


@dataclass(frozen=True, kw_only=True)
class SuggestionHandedOver(
    Fact,
    kind="procuracy.suggestion_handed_over",
    about="suggestion_id",
    title=_("Suggestion handed over"),
):
    suggestion_id: str
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class LetterFiled(
    Fact, kind="procuracy.letter_filed", about="suggestion_id", title=_("Letter filed upward")
):
    suggestion_id: str
    to: str


@dataclass(frozen=True, kw_only=True)
class LetterCopied(Fact, kind="procuracy.letter_copied", about="suggestion_id", title=_("Copied")):
    suggestion_id: str
    department: str


@dataclass(frozen=True, kw_only=True)
class LateObjectionNoted(
    Fact,
    kind="procuracy.late_objection_noted",
    about="suggestion_id",
    title=_("Late objection taken as an opinion"),
):
    suggestion_id: str


@dataclass(frozen=True, kw_only=True)
class ReplySaved(Fact, kind="procuracy.reply_saved", about="suggestion_id", title=_("Reply saved")):
    suggestion_id: str
    round: int


@dataclass(frozen=True, kw_only=True)
class SuggestionArchived(
    Fact,
    kind="procuracy.suggestion_archived",
    about="suggestion_id",
    title=_("Suggestion archived"),
):
    suggestion_id: str
    retention: str


@dataclass(frozen=True, kw_only=True)
class ClockReached(
    Fact,
    kind="procuracy.clock_reached",
    about="suggestion_id",
    title=_("A deadline was called to mind"),
):
    suggestion_id: str
    rule: str
    offset: int


@dataclass(frozen=True, kw_only=True)
class SeriesOpened(
    Fact, kind="procuracy.series_opened", about="series", title=_("Numbers of a year opened")
):
    series: str
    last: int


@dataclass(frozen=True, kw_only=True)
class SuggestionVisited(
    Fact,
    kind="procuracy.suggestion_visited",
    about="suggestion_id",
    title=_("Visited while items are open"),
):
    suggestion_id: str
    result: str


@dataclass(frozen=True, kw_only=True)
class InitiativeChanged(
    Fact,
    kind="procuracy.initiative_changed",
    about="initiative_id",
    title=_("Measure of the programme changed"),
):
    initiative_id: int


@dataclass(frozen=True, kw_only=True)
class InvestigationExtended(
    Fact,
    kind="procuracy.investigation_extended",
    about="suggestion_id",
    title=_("Investigation extended"),
):
    suggestion_id: str
    until: str


@dataclass(frozen=True, kw_only=True)
class AmendmentMoved(
    Fact, kind="procuracy.amendment_moved", about="suggestion_id", title=_("Amended letter")
):
    """What was done with the amended letter: begun, laid before the reviewers, reviewed."""

    suggestion_id: str
    version: int
    what: str
