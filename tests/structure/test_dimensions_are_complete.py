"""A dimension is whole: it says what it is, has a title, doors, permits, words and tests."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from county.kernel.dimension import Dimension
from county.site import catalogues
from county.site.generated import all_permits, posts

DIMENSIONS = [config for config in apps.get_app_configs() if isinstance(config, Dimension)]


@pytest.fixture(params=DIMENSIONS, ids=lambda config: config.label)
def dimension(request) -> Dimension:
    return request.param


def test_every_folder_of_dimensions_is_installed():
    folders = {file.parent.name for file in (settings.COUNTY / "dimensions").glob("*/__init__.py")}
    assert folders == {config.name.split(".")[-1] for config in DIMENSIONS}


def test_it_says_what_it_is(dimension):
    assert (dimension.module.__doc__ or "").strip()


def test_it_has_a_title_in_both_languages(dimension):
    with override("en"):
        english = str(dimension.title)
    with override("zh-hans"):
        chinese = str(dimension.title)
    assert english.isascii()
    assert not chinese.isascii()


def test_it_has_verbs_questions_and_facts(dimension):
    parts = ("actions", "queries", "events", "access", "models")
    assert [part for part in parts if not find_spec(f"{dimension.name}.{part}")] == []


def test_it_has_a_catalogue(dimension):
    assert catalogues.po_of(Path(dimension.path)).exists()


def test_it_has_tests(dimension):
    assert list((Path(dimension.path) / "tests").glob("test_*.py"))


def test_its_permits_are_carried_by_some_post(dimension):
    carried = {permit for post in posts() for permit in post["permits"]}
    own = {permit for permit, label in all_permits().items() if label == dimension.label}
    assert own
    assert own - carried == set()
