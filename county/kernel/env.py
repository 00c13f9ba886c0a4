"""Read an environment variable, or refuse to start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

Network = IPv4Network | IPv6Network
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class BadEnvironment(RuntimeError):  # noqa: N818 - like Refused, it reads as a sentence
    """A variable holds something that cannot be meant; the message says which and what would do."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable as the program asked for it: the source of `.env.example` and its page."""

    name: str
    default: str
    meaning: str
    kind: str
    options: tuple[str, ...] = ()


VARIABLES: dict[str, Variable] = {}
"""Every variable asked for so far, in the order of asking."""


def text(name: str, default: str, meaning: str) -> str:
    """The variable as it stands; an empty one is an answer too."""
    _note(Variable(name, default, meaning, "text"))
    return os.environ.get(name, default)


def flag(name: str, default: bool, meaning: str) -> bool:  # noqa: FBT001 - a reader, not a verb
    """True or False; raises BadEnvironment for anything but a plain yes or no."""
    _note(Variable(name, "true" if default else "false", meaning, "flag", ("true", "false")))
    given = _given(name).lower()
    if not given:
        return default
    if given not in YES + NO:
        raise BadEnvironment(f"{name} is “{given}”. Write true or false.")
    return given in YES


def integer(name: str, default: int, meaning: str) -> int:
    """A whole number; raises BadEnvironment for anything else."""
    _note(Variable(name, str(default), meaning, "integer"))
    given = _given(name)
    if not given:
        return default
    try:
        return int(given)
    except ValueError:
        raise BadEnvironment(f"{name} is “{given}”. Write a whole number.") from None


def path(name: str, default: Path, meaning: str) -> Path:
    """A folder's absolute path, which may not exist yet; raises BadEnvironment if it is a file."""
    _note(Variable(name, str(default), meaning, "path"))
    given = _given(name)
    folder = Path(given).expanduser() if given else default
    if folder.exists() and not folder.is_dir():
        raise BadEnvironment(f"{name} is “{folder}”, which is a file. Write the path of a folder.")
    return folder.absolute()


def choice(name: str, default: str, meaning: str, options: tuple[str, ...]) -> str:
    """One of `options`; raises BadEnvironment for any other word."""
    _note(Variable(name, default, meaning, "choice", options))
    given = _given(name) or default
    if given not in options:
        raise BadEnvironment(f"{name} is “{given}”. Write one of: {', '.join(options)}.")
    return given


def networks(name: str, meaning: str) -> tuple[Network, ...]:
    """Networks with commas between them, none by default; raises BadEnvironment for other words."""
    _note(Variable(name, "", meaning, "text"))
    parts = [part.strip() for part in _given(name).split(",")]
    try:
        return tuple(ip_network(part) for part in parts if part)
    except ValueError as error:
        raise BadEnvironment(f"{name}: {error}. Write networks such as 10.23.0.0/16.") from None


def example(root: Path) -> str:
    """The text of `.env.example`: each variable with meaning and default; paths from `root`."""
    lines: list[str] = []
    for variable in VARIABLES.values():
        options = f" ({' | '.join(variable.options)})" if variable.options else ""
        default = variable.default
        if variable.kind == "path" and Path(default).is_relative_to(root):
            default = f"./{Path(default).relative_to(root)}"
        lines += [f"# {variable.meaning}{options}", f"#{variable.name}={default}", ""]
    return "\n".join(lines)


def _given(name: str) -> str:
    """What was set. Compose files pass an unset variable on as an empty one: both mean unset."""
    return os.environ.get(name, "").strip()


def _note(variable: Variable) -> None:
    known = VARIABLES.setdefault(variable.name, variable)
    if known != variable:
        raise BadEnvironment(f"{variable.name} is asked for twice with different meanings.")
