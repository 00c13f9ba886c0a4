"""Everything that changes a task, and the addresses of calendars."""

from county.records.worklist.actions.clocks import remind
from county.records.worklist.actions.feeds import make_feed, revoke_feed
from county.records.worklist.actions.hands import hand_over, send_back, sign
from county.records.worklist.actions.joint import ask_along, finish_part, release_part
from county.records.worklist.actions.outside import confirm, fail, send_out
from county.records.worklist.actions.referee import ask_referee, decide
from county.records.worklist.actions.tasks import (
    asked_by_rule,
    assign,
    call_off,
    finish,
    follow,
    settle,
    withdraw,
)

__all__ = [
    "ask_along", "ask_referee", "asked_by_rule", "assign", "call_off", "confirm", "decide", "fail",
    "finish", "finish_part", "follow", "hand_over", "make_feed", "release_part", "remind",
    "revoke_feed", "send_back",
    "send_out", "settle", "sign", "withdraw",
]  # fmt: skip
