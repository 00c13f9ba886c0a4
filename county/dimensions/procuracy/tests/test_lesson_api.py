"""The menu and the orders for other systems: read only, without anybody's contact."""

import secrets
from datetime import timedelta

import pytest
from django.test import Client

from county.foundation.staff import queries as known
from county.foundation.staff.models import Department, Key
from county.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine():
    """`machine(permits)`: another system with a key of the procuratorate."""
    known._known.clear()

    def issue(permits=("procuracy.figures",), department="PROC"):
        secret = secrets.token_urlsafe(32)
        Key.objects.create(
            name="test", prefix=secret[:12], digest=known.digest(secret), permits=list(permits),
            department=Department.objects.get(pk=department),
            expires_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
        bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        return lambda address, **query: Client().get(f"/api/procuracy/{address}", query, **bearer)

    return issue


def test_a_system_reads_the_menu_and_the_orders(machine, ordered, items):
    first, second = ordered("PF02"), ordered("PF03")
    asks = machine()
    menu = asks("menu").json()
    assert [one["code"] for one in menu] == sorted(items)
    assert menu[1]["industries"] == ["26", "5435", "59"] and menu[1]["is_example"]
    page = asks("orders", limit=1).json()
    assert [one["id"] for one in page["orders"]] == [str(second.pk)]
    rest = asks("orders", after=page["next"]).json()
    assert [one["item"] for one in rest["orders"]] == ["PF02"] and rest["next"] is None
    assert asks("orders", state="accepted").json()["orders"] == []
    told = str(page) + str(rest)
    assert "13800000000" not in told and "演示联系人" not in told and "****" not in told
    assert rest["orders"][0]["id"] == str(first.pk)


def test_a_key_without_the_permit_and_a_drafts_words_stay_out(machine, ordered):
    ordered(send=False)
    assert machine()("orders").json()["orders"] == []
    assert machine(permits=())("menu").status_code == 403
    assert Client().get("/api/procuracy/orders").status_code == 401
    assert machine()("orders", limit=9999).status_code == 422
