"""A street that was dissolved in 2023 is read as its successor and chosen for nobody new (I33)."""

import pytest
from django.apps import apps
from django.db.models import Q

from county.records.places import queries
from county.records.residents.models import Resident
from tests.actors import Phone
from tests.doors.test_every_address import (  # noqa: F401 - fixtures
    filled,
    of_a_firm,
    patterns,
    real,
)

FORMER, NOW = "330424003", "330424005"


@pytest.mark.django_db
def test_it_resolves_and_is_offered_by_no_list():
    """(I33) 元通街道 by its name, its code and the code of a grid in it."""
    assert queries.name_of(FORMER) == "Yuantong Subdistrict (former)"
    assert queries.town_of(FORMER) == queries.town_of(f"{FORMER}G01") == NOW
    offered = {code for code, _name in (*queries.town_names(), *queries.areas_to_choose())}
    assert len(offered) > 9
    assert not [code for code in offered if code.startswith(FORMER)]


def test_no_page_offers_it(real, desk):  # noqa: F811
    """(I33) Every form of every page, for the post with the most permits and for a resident."""
    chief = desk("值班长", post="CMD", department="PSB")
    chief.client.raise_request_exception = False
    opened, offered = 0, []
    for client in (chief.client, Phone().begins().client):
        client.raise_request_exception = False
        for pattern in patterns():
            if pattern.startswith(("api/", "demo/")):
                continue
            for address in filled(pattern, real):
                answer = client.get(address)
                opened += answer.status_code == 200
                body = "" if answer.streaming else answer.content.decode(errors="replace")
                offered += [pattern for kind in ("", "town:") if f'value="{kind}{FORMER}' in body]
    assert opened > 30
    assert offered == []


def test_a_form_that_was_forged_is_refused(db):
    """(I33) The first contact takes only what it offers."""
    stranger = Phone()
    stranger.goes("/helpdesk/phone/")
    answer = stranger.client.post("/helpdesk/phone/begin/", {"town": FORMER, "alias": "元通人"})
    assert answer.status_code == 422
    assert not Resident.objects.exists()
    with_town = [m for m in apps.get_models() if hasattr(m, "town_code")]
    assert len(with_town) >= 2
    assert not any(m.objects.filter(Q(town_code=FORMER)).exists() for m in with_town)
