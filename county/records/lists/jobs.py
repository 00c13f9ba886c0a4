"""Lists are brought in by the worker, in batches; what was kept for a time goes."""

from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.records.lists import actions, exporting
from county.records.lists.events import BatchDue, CheckDue


@on(CheckDue)
def check_next(fact: CheckDue) -> None:
    """The next rows of a long list; those after them are a fact of their own."""
    actions.check_next(fact.import_id)


@on(BatchDue)
def bring_in(fact: BatchDue) -> None:
    """The next hundred rows; the batch after it is a fact of its own, so that others get a turn."""
    actions.bring_in(fact.import_id)


@every("15 * * * *")
def forget() -> None:
    """Remove lists that were taken out a day ago, and rows that can no longer be undone."""
    exporting.remove_old()
    actions.forget_rows()
