"""Facts about papers; what they say is in their files only."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class PaperIssued(Fact, kind="documents.paper_issued", about="issued_id", title=_("Paper issued")):
    issued_id: str
    concerns: str
    what: str
    number: str


@dataclass(frozen=True, kw_only=True)
class PaperWithdrawn(
    Fact, kind="documents.paper_withdrawn", about="issued_id", title=_("Paper withdrawn")
):
    issued_id: str
    concerns: str
    what: str
    number: str
