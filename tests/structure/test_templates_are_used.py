"""Every template is shown somewhere, and every template that is named exists and compiles."""

import re

import pytest
from django.template import engines

from tests.structure.sources import everything, text

NAMED = re.compile(r"""["'](?P<name>[a-z_]+/[\w/.-]+\.(?:html|txt|xml))["']""")


def template_names() -> dict[str, str]:
    """Each template's name as the code says it, and its file."""
    return {
        str(file).partition("/templates/")[2]: str(file)
        for file in everything()
        if "templates" in file.parts and file.parts[0] == "county"
    }


def names_said() -> set[str]:
    speaks = [f for f in everything() if f.parts[0] == "county" and f.suffix in (".py", ".html")]
    return {match["name"] for file in speaks for match in NAMED.finditer(text(file))}


def test_every_template_is_used():
    said = names_said()
    assert [file for name, file in template_names().items() if name not in said] == []


def test_every_template_that_is_named_exists():
    known = template_names()
    ours = {name.partition("/")[0] for name in known}
    missing = {n for n in names_said() if n not in known and n.partition("/")[0] in ours}
    assert missing == set()


@pytest.mark.parametrize("name", sorted(template_names()))
def test_a_template_compiles(name):
    engines["jinja2"].get_template(name)
