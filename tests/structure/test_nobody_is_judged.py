"""Nobody has a score, rank, level of risk or colour: not in a table, an answer, a page (E4)."""

from __future__ import annotations

import re

from django.apps import apps
from django.db import models
from django.urls import get_resolver

from county.records.residents.models import Resident
from county.site.api import api
from tests.structure.sources import text, written_by_hand
from tests.structure.test_every_view_says_who_may_enter import routes

JUDGES = re.compile(r"(?<![a-z])(score|rank|risk|credit|colou?r|trust)(s|ed|ing|_level)?(?![a-z])")
NUMBERS = {
    "residents.Resident.number": "the file's number",
    "tags.Suggestion.confidence": "how sure a machine is of one tag, for seven days",
    "contacts.Contact.way": "by which of WeCom's ways somebody was added",
    "visits.Visit.latitude": "where an officer stood when noting a visit",
    "visits.Visit.longitude": "likewise",
    "helpdesk.Matter.priority": "how soon a matter, not a person, is taken up",
    "helpdesk.Matter.unread": "messages that no officer has read",
    "helpdesk.Matter.rating": "the resident's word on us",
    "helpdesk.Matter.stated_amount": "money that the resident spoke of",
    "helpdesk.Matter.verified_amount": "money that was made sure of",
}
"""Every number in a row that names a person, and what it counts; none is of the person."""
OF_PEOPLE = ("residents", "tags", "visits", "contacts", "rights", "audiences", "worklist")


def of_persons() -> list[type[models.Model]]:
    """The table of residents and every table whose rows name one."""
    named = [
        model
        for model in apps.get_models()
        if any(f.is_relation and f.related_model is Resident for f in model._meta.concrete_fields)
    ]
    return [Resident, *(model for model in named if model is not Resident)]


def test_no_column_of_a_person_judges():
    """(E4) In any table whose rows name a resident."""
    assert len(of_persons()) > 15
    found = [
        f"{model._meta.label}.{field.name}"
        for model in of_persons()
        for field in model._meta.concrete_fields
        if JUDGES.search(field.name)
    ]
    assert found == []


def test_every_number_on_a_person_is_known():
    """(E4) A score by another name would be a number."""
    numeric = (models.IntegerField, models.FloatField, models.DecimalField)
    found = {
        f"{model._meta.label}.{field.name}"
        for model in of_persons()
        for field in model._meta.concrete_fields
        if isinstance(field, numeric) and not field.primary_key
    }
    assert found == set(NUMBERS)


def test_no_answer_address_or_page_about_people_judges():
    """(E4) JSON keys, routes and the templates of people's files."""
    keys = {
        name
        for schema in api.get_openapi_schema()["components"]["schemas"].values()
        for name in schema.get("properties", {})
    }
    assert len(keys) > 10
    assert [name for name in sorted(keys) if JUDGES.search(name)] == []
    assert [path for path, _view in routes(get_resolver()) if JUDGES.search(path)] == []
    pages = [file for file in written_by_hand(".html") if set(file.parts[:-1]) & set(OF_PEOPLE)]
    assert len(pages) > 20
    spoken = re.compile(r"\{[{%](.*?)[}%]\}", re.S)
    wrong = [
        (str(file), token)
        for file in pages
        for token in spoken.findall(text(file))
        if JUDGES.search(re.sub(r"_\(\".*?\"\)", "", token))
    ]
    assert wrong == []


def test_the_search_finds_what_it_looks_for():
    for word in ("score", "risk_level", "credit", "person.rank", "scores"):
        assert JUDGES.search(word), word
    for word in ("undertaking", "franked", "accredited"):
        assert not JUDGES.search(word), word
