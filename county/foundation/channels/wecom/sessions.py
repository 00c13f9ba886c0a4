"""Who holds a resident's chat in customer service: ask, pass on, end (documents 94669, 94645)."""

from __future__ import annotations

from dataclasses import dataclass

from county.foundation.channels.wecom.answers import number, objects, word
from county.foundation.channels.wecom.client import Client

NEW, WE, POOL, COLLEAGUE, OVER = range(5)
"""The states of a session, by WeCom's numbers."""


@dataclass(frozen=True, slots=True)
class Held:
    """A session's state, and the colleague who has it in state 3."""

    state: int
    colleague: str


@dataclass(frozen=True, slots=True)
class Servicer:
    """A colleague who may answer for an account in WeCom, and whether they do so now."""

    account: str
    receives: bool


def held(wecom: Client, account: str, resident: str) -> Held:
    """Who holds the chat now."""
    body = {"open_kfid": account, "external_userid": resident}
    answer = wecom.post("kf/service_state/get", body)
    return Held(number(answer, "service_state"), word(answer, "servicer_userid"))


def pass_on(wecom: Client, account: str, resident: str, colleague: str) -> None:
    """Give the chat to a colleague; the adapter does it only because an officer said so (F-28)."""
    body = {"open_kfid": account, "external_userid": resident, "service_state": COLLEAGUE}
    wecom.post("kf/service_state/trans", {**body, "servicer_userid": colleague})


def end(wecom: Client, account: str, resident: str) -> None:
    """End the chat; the resident's next word begins a new one, which is ours."""
    body = {"open_kfid": account, "external_userid": resident, "service_state": OVER}
    wecom.post("kf/service_state/trans", body)


def servicers(wecom: Client, account: str) -> tuple[Servicer, ...]:
    """The colleagues who may answer for the account in WeCom; departments are left out."""
    rows = objects(wecom.get("kf/servicer/list", open_kfid=account), "servicer_list")
    return tuple(
        Servicer(word(row, "userid"), number(row, "status") == 0)
        for row in rows
        if row.get("userid")
    )
