"""What an officer may do straight from a card in WeCom: dimensions lend their verbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from county.foundation.staff.models import Officer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Act = Callable[[Officer, str], str]


@dataclass(frozen=True, slots=True)
class Button:
    """A button's wording, and what pressing it does: it comes back with what the card then says."""

    label: StrOrPromise
    act: Act


BUTTONS: dict[str, Button] = {}


def button(key: str, label: StrOrPromise) -> Callable[[Act], Act]:
    """Let cards offer this verb: it is called with the officer and the notice's subject.

    It demands the officer's permit itself and raises Refused in words, as behind any other door.
    """

    def lend(act: Act) -> Act:
        BUTTONS[key] = Button(label, act)
        return act

    return lend
