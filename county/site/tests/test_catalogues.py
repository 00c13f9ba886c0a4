"""Catalogues lose nothing and guess nothing."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog

from county.site import catalogues


def said(*sentences: object, context: str | None = None) -> Catalog:
    catalogue = Catalog(locale=catalogues.LOCALE)
    for sentence in sentences:
        catalogue.add(sentence, context=context)
    return catalogue


@pytest.fixture
def before() -> Catalog:
    catalogue = Catalog(locale=catalogues.LOCALE)
    catalogue.add("Confirm", "确认")
    catalogue.add("Dismiss", "排除", flags={"fuzzy"})
    catalogue.add(("%(n)s day", "%(n)s days"), ("%(n)s 天",))
    catalogue.add("open", "打开", context="verb")
    return catalogue


def faults(catalogue: Catalog) -> dict[object, str]:
    return {m.id: catalogues.fault(m) for m in catalogue if m.id and catalogues.fault(m)}


def test_a_translation_is_kept(before):
    assert catalogues.merge(said("Confirm"), before)["Confirm"].string == "确认"


def test_a_changed_sentence_is_a_new_one(before):
    merged = catalogues.merge(said("Confirm it"), before)
    assert faults(merged) == {"Confirm it": "not translated"}


def test_a_sentence_that_returns_finds_its_translation(before):
    gone = catalogues.merge(said("Other"), before)
    assert catalogues.merge(said("Confirm"), gone)["Confirm"].string == "确认"


def test_a_context_makes_another_sentence(before):
    assert faults(catalogues.merge(said("open"), before)) == {"open": "not translated"}
    assert faults(catalogues.merge(said("open", context="verb"), before)) == {}


def test_a_sentence_translated_elsewhere_speaks_the_same_here(before):
    empty = Catalog(locale=catalogues.LOCALE)
    assert catalogues.merge(said("Confirm"), empty, before)["Confirm"].string == "确认"
    own = said("Confirm")
    own["Confirm"].string = "核实"
    assert catalogues.merge(said("Confirm"), own, before)["Confirm"].string == "核实"


def test_a_fuzzy_translation_is_a_fault(before):
    assert faults(catalogues.merge(said("Dismiss"), before)) == {"Dismiss": "fuzzy"}


def test_a_placeholder_that_is_not_in_the_sentence_is_a_fault(before):
    before["Confirm"].string = "确认 %(name)s"
    merged = catalogues.merge(said("Confirm %(who)s"), before)
    merged["Confirm %(who)s"].string = "确认 %(name)s"
    assert "name" in faults(merged)["Confirm %(who)s"]


def test_templates_are_read_with_their_trimming():
    source = BytesIO(b"{% trans trimmed %}\n  Two\n  lines\n{% endtrans %} {{ _('One') }}")
    found = catalogues.from_template(source, ["_", "gettext"], [], {})
    assert [message for _line, _function, message, _comments in found] == ["Two lines", "One"]


def test_every_app_and_the_kernel_have_a_home_and_the_innermost_is_first():
    homes = catalogues.homes()
    depths = [len(folder.parts) for folder in homes]
    assert depths == sorted(depths, reverse=True)
    assert {"kernel", "fraud", "site"} <= {folder.name for folder in homes}
