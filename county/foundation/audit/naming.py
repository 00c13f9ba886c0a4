"""What subjects and actors are called: records say it of their own kind, in one question each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from county.foundation.staff.models import Officer

Name = Callable[[list[str]], dict[str, str]]
NAMERS: dict[str, Name] = {}


def names(kind: str) -> Callable[[Name], Name]:
    """Let this function say what things of a kind are called: keys in, words by key out."""

    def register(name: Name) -> Name:
        NAMERS[kind] = name
        return name

    return register


@names("officer")
def officers(keys: list[str]) -> dict[str, str]:
    """Officers by their names."""
    rows = Officer.objects.filter(pk__in=[key for key in keys if key.isdigit()])
    return {str(key): name for key, name in rows.values_list("pk", "name")}


def hands() -> dict[str, str]:
    """Actors who are nobody by name."""
    return {
        "clock": _("the clock"),
        "desk": _("the desk"),
        "linkage": _("linkage rule"),
        "recogniser": _("the recogniser"),
        "source": _("the source"),
        "demo": _("demonstration"),
    }


def called(subjects: Iterable[str]) -> dict[str, str]:
    """What each of these subjects or actors is called; itself where nobody knows."""
    wanted: dict[str, list[str]] = {}
    everything = set(subjects)
    for subject in everything:
        kind, _colon, key = subject.partition(":")
        wanted.setdefault(kind, []).append(key)
    found = dict(hands())
    for kind, keys in wanted.items():
        if kind in NAMERS:
            found |= {f"{kind}:{key}": name for key, name in NAMERS[kind](keys).items()}
    return {subject: found.get(subject, subject) for subject in everything}
