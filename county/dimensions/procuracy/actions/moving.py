"""How every move of a suggestion is made: locked, permitted, lawful, kept and announced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.events import SuggestionMoved
from county.dimensions.procuracy.flow import SUGGESTION
from county.dimensions.procuracy.knowledge.clocks import step_due
from county.dimensions.procuracy.models import Suggestion
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed
from county.kernel.saying import saying
from county.records.enterprises.models import Representative

SHORTEST = 2
LONGEST = 20_000
"""Characters of any text of a suggestion."""


def locked(suggestion: Suggestion) -> Suggestion:
    """The suggestion as it stands now, its row held until the transaction ends."""
    rows = Suggestion.objects.select_for_update(of=("self",))
    return rows.select_related("handler__post", "organisation").get(pk=suggestion.pk)


@contextmanager
def moving(
    suggestion: Suggestion, verb: str, *, by: Officer | Representative
) -> Iterator[Suggestion]:
    """Make a move of the flow's table; what the caller sets on the row is kept with it.

    Raises NotAllowed for whoever may not, IllegalMove where the table has no such move.
    """
    with transaction.atomic():
        row = locked(suggestion)
        may(row, SUGGESTION.moves[verb].may, by=by)
        left = SUGGESTION.move(row, verb)
        row.stage_due = step_due(row.state, clock.today())
        yield row
        row.save()  # the row is held; every move has fields of its own
        announce(
            SuggestionMoved(
                suggestion_id=str(row.pk),
                verb=verb,
                left=left,
                state=row.state,
                version=row.version,
                digest=row.told_digest,
                organisation_id=str(row.organisation_id or ""),
                open_items=row.told_open_items,
            ),
            by=by,
        )


def may(row: Suggestion, permit: str, *, by: Officer | Representative) -> None:
    """Refuse whoever may not act here: a stranger's firm, another handler, a missing permit."""
    if isinstance(by, Representative):
        demand(by, permit)
        if by.organisation_id != row.organisation_id:
            raise NotAllowed(_("This suggestion is addressed to another unit."))
        return
    if permit == Permit.HANDLE or permit.startswith("enterprises."):
        demand(by, Permit.HANDLE)
        if by.pk != row.handler_id:
            raise NotAllowed(_("This suggestion is in the hands of %s.") % row.handler)
        return
    demand(by, permit)
    if by.pk == row.handler_id:
        raise NotAllowed(_("Somebody else than the handling prosecutor decides this."))


def text(value: str, what: str, *, shortest: int = SHORTEST, longest: int = LONGEST) -> str:
    """The text without blanks around it; Incomplete, with its name, if it is too short or long."""
    value = value.strip()
    if not shortest <= len(value) <= longest:
        raise Incomplete(
            _("%(what)s: write %(shortest)s to %(longest)s characters.")
            % {"what": what, "shortest": shortest, "longest": longest}
        )
    return value


def call(permit: str, row: Suggestion, sentence: str, *, by: Actor) -> None:
    """Tell everybody who holds a permit that a suggestion waits for them."""
    tell(
        list(holders(permit)),
        title=saying(sentence, str(row)),
        url=row.url,
        by=by,
        about=row.subject,
    )


def call_handler(row: Suggestion, sentence: str, *, by: Actor, words: str = "") -> None:
    """Tell the handling prosecutor what became of a suggestion."""
    tell(
        [row.handler],
        title=saying(sentence, str(row)),
        url=row.url,
        by=by,
        about=row.subject,
        text=words[:200],
    )
