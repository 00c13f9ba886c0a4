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
