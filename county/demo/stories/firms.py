"""Firms of the demonstration get accounts: their legal representatives, and a colleague."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from county.demo.people import firm
from county.demo.stage import Story
from county.demo.stations import Stations
from county.kernel import clock
from county.kernel.fields import reveal
from county.records.enterprises import actions
from county.records.enterprises.access import Permit
from county.records.enterprises.models import Invitation, Representative

FIRMS = {
    "91330424MA00000155": ("某示例", "19900200001"),
    "91330424MA00000823": ("某演示", "19900200002"),
    "91330424MA000012X6": ("某举例", "19900200003"),
}
"""The firms with an account, by their codes: who is legal representative, and a phone of nobody."""
COLLEAGUE = ("某样例", "19900200004", "安环部主管")


def accounts(stations: Stations) -> Story:
    """The counter opens the accounts; a colleague is let in a while later."""
    counter = stations.named("chuang")
    for code, (name, phone) in FIRMS.items():
        registered = firm(code)  # a short play has a few of the firms only
        if registered is None:
            continue
        invitation = actions.open_account(
            registered,
            name=name,
            phone=phone,
            checked="窗口核验：已查验身份证和营业执照",
            by=counter,
        )
        _accept(invitation)
    yield clock.now() + timedelta(hours=1)
    name, phone, duty = COLLEAGUE
    legal = speakers().get(organisation__code=next(iter(FIRMS)), is_legal=True)
    trusts = (Permit.LESSONS, Permit.QUESTIONS)
    _accept(actions.invite(legal, name=name, phone=phone, duty=duty, trusts=trusts))


def _accept(invitation: Invitation) -> None:
    actions.join(reveal(invitation, "code"), address="demo")


def speakers() -> QuerySet[Representative]:
    """Who may be played of the firms, the first firm's people first."""
    rows = Representative.objects.filter(organisation__code__in=FIRMS, left_at=None)
    return rows.select_related("organisation").order_by("organisation__code", "-is_legal")
