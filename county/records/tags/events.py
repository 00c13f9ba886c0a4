"""Facts about tags. They never say which tag: the log is kept for ever, a tag is not."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class TagProposed(Fact, kind="tags.tag_proposed", about="tagging_id", title=_("Tag proposed")):
    tagging_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class TagSet(Fact, kind="tags.tag_set", about="tagging_id", title=_("Tag in force")):
    tagging_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class TagEnded(Fact, kind="tags.tag_ended", about="tagging_id", title=_("Tag ended")):
    tagging_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class TagsFollowed(
    Fact, kind="tags.tags_followed", about="resident_id", title=_("Tags follow a joined file")
):
    resident_id: str
    former_id: str


@dataclass(frozen=True, kw_only=True)
class ProposalLapsed(
    Fact, kind="tags.proposal_lapsed", about="tagging_id", title=_("Proposed tag deleted")
):
    tagging_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class TagPaused(Fact, kind="tags.tag_paused", about="tagging_id", title=_("Tag not used")):
    """The resident froze it or objected to it: it has no effect until it is resumed."""

    tagging_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class TagResumed(Fact, kind="tags.tag_resumed", about="tagging_id", title=_("Tag used again")):
    tagging_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class TagRenewed(Fact, kind="tags.tag_renewed", about="tagging_id", title=_("Tag renewed")):
    tagging_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class TagApproved(
    Fact, kind="tags.tag_approved", about="tagging_id", title=_("Sensitive proposal approved")
):
    tagging_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class ObjectionMade(
    Fact, kind="tags.objection_made", about="objection_id", title=_("Objection to a tag")
):
    objection_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class ObjectionDecided(
    Fact, kind="tags.objection_decided", about="objection_id", title=_("Objection decided")
):
    objection_id: str
    resident_id: str
    upheld: bool


@dataclass(frozen=True, kw_only=True)
class WithholdingAsked(
    Fact, kind="tags.withholding_asked", about="tagging_id", title=_("Withholding asked for")
):
    tagging_id: str
    resident_id: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class WithholdingApproved(
    Fact, kind="tags.withholding_approved", about="tagging_id", title=_("Withholding approved")
):
    tagging_id: str
    resident_id: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class TagSuggested(
    Fact, kind="tags.tag_suggested", about="suggestion_id", title=_("Tag suggested by a machine")
):
    suggestion_id: str
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class SuggestionSettled(
    Fact, kind="tags.suggestion_settled", about="suggestion_id", title=_("Suggestion settled")
):
    suggestion_id: str
    resident_id: str
    taken: bool
