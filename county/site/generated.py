"""The pages of docs/generated, written from the code so that they cannot be wrong about it."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import override

from county.dashboard.queries import lines_of_awaited
from county.foundation.events.clock import WORKS
from county.foundation.events.registry import KINDS, LISTENERS, Fact
from county.foundation.figures.access import Permit as Counts
from county.foundation.figures.registry import ALARMS, FIGURES
from county.kernel import dimension, env
from county.kernel.flow import Flow
from county.linkage.engine import RULES
from county.site import ledger
from county.site.api import api

FOLDER = Path("docs/generated")
DOORS = ("urls", "api", "chat", "jobs", "panels", "webhooks")
LAYERS = (
    "design",
    "foundation",
    "records",
    "dimensions",
    "linkage",
    "dashboard",
    "reports",
    "demo",
    "site",
)


def ours(module: str) -> bool:
    """Whether this is the county's own code and no test of it."""
    return module.startswith("county.") and ".tests" not in module


def page(title: str, *parts: str) -> str:
    """A generated page: its title, where it comes from, its parts."""
    origin = "<!-- Written by `make docs` from the code. Do not edit. -->"
    return "\n\n".join([f"# {title}", origin, *parts]) + "\n"


def table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """Rows as a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", r"\|") for cell in line) + " |" for line in lines
    )


def words(module: Any) -> str:
    """The first line of a docstring."""
    return (module.__doc__ or "").strip().partition("\n")[0]


def code(items: Any) -> str:
    """Names as code, separated by spaces."""
    return " ".join(f"`{item}`" for item in items)


def dimensions() -> str:
    """What is installed: each app, what it is, its nouns and its doors."""
    groups: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for config in dimension.county_apps():
        nouns = [model.__name__ for model in config.get_models()]
        doors = [door for door in DOORS if find_spec(f"{config.name}.{door}")]
        title = str(getattr(config, "title", "") or "")
        about = words(config.module)
        row = (f"`{config.label}`", title, about, code(nouns), code(doors))
        groups[config.name.split(".")[1]].append(row)
    head = ("app", "title", "what it is", "nouns", "doors")
    parts = [
        f"## {layer.capitalize()}\n\n{table(head, groups[layer])}"
        for layer in LAYERS
        if groups[layer]
    ]
    return page("What is installed", *parts)


def all_flows() -> Iterator[tuple[str, str, Flow]]:
    """Every flow table: the app's label, the flow's name, the flow."""
    for config in dimension.county_apps():
        if find_spec(f"{config.name}.flow"):
            for name, value in sorted(vars(import_module(f"{config.name}.flow")).items()):
                if isinstance(value, Flow):
                    yield config.label, name, value


def flows() -> str:
    """Every procedure: its diagram, and who may make each move."""
    parts = []
    for label, name, flow in all_flows():
        used = {flow.start} | {move.target for move in flow.moves.values()}
        used |= {state for move in flow.moves.values() for state in move.sources}
        states = [(f"`{s.value}`", s.label) for s in flow.states if s.value in used]
        moves = [
            (f"`{verb}`", code(sorted(map(str, m.sources))), f"`{m.target}`", f"`{m.may}`")
            for verb, m in flow.moves.items()
        ]
        parts += [
            f"## {label}: {name.lower().replace('_', ' ')}",
            f"```mermaid\n{flow.mermaid()}\n```",
            table(("state", "on screen"), states),
            table(("move", "from", "to", "permit"), moves),
        ]
    return page("Flows", *parts)


def all_facts() -> list[type[Fact]]:
    """Every kind of fact, by its name."""
    return [kind for _, kind in sorted(KINDS.items()) if ours(kind.__module__)]


def shape(field: Field[Any]) -> str:
    """A fact's field: its name, its type, and a mark if it may be missing."""
    kind = field.type.__name__ if isinstance(field.type, type) else field.type
    optional = "" if field.default is MISSING and field.default_factory is MISSING else "?"
    return f"{field.name}{optional}: {kind}"


def facts() -> str:
    """Every fact, who listens for it, and what the clock starts."""
    rows = []
    for fact in all_facts():
        listeners = [
            f"`{name.removeprefix('county.')}`" + (" (outside)" if listener.outside else "")
            for name, listener in sorted(LISTENERS[fact.kind].items())
            if ours(name)
        ]
        made_of = "<br>".join(f"`{shape(field)}`" for field in fields(fact))
        rows.append((f"`{fact.kind}`", fact.title, made_of, "<br>".join(listeners)))
    clock = [
        (f"`{name.removeprefix('county.')}`", f"`{cron}`", words(work))
        for name, (cron, work) in sorted(WORKS.items())
        if ours(name)
    ]
    return page(
        "Facts",
        "Facts are for ever: fields are added with a default, never renamed and never removed.",
        table(("fact", "title", "made of", "listeners"), rows),
        "## What the clock starts",
        "County time.",
        table(("work", "when", "what"), clock),
    )


