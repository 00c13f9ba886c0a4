"""The kinds of fact there are, and who listens for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

F = TypeVar("F", bound="Fact")
Listen = Callable[[Any], None]
PATIENCE = 8
"""Tries before a listener is given up: with growing pauses, about two hours."""

KINDS: dict[str, type[Fact]] = {}
LISTENERS: defaultdict[str, dict[str, Listener]] = defaultdict(dict)


class Actor(Protocol):
    """Whoever can make something happen: an officer, a resident, a rule, a key."""

    @property
    def actor(self) -> str:
        """The actor in words, such as `officer:7`."""
        ...


@dataclass(frozen=True)
class System:
    """The county's own hand: a clock, a rule, the desk's automatic voice."""

    actor: str


@dataclass(frozen=True, slots=True)
class Listener:
    """A function that acts on a fact; `outside` when it speaks to the world or takes long.

    `patience` is how often it is tried before it is given up.
    """

    act: Listen
    outside: bool
    patience: int


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened: named in the past tense, made of ids and plain values.

    `about` names the field whose value is the subject; `thread` the field that holds the
    conversation, where there is one, so that open pages of it hear of the fact.
    """

    kind: ClassVar[str]
    title: ClassVar[StrOrPromise]
    subject_field: ClassVar[str]
    thread_field: ClassVar[str]

    def __init_subclass__(
        cls, *, kind: str, about: str, title: StrOrPromise, thread: str = ""
    ) -> None:
        cls.kind, cls.subject_field, cls.title, cls.thread_field = kind, about, title, thread
        KINDS[kind] = cls

    @property
    def subject(self) -> str:
        """What the fact is about, such as `matter:0192…`."""
        return subject(self.subject_field, getattr(self, self.subject_field))

    @property
    def thread(self) -> str | None:
        """The conversation the fact belongs to, if any."""
        value = getattr(self, self.thread_field) if self.thread_field else None
        return str(value) if value else None

    @property
    def shown(self) -> dict[str, str]:
        """What open pages may show of the fact at once; never personal data."""
        return {}


def subject(field: str, key: object) -> str:
    """The subject's name in the log: the field without its `_id`, and the key."""
    return f"{field.removesuffix('_id')}:{key}"


def on(
    fact: type[F], *, outside: bool = False, patience: int = PATIENCE
) -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Run this function in the background for each such fact.

    What it writes to the database happens exactly once: it commits together with the note that
    the fact was handled. With `outside=True` it runs without a transaction, is claimed first and
    may run again after a crash: for listeners that call other systems or take seconds. After
    `patience` failures it is given up, and administrators are called.
    """

    def listen(function: Callable[[F], None]) -> Callable[[F], None]:
        name = f"{function.__module__}.{function.__qualname__}"
        LISTENERS[fact.kind][name] = Listener(function, outside, patience)
        return function

    return listen


def on_each(kinds: Iterable[str]) -> Callable[[Listen], Listen]:
    """Run this function in the background for each fact of these kinds, by their names.

    For what passes facts on without knowing the dimensions that announce them.
    """

    def listen(function: Listen) -> Listen:
        name = f"{function.__module__}.{function.__qualname__}"
        for kind in kinds:
            LISTENERS[kind][name] = Listener(function, outside=False, patience=PATIENCE)
        return function

    return listen
