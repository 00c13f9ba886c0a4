"""Each night, what is old runs out; tags follow when two files of a person become one."""

from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.records.residents.events import FilesMerged, FilesParted
from county.records.tags import actions, joining


@every("10 1 * * *")
def let_run_out() -> None:
    """End tags on their last day; delete proposals that nobody confirmed."""
    actions.let_run_out()


@on(FilesMerged)
def files_became_one(fact: FilesMerged) -> None:
    """The tags of the file that was given up become those of the file that speaks now."""
    joining.follow_the_file(fact.former_id, fact.resident_id, joining_id=fact.joining_id)


@on(FilesParted)
def files_are_two_again(fact: FilesParted) -> None:
    """The tags that came from the other file go back to it."""
    joining.go_back(fact.joining_id, fact.former_id, fact.resident_id)
