"""Every column of every table is in its app's data map; a copy of one's data is complete (E16)."""

from __future__ import annotations

from django.apps import apps

from county.records.residents.copying import tables
from county.records.residents.models import Resident


def columns() -> dict[str, list[str]]:
    return {
        f"{config.label}.{model.__name__}": [field.attname for field in model._meta.concrete_fields]
        for config in apps.get_app_configs()
        if config.name.startswith("county.")
        for model in config.get_models()
    }


def mapped() -> dict[str, list[str]]:
    return {f"{t.app}.{t.model}": [*t.copied, *t.personal, *t.plain] for t in tables()}


def test_every_column_of_every_table_is_classified_once():
    """100 % of columns are classified; an unclassified one fails here (E16)."""
    known, wrong = mapped(), {}
    for table, names in columns().items():
        told = known.get(table, [])
        if missing := set(names) - set(told):
            wrong[table] = f"add to its data_map.toml: {sorted(missing)}"
        elif len(told) != len(set(told)) or set(told) - set(names):
            wrong[table] = f"told twice, or not there: {sorted(told)}"
    assert wrong == {}
    assert set(known) == set(columns())


def test_a_table_whose_rows_lead_to_a_resident_says_how():
    """Whatever has a way to a resident goes into the copy, or holds keys only (E16)."""
    exempt = {"residents.Distinct", "residents.Household"}
    wrong = []
    for config in apps.get_app_configs():
        for model in config.get_models() if config.name.startswith("county.") else []:
            direct = any(
                field.is_relation and field.related_model is Resident
                for field in model._meta.concrete_fields
            )
            name = f"{config.label}.{model.__name__}"
            told = next(t for t in tables() if f"{t.app}.{t.model}" == name)
            if direct and model is not Resident and not told.of_persons and name not in exempt:
                wrong.append(name)
    assert wrong == []


def test_each_table_of_persons_says_what_it_is_for_in_both_languages():
    wrong = [t.model for t in tables() if t.of_persons and not (t.purpose and t.purpose_zh)]
    assert wrong == []
