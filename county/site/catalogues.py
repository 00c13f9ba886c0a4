"""The Chinese catalogues, one per app: collected from the code, kept calm, compiled, examined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message, TranslationError
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template import engines

from county.kernel.dimension import county_apps

LOCALE = "zh_Hans"
HEADER = """\
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
"""No dates and no names: a catalogue changes only when its words do."""

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".jinja", ".txt", ".xml"}
SKIPPED = {"tests", "migrations", "static", "locale"}


@dataclass(frozen=True)
class Defect:
    """A sentence that would reach the screen wrong: where, which, and why."""

    file: Path
    message: str
    why: str

    def __str__(self) -> str:
        return f"{self.file.relative_to(settings.ROOT)}: {self.message!r}: {self.why}"


def po_of(folder: Path) -> Path:
    """Where an app's catalogue lies."""
    return folder / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def files() -> list[Path]:
    """Every catalogue there is."""
    return sorted(settings.COUNTY.rglob(f"locale/{LOCALE}/LC_MESSAGES/django.po"))


def homes() -> list[Path]:
    """The folders that have a catalogue of their own, the innermost first."""
    folders = {Path(config.path) for config in county_apps()} | {settings.COUNTY / "kernel"}
    return sorted(folders, key=lambda folder: (-len(folder.parts), folder))


def collect() -> dict[Path, Catalog]:
    """What the code says now, untranslated, by the folder whose catalogue should hold it.

    Code that belongs to no app speaks through the kernel's catalogue.
    """
    folders = homes()
    said: defaultdict[Path, Catalog] = defaultdict(lambda: Catalog(locale=LOCALE))
    for file in sorted(settings.COUNTY.rglob("*")):
        inside = file.relative_to(settings.COUNTY)
        if not file.is_file() or SKIPPED & set(inside.parts):
            continue
        home = next((h for h in folders if file.is_relative_to(h)), settings.COUNTY / "kernel")
        for message, comments, context in sentences(file):
            said[home].add(message, auto_comments=comments, context=context)
    return dict(said)


def sentences(file: Path) -> Iterator[tuple[Any, list[str], str | None]]:
    """Each sentence of one file that is meant for the screen."""
    if file.suffix == ".py":
        method: Any = "python"
    elif file.suffix in TEMPLATES and "templates" in file.parts:
        method = from_template
    else:
        return
    with file.open("rb") as source:
        for _line, message, comments, context in extract(
            method,
            source,
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            yield message, list(comments), context


def from_template(
    source: IO[bytes], keywords: Collection[str], tags: Collection[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Read a template as the pages' own environment does, so that trimming agrees with it."""
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    text = source.read().decode()
    for line, function, message in environment.extract_translations(text, keywords):
        yield line, function, message, []


def read(file: Path) -> Catalog:
    """The catalogue as it lies on the disk; an empty one if there is none."""
    if not file.exists():
        return Catalog(locale=LOCALE)
    with file.open("rb") as source:
        return read_po(source, locale=LOCALE)


def known(*catalogues: Catalog) -> dict[tuple[Any, str | None], Message]:
    """Every sentence of these catalogues, those that have gone included; the last word counts."""
    return {
        (message.id, message.context): message
        for catalogue in catalogues
        for message in [*catalogue.obsolete.values(), *catalogue]
        if message.id
    }


def merge(said: Catalog, before: Catalog, *elsewhere: Catalog) -> Catalog:
    """What the code says now, with every translation there ever was.

    A sentence that has gone is kept as obsolete, and finds its translation again when it returns.
    One that another app's catalogue has translated speaks the same there and here. Nothing is
    guessed: a changed sentence is a new one.
    """
    merged = Catalog(locale=LOCALE)
    kept, others = known(before), known(*elsewhere)
    for message in said:
        if not message.id:
            continue
        key = (message.id, message.context)
        old = kept.pop(key, None)
        if old is None or not filled(old):
            old = others.get(key, old)
        merged.add(
            message.id,
            old.string if old else None,
            flags=(old.flags if old else set()) | message.flags,
            auto_comments=sorted(set(message.auto_comments)),
            user_comments=old.user_comments if old else (),
            context=message.context,
        )
    for (_, context), message in sorted(kept.items(), key=str):
        if filled(message):
            gone = Message(message.id, message.string, context=context, flags=message.flags)
            merged.obsolete[merged._key_for(message.id, context)] = gone  # noqa: SLF001
    return merged


def filled(message: Message) -> bool:
    """Whether the message has a translation, in every plural form."""
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(strings)


def extract_all() -> list[Path]:
    """Bring every catalogue up to the code; say which ones changed."""
    changed = []
    said = collect()
    every = [read(file) for file in files()]
    for folder in homes():
        file = po_of(folder)
        if folder not in said and not file.exists():
            continue
        merged = merge(said.get(folder, Catalog(locale=LOCALE)), read(file), *every)
        body = BytesIO()
        write_po(body, merged, width=100, no_location=True, omit_header=True, sort_output=True)
        text = HEADER + body.getvalue().decode().strip() + "\n"
        if not file.exists() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            changed.append(file)
    return changed


def compile_all() -> int:
    """Write what Django reads from every catalogue; say how many sentences there are."""
    count = 0
    for file in files():
        catalogue = read(file)
        count += len(catalogue)
        aside = file.with_suffix(".mo.new")
        with aside.open("wb") as target:
            write_mo(target, catalogue)
        aside.replace(file.with_suffix(".mo"))
    return count


def defects() -> list[Defect]:
    """Every sentence of the code that has no sound translation."""
    found = []
    for folder, said in sorted(collect().items()):
        file = po_of(folder)
        found += [
            Defect(file, str(message.id), why)
            for message in merge(said, read(file))
            if message.id and (why := fault(message))
        ]
    return found


def fault(message: Message) -> str:
    """Why a translation cannot be shown; empty if it can."""
    if not filled(message):
        return "not translated"
    if message.fuzzy:
        return "fuzzy"
    errors: list[TranslationError] = message.check()
    return "; ".join(str(error) for error in errors)
