"""Hand contacts over in WeCom, in lots, and ask how each stands (wecom.md §6.7)."""

from __future__ import annotations

from county.foundation.channels.wecom import contacts as calls
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.errors import UNKNOWN_PEOPLE, WeComRefused
from county.foundation.database.locks import held
from county.records.contacts.actions import transfers as acts
from county.records.contacts.exchange import reading
from county.records.contacts.flow import Passage
from county.records.contacts.knowledge import lots
from county.records.contacts.models import Transfer
from county.records.contacts.queries import transfers as queries


def begin(wecom: Client) -> None:
    """Ask WeCom to begin what is planned, at most a hundred at a time.

    What was begun before and whose answer was lost is known from its result, so that nobody is
    transferred twice.
    """
    for giver, taker, resigned in queries.pairs(Passage.PLANNED):
        with held(f"contacts.transfer:{giver}:{taker}"):
            planned = queries.between(giver, taker, Passage.PLANNED, resigned=resigned)
            for some in lots(planned, calls.MOST_CONTACTS):
                _begin(wecom, giver, taker, some)


def _begin(wecom: Client, giver: str, taker: str, some: list[Transfer]) -> None:
    results, resigned = _results(wecom, giver, taker)
    waiting = {one.resident for one in results if one.status == acts.WAITING}
    before = [one for one in some if one.contact.external_userid in waiting]
    acts.begun(before, dict.fromkeys(waiting, acts.BEGUN), resigned=resigned)
    fresh = [one for one in some if one.contact.external_userid not in waiting]
    if fresh:
        names = [one.contact.external_userid for one in fresh]
        said = calls.transfer(wecom, giver, taker, names, resigned=resigned)
        acts.begun(fresh, said, resigned=resigned)


def _results(wecom: Client, giver: str, taker: str) -> tuple[list[calls.Moved], bool]:
    """How the transfers between two officers stand, and whether the giver has left WeCom."""
    try:
        return list(calls.transfers(wecom, giver, taker)), False
    except WeComRefused as error:
        if error.code not in UNKNOWN_PEOPLE:
            raise
    return list(calls.transfers(wecom, giver, taker, resigned=True)), True


def learn(wecom: Client) -> None:
    """Ask how the waiting transfers stand; what has ended is read anew, so that it is told here
    whose contact it is now (no push comes where the taker knew the resident already)."""
    for giver, taker, resigned in queries.pairs(Passage.WAITING):
        waiting = {
            one.contact.external_userid: one
            for one in queries.between(giver, taker, Passage.WAITING, resigned=resigned)
        }
        results = list(calls.transfers(wecom, giver, taker, resigned=resigned))
        still = {one.resident for one in results if one.status == acts.WAITING}
        for moved in results:
            transfer = waiting.get(moved.resident)
            if transfer is None or (moved.resident in still and moved.status != acts.WAITING):
                continue  # an older transfer between the two, which ended before this one
            if acts.stands(transfer, moved):
                reading.read_again(wecom, moved.resident)
