"""Reports are asked for by the clock, and made in the background."""

from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.kernel import clock
from county.reports import actions
from county.reports.events import ReportAsked
from county.reports.knowledge import MONTH, WEEK, last_whole


@every("0 7 * * 1")
def weekly() -> None:
    """Monday at seven: last week's report of each department."""
    actions.ask_all(WEEK, last_whole(WEEK, clock.today()))


@every("0 7 1 * *")
def monthly() -> None:
    """The first at seven: last month's report of each department."""
    actions.ask_all(MONTH, last_whole(MONTH, clock.today()))


@on(ReportAsked, outside=True)
def make(fact: ReportAsked) -> None:
    """Make it."""
    actions.make(fact.report_id)
