"""What is known of an enterprise and its hazards leads to nobody's file (E26)."""

from __future__ import annotations

from collections.abc import Mapping

from django.apps import apps

from county.records.organisations.models import Organisation
from county.records.residents.models import Resident
from tests.structure.sources import text, written_by_hand

Edges = Mapping[str, set[str]]


def edges() -> dict[str, set[str]]:
    """From each table to those that its rows name."""
    return {
        model._meta.label: {
            field.related_model._meta.label
            for field in model._meta.concrete_fields
            if field.is_relation
        }
        for model in apps.get_models()
    }


def reached(graph: Edges, start: str) -> set[str]:
    """Every table that can be reached along foreign keys, the start too."""
    found, todo = {start}, [start]
    while todo:
        new = graph[todo.pop()] - found
        found |= new
        todo += new
    return found


def of_enterprises(graph: Edges) -> set[str]:
    """Enterprises, and whatever names one without being of a person: hazards, listings, permits."""
    return {Organisation._meta.label} | {
        table
        for table, named in graph.items()
        if Organisation._meta.label in named and Resident._meta.label not in named | {table}
    }


def leaks(graph: Edges) -> list[str]:
    people = {Resident._meta.label, "tags.Tagging"}
    return sorted(one for one in of_enterprises(graph) if reached(graph, one) & people)


def test_no_path_of_keys_leads_from_an_enterprise_to_a_person():
    """(E26) On the graph of all tables."""
    graph = edges()
    assert Organisation._meta.label in of_enterprises(graph)
    assert leaks(graph) == []


def test_a_hazard_that_led_to_a_person_would_be_found():
    graph = {
        **edges(),
        "safety.Reporter": {"residents.Resident"},
        "safety.Hazard": {"organisations.Organisation", "safety.Reporter"},
        "safety.Check": {"organisations.Organisation", "staff.Officer"},
    }
    assert leaks(graph) == ["safety.Hazard"]


def test_the_program_of_enterprises_reads_nobodys_file():
    """(E26) Nor does their code: residents' files know enterprises, never the other way round."""
    files = [
        file
        for file in written_by_hand(".py")
        if "organisations" in file.parts and "tests" not in file.parts
    ]
    assert len(files) >= 4
    reads = ("records.residents", "records.tags", "resident_set", ".people")
    assert [str(file) for file in files if any(word in text(file) for word in reads)] == []
