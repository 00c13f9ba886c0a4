"""Every verb on tags."""

from county.records.tags.actions.library import count_refusal, load_library
from county.records.tags.actions.parts import (
    CLOCK,
    AlreadyThere,
    NotForMinors,
    NoticeNotSeen,
)
from county.records.tags.actions.rights import (
    decide,
    end_what_rested_on,
    freeze,
    object_to,
    refuse,
    unfreeze,
    withdraw,
)
from county.records.tags.actions.setting import (
    approve,
    ask_to_renew,
    clear,
    confirm,
    end,
    lay,
    let_run_out,
    note,
    propose,
    put_statutory_in_force,
    renew,
    set_own,
)
from county.records.tags.actions.suggesting import (
    let_suggestions_lapse,
    settle_suggestion,
    suggest,
    take_suggestion,
)
from county.records.tags.actions.withholding import approve_withholding, ask_to_withhold

__all__ = [
    "CLOCK",
    "AlreadyThere",
    "NotForMinors",
    "NoticeNotSeen",
    "approve",
    "approve_withholding",
    "ask_to_renew",
    "ask_to_withhold",
    "clear",
    "confirm",
    "count_refusal",
    "decide",
    "end",
    "end_what_rested_on",
    "freeze",
    "lay",
    "let_run_out",
    "let_suggestions_lapse",
    "load_library",
    "note",
    "object_to",
    "propose",
    "put_statutory_in_force",
    "refuse",
    "renew",
    "set_own",
    "settle_suggestion",
    "suggest",
    "take_suggestion",
    "unfreeze",
    "withdraw",
]
