"""The templates' environment: strict, escaped, translated, with the county's few words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from county.kernel.clock import SHANGHAI, now
from county.kernel.saying import said
from county.kernel.text import is_blank

Word = Callable[..., Any]
WORDS: dict[str, Word] = {}
COLOURS = 8
HIDDEN = Markup('aria-hidden="true"')


def word(function: Word) -> Word:
    """Let templates use this function as a filter, such as an area's name for its code."""
    WORDS[function.__name__] = function
    return function


def moment(value: datetime | None) -> str:
    """Date and time in the county, such as 2026-11-23 14:27."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if value else ""


def short(value: datetime | None) -> str:
    """The time of today, `yesterday`, or the day: what a list has room for."""
    if value is None:
        return ""
    local, today = value.astimezone(SHANGHAI), now().astimezone(SHANGHAI).date()
    if local.date() == today:
        return local.strftime("%H:%M")
    if local.date() == today - timedelta(days=1):
        return gettext("yesterday")
    return local.strftime("%m-%d" if local.year == today.year else "%Y-%m-%d")


def hour(value: datetime | None) -> str:
    """The time of day in the county."""
    return value.astimezone(SHANGHAI).strftime("%H:%M") if value else ""


def span(seconds: float | None) -> str:
    """A length of time in its largest fitting unit; a dash for none."""
    if seconds is None:
        return "–"
    whole = int(abs(seconds))
    if whole < 90:
        return gettext("%(n)s s") % {"n": whole}
    if whole < 90 * 60:
        return gettext("%(n)s min") % {"n": round(whole / 60)}
    if whole < 48 * 3600:
        return gettext("%(n)s h") % {"n": round(whole / 3600)}
    return gettext("%(n)s d") % {"n": round(whole / 86400)}


def due(value: datetime | None) -> str:
    """How long until a limit, or how long past it."""
    if value is None:
        return ""
    left = (value - now()).total_seconds()
    return (gettext("%s left") if left >= 0 else gettext("%s late")) % span(left)


def urgency(value: datetime | None) -> str:
    """The class of a limit's badge: bad when past, near within ten minutes, else good."""
    if value is None:
        return ""
    left = (value - now()).total_seconds()
    return "bad" if left < 0 else "near" if left < 600 else "good"


def yuan(value: Decimal | float | None) -> str:
    """An amount with separators and, where there are any, cents; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:,.2f}"
    return text.removesuffix(".00")


def linked(text: str) -> Markup:
    """A text of the county's own in which the addresses of our pages, and no others, can be tapped.

    The link names the path only, so it opens the page where the reader already is.
    """
    ours = re.compile(re.escape(settings.SIWEI_ADDRESS) + r"(/[\w/-]*)", re.ASCII)
    pieces = ours.split(text)
    marks = [
        Markup('<a href="{0}">{1}{0}</a>').format(piece, settings.SIWEI_ADDRESS)
        if place % 2
        else escape(piece)
        for place, piece in enumerate(pieces)
    ]
    return Markup("").join(marks)


def initial(name: str) -> str:
    """What stands in a person's round picture."""
    return (name.strip() or "?")[0].upper()


def colour(name: str) -> str:
    """The picture's colour class: the same name always has the same one."""
    return f"c{crc32(name.encode('utf-8', 'replace')) % COLOURS}"


@lru_cache(maxsize=256)
def built(name: str) -> str:
    """The address of a file the front-end build made."""
    return static(f"built/{name}")


@lru_cache(maxsize=2048)
def icon(name: str, label: str = "") -> Markup:
    """A picture of the sprite; without a label it only decorates."""
    told = Markup('role="img" aria-label="{}"').format(label) if label else HIDDEN
    return Markup('<svg class="i" {}><use href="{}#{}"/></svg>').format(
        told, built("icons.svg"), name
    )


def badge(text: object, tone: str = "gry") -> Markup:
    """A word in a coloured box."""
    return Markup(f'<span class="t {escape(tone)}">{escape(text)}</span>')  # noqa: S704 - escaped


@lru_cache(maxsize=4096)
def avatar(name: str, size: str = "") -> Markup:
    """What stands for a person: the first sign of the name on the name's own colour."""
    return Markup('<span class="av {} {}" aria-hidden="true">{}</span>').format(
        size, colour(name), initial(name)
    )


def sla(moment_due: datetime | None) -> Markup:
    """A limit and how long until it, or past it; nothing without a limit."""
    if not moment_due:
        return Markup()
    state, at, left = urgency(moment_due), moment_due.isoformat(), escape(due(moment_due))
    return Markup(f'<span class="sla num {state}" data-county-due="{at}">{left}</span>')  # noqa: S704


def label(value: object, choices: dict[str, Any]) -> str:
    """A code's wording; the code itself where the list has none."""
    return str(choices.get(str(value), value))


@lru_cache(maxsize=8192)
def _told(language: str | None, message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704 - our own sentence, reviewed in the catalogue


@lru_cache(maxsize=8192)
def _whole(language: str | None, message: str) -> Markup:
    return _told(language, message) % {}


def tell(message: str, **values: object) -> Markup:
    """A sentence in the language of the page: a page has two hundred, so each is looked up once."""
    language = translation.get_language()
    return _told(language, message) % values if values else _whole(language, message)


MARKS: tuple[Word, ...] = (icon, badge, avatar, sla)
"""Components as functions: a macro costs ten times as much, and a list has hundreds."""


class Components:
    """The macros of `design/ui.html`, at hand in every template and in every named part."""

    def __init__(self, made: Environment) -> None:
        self._made = made
        for mark in MARKS:
            setattr(self, mark.__name__, mark)

    def __getattr__(self, name: str) -> Any:
        macro = getattr(self._made.get_template("design/ui.html").module, name)
        if not self._made.auto_reload:
            setattr(self, name, macro)  # found at once from now on
        return macro


def environment(**options: Any) -> Environment:
    """The environment Django asks for: undefined names are errors, everything is escaped."""
    options |= {"undefined": StrictUndefined, "autoescape": True}
    made = Environment(  # noqa: S701 - everything is escaped, as the line above says
        **options,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    made.globals.update(
        _=tell,
        url=lambda name, *args: reverse(name, args=args),
        built=built,
        language=translation.get_language,
    )
    for function in (
        said,
        moment,
        short,
        hour,
        span,
        due,
        urgency,
        yuan,
        initial,
        colour,
        label,
        linked,
    ):
        made.filters[function.__name__] = function
    made.filters["blank"] = is_blank
    made.filters["fraud_type"] = str  # until the dimension that knows the types says better
    made.filters.update(WORDS)
    made.globals["ui"] = Components(made)
    made.globals.update({mark.__name__: mark for mark in MARKS})
    return made
