"""Each night what is old runs out; tags follow a joined file, and end with their consent."""

from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.records.residents.events import ConsentRecorded, FilesMerged, FilesParted
from county.records.residents.models import Resident
from county.records.tags import actions, joining


@every("10 1 * * *")
def let_run_out() -> None:
    """End tags after their last day; delete proposals that nobody confirmed, and suggestions."""
    actions.let_run_out()
    actions.let_suggestions_lapse()


@on(ConsentRecorded)
def consent_taken_back(fact: ConsentRecorded) -> None:
    """What rested on a consent ends with it, wherever it was taken back (I27)."""
    if not fact.given:
        resident = Resident.objects.get(pk=fact.resident_id)
        actions.end_what_rested_on(resident, fact.scope, by=resident)


@on(FilesMerged)
def files_became_one(fact: FilesMerged) -> None:
    """The tags of the file that was given up become those of the file that speaks now."""
    joining.follow_the_file(fact.former_id, fact.resident_id, joining_id=fact.joining_id)


@on(FilesParted)
def files_are_two_again(fact: FilesParted) -> None:
    """The tags that came from the other file go back to it."""
    joining.go_back(fact.joining_id, fact.former_id, fact.resident_id)
