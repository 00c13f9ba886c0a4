"""Facts about residents; they carry ids, never names or numbers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class ResidentOpened(
    Fact, kind="residents.resident_opened", about="resident_id", title=_("File opened")
):
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class ResidentIdentified(
    Fact, kind="residents.resident_identified", about="resident_id", title=_("Phone confirmed")
):
    """`former_id` names the file that was given up for this one; empty where there was none."""

    resident_id: str
    former_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ResidentCorrected(
    Fact, kind="residents.resident_corrected", about="resident_id", title=_("File corrected")
):
    resident_id: str
    fields: str


@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(
    Fact, kind="residents.consent_recorded", about="resident_id", title=_("Consent recorded")
):
    resident_id: str
    scope: str
    given: bool
