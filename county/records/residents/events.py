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
    """`former_id` was told before FilesMerged was; it stays for what old logs hold."""

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


@dataclass(frozen=True, kw_only=True)
class FilesMerged(
    Fact, kind="residents.files_merged", about="resident_id", title=_("Two files joined")
):
    """`former_id` was given up for `resident_id`; move your rows and note them in the joining."""

    resident_id: str
    joining_id: str
    former_id: str


@dataclass(frozen=True, kw_only=True)
class FilesParted(
    Fact, kind="residents.files_parted", about="resident_id", title=_("Joining undone")
):
    """Move back to `former_id` what you noted in the joining."""

    resident_id: str
    joining_id: str
    former_id: str


@dataclass(frozen=True, kw_only=True)
class ChildFound(
    Fact,
    kind="residents.child_found",
    about="resident_id",
    title=_("A child under 14: file emptied"),
):
    """Keep nothing of this person: no tag, no chat identity."""

    resident_id: str


@dataclass(frozen=True, kw_only=True)
class AgeReached(
    Fact, kind="residents.age_reached", about="resident_id", title=_("File to be reviewed by age")
):
    resident_id: str
    age: int


@dataclass(frozen=True, kw_only=True)
class GuardianInformed(
    Fact, kind="residents.guardian_informed", about="resident_id", title=_("Guardian informed")
):
    resident_id: str
    how: str


@dataclass(frozen=True, kw_only=True)
class HouseholdShared(
    Fact, kind="residents.household_shared", about="resident_id", title=_("Household shared")
):
    resident_id: str
    household_id: str


@dataclass(frozen=True, kw_only=True)
class HouseholdLeft(
    Fact, kind="residents.household_left", about="resident_id", title=_("Household left")
):
    resident_id: str
    household_id: str


@dataclass(frozen=True, kw_only=True)
class RoleBegun(
    Fact, kind="residents.role_begun", about="resident_id", title=_("Role in an enterprise begun")
):
    resident_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(
    Fact, kind="residents.role_ended", about="resident_id", title=_("Role in an enterprise ended")
):
    resident_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class LeaveAsked(
    Fact,
    kind="residents.leave_asked",
    about="resident_id",
    title=_("File of another station opened"),
):
    resident_id: str
    officer_id: str


@dataclass(frozen=True, kw_only=True)
class ResidentArchived(
    Fact, kind="residents.resident_archived", about="resident_id", title=_("File archived")
):
    resident_id: str


@dataclass(frozen=True, kw_only=True)
class ResidentErased(
    Fact, kind="residents.resident_erased", about="resident_id", title=_("File erased")
):
    """The person's key is destroyed: empty what you keep of them, but what a law keeps."""

    resident_id: str


@dataclass(frozen=True, kw_only=True)
class AllowanceSpent(
    Fact,
    kind="residents.allowance_spent",
    about="officer_id",
    title=_("Half of the day's files opened"),
):
    officer_id: str
    opened: int
    allowed: int
