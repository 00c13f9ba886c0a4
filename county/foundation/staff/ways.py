"""Ways of signing in besides the password: channels lend them to the sign-in page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Way:
    """A button of the sign-in page. `at_once`: this browser is sent there without being asked."""

    title: StrOrPromise
    address: str
    at_once: bool = False


Offer = Callable[[HttpRequest], Way | None]
OFFERS: list[Offer] = []


def way_in(offer: Offer) -> Offer:
    """Let this function offer a way to sign in; None where it is not open."""
    OFFERS.append(offer)
    return offer


def ways(request: HttpRequest) -> list[Way]:
    """The ways that are open to this visitor."""
    return [way for offer in OFFERS if (way := offer(request)) is not None]