def all_permits() -> dict[str, str]:
    """Every permit there is, and the app whose work it opens."""
    return {
        str(permit): config.label
        for config, permits in dimension.parts("access", "Permit")
        for permit in permits
    }


def posts() -> list[dict[str, Any]]:
    """The county's posts as their file has them."""
    source = files("county.foundation.staff").joinpath("posts.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(source)["post"]
    return found


def permits() -> str:
    """Every permit and the posts that carry it."""
    carried = posts()
    rows = [
        (f"`{permit}`", code(post["code"] for post in carried if permit in post["permits"]))
        for permit in all_permits()
    ]
    names = [
        (
            f"`{p['code']}`",
            p["title"],
            p["title_en"],
            "whole county" if p.get("county_wide") else "",
        )
        for p in carried
    ]
    return page(
        "Permits and posts",
        table(("permit", "posts that carry it"), rows),
        "## Posts",
        table(("code", "title", "in English", "reach"), names),
    )


def rules() -> str:
    """Every sentence of county policy that links departments."""
    rows = [
        (f"{rule.title}.", f"`{rule.when.kind}`", f"`{rule.decide.__module__.split('.')[-1]}.py`")
        for rule in RULES.values()
        if ours(rule.decide.__module__)
    ]
    return page("Linkage rules", table(("sentence", "when", "county/linkage/rules/"), sorted(rows)))


def figures() -> str:
    """Every figure of the county, what it means and who reads it; and those that are awaited."""
    counted = [
        (one.code, one.title, f"{one.definition}", one.group, f"`{one.permit}`",
         code(one.told), one.smallest or "")
        for one in FIGURES.values()
    ]  # fmt: skip
    awaited = [
        (one.code, one.title, f"{one.definition}", one.group, one.comes_with)
        for one in lines_of_awaited()
    ]
    rings = [(f"`{one.code}`", one.title, f"`{one.permit}`") for one in ALARMS.values()]
    return page(
        "Figures",
        "Each figure is counted from the rows that its reader may see and opens them. Holders of"
        f" `{Counts.COUNTS}`, and of a permit under *counts only*, are told whole months, and of"
        " fewer rows than the smallest only that they are few.",
        table(("code", "figure", "definition", "dimension", "permit", "counts only", "smallest"),
              sorted(counted)),
        "## Arrive with their dimension",
        table(("code", "figure", "definition", "dimension", "comes with"), awaited),
        "## What calls for a look",
        table(("alarm", "title", "permit"), rings),
    )  # fmt: skip


def variables() -> list[env.Variable]:
    """Every environment variable the county asks for, wherever it does."""
    for file in sorted(settings.COUNTY.rglob("*.py")):
        name = ".".join(file.relative_to(settings.ROOT).with_suffix("").parts)
        if ours(name) and "import env" in file.read_text(encoding="utf-8"):
            import_module(name.removesuffix(".__init__"))
    return list(env.VARIABLES.values())


def settings_page() -> str:
    """Every environment variable."""
    rows = []
    for variable in variables():
        default = variable.default
        if variable.kind == "path":
            default = str(Path(default).relative_to(settings.ROOT))
        choice = " | ".join(variable.options) or variable.kind
        rows.append(
            (f"`{variable.name}`", f"`{default}`" if default else "", choice, variable.meaning)
        )
    return page("Settings", table(("variable", "default", "kind", "meaning"), rows))


def environment_example() -> str:
    """Every environment variable, ready to be uncommented."""
    variables()
    return env.example(settings.ROOT).strip() + "\n"


def openapi() -> str:
    """The API as other systems' programs read it."""
    return json.dumps(api.get_openapi_schema(), indent=1, default=str, ensure_ascii=False) + "\n"


PAGES: dict[Path, Callable[[], str]] = {
    FOLDER / "dimensions.md": dimensions,
    FOLDER / "flows.md": flows,
    FOLDER / "facts.md": facts,
    FOLDER / "facts.json": lambda: ledger.after(FOLDER / "facts.json", all_facts()),
    FOLDER / "permits.md": permits,
    FOLDER / "rules.md": rules,
    FOLDER / "figures.md": figures,
    FOLDER / "settings.md": settings_page,
    FOLDER / "openapi.json": openapi,
    Path(".env.example"): environment_example,
}


def stale() -> dict[Path, str]:
    """The pages that differ from the code, and what they should say."""
    with override("en"):
        wanted = {name: write() for name, write in PAGES.items()}
    return {
        name: text
        for name, text in wanted.items()
        if not (file := settings.ROOT / name).exists() or file.read_text(encoding="utf-8") != text
    }


def write_all() -> list[Path]:
    """Bring every page up to the code; say which ones changed."""
    changed = stale()
    for name, text in changed.items():
        file = settings.ROOT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return list(changed)
