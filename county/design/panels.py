"""What dimensions lend to shared pages: menu entries, side panels, the frame's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Has = Callable[[str], bool]
Fill = Callable[[HttpRequest, Any], dict[str, Any]]
Frame = Callable[[HttpRequest], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. An empty permit shows it to everyone; `covers` names further pages."""

    group: StrOrPromise
    title: StrOrPromise
    url: str
    icon: str
    permit: str
    order: int
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of another app's page: beside a conversation, a resident or an organisation."""

    place: str
    template: str
    permit: str
    fill: Fill
    order: int


ENTRIES: list[Entry] = []
PANELS: list[Panel] = []
FRAMES: list[Frame] = []


def menu(
    group: StrOrPromise,
    title: StrOrPromise,
    url: str,
    *,
    icon: str,
    permit: str = "",
    order: int = 50,
    covers: tuple[str, ...] = (),
) -> None:
    """Put a line in the menu for everyone whose post includes the permit."""
    ENTRIES.append(Entry(group, title, url, icon, permit, order, covers))


def panel(place: str, template: str, *, permit: str, order: int = 50) -> Callable[[Fill], Fill]:
    """Lend a panel to a place: the function fills its template with the key it is given.

    Places: `conversation`, `resident`, `organisation`; `record`, below the page of every record
    that names itself so, whose key is its name in the log; `firm`, the enterprise's own page, whose
    permit is what its representative is trusted with; and with an empty permit `my_data`, the page
    on which residents see what is kept of themselves.
    """

    def lend(fill: Fill) -> Fill:
        PANELS.append(Panel(place, template, permit, fill, order))
        return fill

    return lend


def frame(fill: Frame) -> Frame:
    """Let this function add to every page's frame, such as the bell's number."""
    FRAMES.append(fill)
    return fill


def menu_for(has: Has) -> Iterator[tuple[str, list[Entry]]]:
    """The menu's groups with the lines this person may see; empty groups are left out."""
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(ENTRIES, key=lambda entry: (entry.order, entry.url)):
        if not entry.permit or has(entry.permit):
            told = replace(entry, group=str(entry.group), title=str(entry.title))
            groups.setdefault(str(entry.group), []).append(told)
    yield from groups.items()


def panels_for(place: str, has: Has) -> list[Panel]:
    """The panels this person may see in a place, in their order."""
    fitting = [
        panel
        for panel in PANELS
        if panel.place == place and (not panel.permit or has(panel.permit))
    ]
    return sorted(fitting, key=lambda panel: (panel.order, panel.template))


def entry_of(path: str) -> str:
    """The address of the menu's line that a page belongs to: its own, or the longest above it."""
    own = [entry.url for entry in ENTRIES if path == entry.url or path in entry.covers]
    above = [url for entry in ENTRIES for url in (entry.url, *entry.covers) if path.startswith(url)]
    if own or not above:
        return own[0] if own else ""
    longest = max(above, key=len)
    return next(entry.url for entry in ENTRIES if longest in (entry.url, *entry.covers))
