"""Every write about residents' files."""

from county.records.residents.actions.ages import (
    ChildRefused,
    declare_child,
    inform_guardian,
    keep_bands_fresh,
    state_age,
)
from county.records.residents.actions.erasing import erase, erase_again, reseal
from county.records.residents.actions.files import (
    NOTICE_VERSION,
    correct,
    identify,
    meet,
    open_file,
    record_consent,
    see_notice,
    show_private,
    touch,
)
from county.records.residents.actions.homes import (
    begin_role,
    end_role,
    leave_household,
    share_household,
)
from county.records.residents.actions.joining import (
    join,
    keep_apart,
    part,
)
from county.records.residents.actions.looking import (
    BudgetSpent,
    ask_leave,
    open_page,
    set_allowance,
)

__all__ = [
    "NOTICE_VERSION",
    "BudgetSpent",
    "ChildRefused",
    "ask_leave",
    "begin_role",
    "correct",
    "declare_child",
    "end_role",
    "erase",
    "erase_again",
    "identify",
    "inform_guardian",
    "join",
    "keep_apart",
    "keep_bands_fresh",
    "leave_household",
    "meet",
    "open_file",
    "open_page",
    "part",
    "record_consent",
    "reseal",
    "see_notice",
    "set_allowance",
    "share_household",
    "show_private",
    "state_age",
    "touch",
]
