"""From a lead to its case: linked by an officer, solved with evidence; long checks approved."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions.matters import (
    ids,
    lock,
    make_move,
    set_next_due,
    start_clock,
)
from county.dimensions.helpdesk.events import LeadExtended, MatterMoved
from county.dimensions.helpdesk.flow import Kind, State
from county.dimensions.helpdesk.models import LeadFile, Matter, SmallCase
from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.kernel.text import clean


def case_of(number: str) -> str:
    """A case number as it is compared: one case is one, however its number was typed."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()[:40]


@transaction.atomic
def link_to_case(
    matter: Matter, *, case_number: str, link: str, by: Officer, small_case: str = ""
) -> Matter:
    """Note which case a lead helped to solve, directly or indirectly: an officer says so."""
    demand(by, Permit.LEADS)
    matter = lock(matter)
    case = case_of(case_number)
    if matter.kind != Kind.LEAD or link not in ("direct", "indirect") or not case:
        raise Refused(_("Give the case number, and say whether the lead led there directly."))
    if small_case not in SmallCase.values:
        raise Refused(_("Choose the kind of case from the list."))
    matter.case_number, matter.case_link = case, link
    matter.save(update_fields=["case_number", "case_link"])
    if small_case:
        LeadFile.objects.filter(matter=matter).update(small_case=small_case)
    announce(
        MatterMoved(
            **ids(matter), verb="link", from_state=matter.state, to_state=matter.state,
            note=f"{link} {matter.case_number}",
        ),
        by=by,
    )  # fmt: skip
    return matter


@transaction.atomic
def file_case(
    matter: Matter, *, case_number: str, link: str, by: Officer, small_case: str = ""
) -> Matter:
    """File a case on a lead: its number and the kind of link stand from the beginning."""
    matter = link_to_case(matter, case_number=case_number, link=link, small_case=small_case, by=by)
    return make_move(matter, verb="file_case", by=by, note=matter.case_number)


@transaction.atomic
def solve(
    matter: Matter, *, by: Officer, document: str = "", evidence: UUID | None = None
) -> Matter:
    """Note that the case is solved, as the case system says: with a document's number or a file."""
    matter = lock(matter)
    document = clean(document, 60).strip()
    if not document and evidence is None:
        raise Refused(_("Give the number of the document, or the file, that shows the outcome."))
    if not matter.case_number:
        raise Refused(_("Link the lead to its case first."))
    matter = make_move(matter, verb="solved", by=by, note=document)
    LeadFile.objects.filter(matter=matter).update(document=document, evidence=evidence)
    return matter


@transaction.atomic
def extend(matter: Matter, *, reason: str, by: Officer) -> Matter:
    """Let a complex check take 30 days: a superior agrees who does not do it."""
    demand(by, Permit.LEAD_EXTEND)
    matter = lock(matter)
    if matter.state != State.VERIFYING:
        raise Refused(_("Only a check that is going on is extended."))
    if matter.assignee_id == by.pk:
        raise NotAllowed(_("Whoever does the check does not extend it."))
    if not reason.strip():
        raise Refused(_("Say why the check takes longer."))
    running = matter.clocks.filter(code="lead_verify", met_at__isnull=True).first()
    if running is None:
        raise Refused(_("This check has been extended already."))
    begun = running.started_at
    running.delete()
    start_clock(matter, "lead_complex", clock.now(), since=begun)
    set_next_due(matter)
    announce(LeadExtended(matter_id=str(matter.pk)), by=by)
    return matter
