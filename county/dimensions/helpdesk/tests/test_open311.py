"""Open311 GeoReport v2: by the specification, and showing nobody."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from defusedxml import ElementTree
from django.test import Client

from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.models import Matter, PublicRequest
from county.dimensions.helpdesk.tests.conftest import opened
from county.foundation.staff import queries as known
from county.foundation.staff.models import Key
from county.kernel import clock

pytestmark = pytest.mark.django_db
V2 = "/open311/v2"
WUYUAN = {"lat": "30.51234", "long": "120.94567"}
WORDS = "楼上王小明家每晚打麻将，他电话13900000000"
FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


@pytest.fixture
def key(machine):
    known._known.clear()
    return machine(permits=["outside.report"], named=False).bearer["HTTP_AUTHORIZATION"][7:]


def post(key, form="json", **fields):
    given = {"api_key": key, "service_code": "animal", "description": WORDS, **WUYUAN, **fields}
    given = {name: value for name, value in given.items() if value is not None}
    return Client(raise_request_exception=False).post(f"{V2}/requests.{form}", given)


def get(address, **query):
    return Client(raise_request_exception=False).get(f"{V2}/{address}", query)


def numbers(answer):
    return [one["service_request_id"] for one in answer.json()]


def is_error(answer, status):
    assert answer.status_code == status, answer.content
    (error,) = answer.json()
    assert error["code"] == status and error["description"]
    return error["description"]


def test_discovery_names_the_endpoint_in_both_formats():
    for address in ("/open311/discovery.json", f"{V2}/discovery.json"):
        found = Client().get(address).json()
        (endpoint,) = found["endpoints"]
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["url"].endswith("/open311/v2")
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
    tree = ElementTree.fromstring(Client().get("/open311/discovery.xml").content)
    assert tree.tag == "discovery"
    assert [one.text for one in tree.iter("format")] == ["text/xml", "application/json"]


def test_services_are_those_that_may_be_public():
    found = get("services.json").json()
    codes = {one["service_code"] for one in found}
    assert {"noise", "animal", "hukou"} <= codes
    assert not codes & {"fraud", "domestic", "self_harm", "missing", "theft", "gambling"}
    assert all(set(one) == {"service_code", "service_name", "description", "metadata", "type",
                            "keywords", "group"} for one in found)  # fmt: skip
    tree = ElementTree.fromstring(get("services.xml").content)
    assert tree.tag == "services" and {one.tag for one in tree} == {"service"}
    assert {one.findtext("service_code") for one in tree} == codes
    assert {one.findtext("metadata") for one in tree} == {"true", "false"}


def test_a_definition_lists_its_attributes():
    found = get("services/noise.json").json()
    assert found["service_code"] == "noise"
    (attribute,) = found["attributes"]
    assert (attribute["code"], attribute["datatype"], attribute["required"]) == (
        "WHEN", "singlevaluelist", True,
    )  # fmt: skip
    tree = ElementTree.fromstring(get("services/noise.xml").content)
    assert [one.findtext("key") for one in tree.iter("value")] == ["now", "day", "night"]
    is_error(get("services/nothing.json"), 404)
    is_error(get("services/.json"), 400)


def test_a_request_opens_a_matter_as_the_web_desk_would(key, background, desk):
    answer = post(key)
    assert answer.status_code == 201
    (made,) = answer.json()
    assert "token" not in made and made["service_notice"]
    background.catch_up()
    matter = Matter.objects.get()
    assert (matter.number, matter.kind, matter.topic) == (
        made["service_request_id"], "help", "animal",
    )  # fmt: skip
    assert matter.town_code and matter.channel == "api" and matter.clocks.count() == 2
    sat = desk("王值班长", post="CMD", department="PSB")
    sat.goes(f"/helpdesk/matters/{matter.pk}/")
    assert WORDS in sat.page.text_content()


def test_the_same_tree_in_xml(key):
    tree = ElementTree.fromstring(post(key, form="xml").content)
    assert tree.tag == "service_requests"
    number = tree.findtext("request/service_request_id")
    assert number == Matter.objects.get().number
    one = ElementTree.fromstring(get(f"requests/{number}.xml").content)
    assert {child.tag for child in one.find("request")} == FIELDS
    assert get(f"requests/{number}.xml").headers["Content-Type"] == "text/xml; charset=utf-8"


def test_what_is_shown_names_nobody(key, almighty):
    post(key, first_name="小明", last_name="王", phone="13900000000", email="a@example.org",
         address_string="武原街道示例路5号302室")  # fmt: skip
    number = Matter.objects.get().number
    acts.take(Matter.objects.get(), by=almighty)
    for address in (f"requests/{number}.json", f"requests/{number}.xml", "requests.json"):
        said = get(address).content.decode()
        for secret in ("王小明", "麻将", "13900000000", "302", "小明", "example.org", "全能"):
            assert secret not in said, (address, secret)
    (shown,) = get(f"requests/{number}.json").json()
    assert set(shown) == FIELDS
    assert (shown["lat"], shown["long"]) == (30.51, 120.95)
    assert shown["description"] is None and shown["address"] is None


def test_a_status_follows_the_matter(key, almighty):
    post(key)
    matter = Matter.objects.get()
    assert get(f"requests/{matter.number}.json").json()[0]["status"] == "open"
    Matter.objects.update(state="resolved", resolved_at=clock.now())
    assert get(f"requests/{matter.number}.json").json()[0]["status"] == "closed"
    assert numbers(get("requests.json", status="open")) == []
    assert numbers(get("requests.json", status="closed")) == [matter.number]
    assert numbers(get("requests.json", status="open,closed")) == [matter.number]


def test_only_what_came_as_a_public_request_is_public(key):
    for kind in ("help", "consultation"):
        opened(kind)
    assert numbers(get("requests.json")) == []
    number = Matter.objects.first().number
    is_error(get(f"requests/{number}.json"), 404)


@pytest.mark.parametrize(
    "became", [{"topic": "domestic"}, {"alert": "raised"}, {"alert": "confirmed"}]
)
def test_what_turned_out_to_be_something_else_is_shown_no_more(key, became):
    post(key)
    number = Matter.objects.get().number
    Matter.objects.update(**became)
    assert numbers(get("requests.json")) == []
    is_error(get(f"requests/{number}.json"), 404)
    is_error(get(f"tokens/{number}.json"), 404)


def test_a_token_is_the_number(key):
    number = post(key).json()[0]["service_request_id"]
    assert get(f"tokens/{number}.json").json() == [{"service_request_id": number, "token": number}]
    is_error(get("tokens/HY20260101-9999.json"), 404)
    is_error(get("tokens/.json"), 400)


def made_on(key, days_ago, **fields):
    post(key, **fields)
    matter = Matter.objects.order_by("-number").first()
    Matter.objects.filter(pk=matter.pk).update(opened_at=clock.now() - timedelta(days=days_ago))
    return matter.number


def test_requests_are_those_of_the_last_ninety_days_unless_asked_otherwise(key):
    old, new = made_on(key, 100), made_on(key, 5)
    assert numbers(get("requests.json")) == [new]
    since = (clock.now() - timedelta(days=120)).isoformat()
    assert numbers(get("requests.json", start_date=since)) == [old]
    until = (clock.now() - timedelta(days=50)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert numbers(get("requests.json", end_date=until)) == [old]
    said = is_error(get("requests.json", start_date=since, end_date=clock.now().isoformat()), 400)
    assert "90 days" in said


def test_named_numbers_override_all_else(key):
    old, new = made_on(key, 100), made_on(key, 5)
    asked = get("requests.json", service_request_id=f"{old},{new},x", status="closed")
    assert numbers(asked) == [new, old]


def test_filters(key):
    noise = made_on(key, 1, service_code="noise", **{"attribute[WHEN]": "night"})
    animal = made_on(key, 2)
    assert numbers(get("requests.json", service_code="noise")) == [noise]
    assert numbers(get("requests.json", service_code="noise,animal")) == [noise, animal]
    assert numbers(get("requests.json", service_code="nothing")) == []
    assert numbers(get("requests.json", bbox="120.9,30.5,121,30.6")) == [noise, animal]
    assert numbers(get("requests.json", bbox="121,30.5,122,30.6")) == []


def test_a_box_cannot_find_out_more_than_is_shown(key):
    """The exact point is 30.51234, 120.94567: a box around it alone does not hold 30.51, 120.95."""
    made_on(key, 1)
    assert numbers(get("requests.json", bbox="120.945,30.512,120.946,30.513")) == []
    assert numbers(get("requests.json", bbox="120.95,30.51,120.95,30.51")) != []


def test_pages_have_neither_gap_nor_repeat_and_say_that_there_are_more(key):
    made = {made_on(key, n) for n in range(1, 8)}
    answer, seen = get("requests.json", page_size=3), []
    assert answer.headers["X-Total-Count"] == "7"
    while True:
        seen += numbers(answer)
        link = answer.headers.get("Link", "")
        if not link:
            break
        assert 'rel="next"' in link
        answer = Client().get(link[1 : link.index(">")])
    assert len(seen) == 7 and set(seen) == made


def test_a_new_request_does_not_move_the_next_page(key):
    for n in range(1, 5):
        made_on(key, n)
    first = get("requests.json", page_size=2)
    made_on(key, 0)
    link = first.headers["Link"]
    second = Client().get(link[1 : link.index(">")])
    assert not set(numbers(first)) & set(numbers(second))
    assert len(numbers(second)) == 2


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"api_key": ""}, 403), ({"api_key": "sw_wrong"}, 403), ({"api_key": "\u0000"}, 403),
     ({"service_code": None}, 400), ({"service_code": "fraud"}, 404),
     ({"lat": None, "long": None}, 400), ({"lat": "x"}, 400), ({"lat": "nan"}, 400),
     ({"lat": "30.5", "long": None}, 400), ({"lat": "91"}, 400), ({"lat": "39.9"}, 400),
     ({"description": "x" * 4001}, 400), ({"jurisdiction_id": "sfgov.org"}, 404),
     ({"service_code": "noise"}, 400),
     ({"service_code": "noise", "attribute[WHEN]": "never"}, 400)],
)  # fmt: skip
def test_errors_are_written_as_specified(key, fields, status):
    answer = post(key, **fields)
    is_error(answer, status)
    assert Matter.objects.count() == PublicRequest.objects.count() == 0
    tree = ElementTree.fromstring(post(key, form="xml", **fields).content)
    assert tree.tag == "errors" and tree.findtext("error/code") == str(status)


@pytest.mark.parametrize(
    "query",
    [{"start_date": "yesterday"}, {"start_date": "2026-01-01"}, {"end_date": "2026-01-01T00:00:00"},
     {"start_date": "0001-01-01T00:00:00Z"}, {"end_date": "9999-12-31T23:59:59Z"},
     {"status": "maybe"}, {"page": "0"}, {"page": "x"}, {"page": "1001"}, {"page_size": "1001"},
     {"page_size": "９"}, {"bbox": "1,2,3"}, {"bbox": "a,b,c,d"}, {"bbox": "nan,1,2,3"}],
)  # fmt: skip
def test_nonsense_is_answered_with_400(query):
    is_error(get("requests.json", **query), 400)


def test_the_jurisdiction_may_be_named():
    assert get("services.json", jurisdiction_id="330424").status_code == 200
    is_error(get("services.json", jurisdiction_id="city.gov"), 404)


def test_unknown_formats_and_control_characters_are_answered_in_xml(key):
    for address in ("services.html", "requests.x", f"requests/{quote('<x>&')}.xml"):
        answer = get(address)
        assert answer.status_code == 404
        assert ElementTree.fromstring(answer.content).tag == "errors"


def test_a_key_sends_so_much_in_a_minute(key):
    for _n in range(60):
        post(key, service_code="nothing")
    is_error(post(key), 429)


def test_a_revoked_key_opens_nothing(key, almighty):
    Key.objects.update(revoked_at=clock.now())
    known._known.clear()
    is_error(post(key), 403)


def test_hostile_words_break_no_page(key, background, desk):
    post(
        key,
        description="<script>alert(1)</script>\x00\x0b]]>&",
        address_string="=cmd|' /C calc'!A0",
    )
    background.catch_up()
    matter = Matter.objects.get()
    sat = desk("王值班长", post="CMD", department="PSB")
    sat.goes(f"/helpdesk/matters/{matter.pk}/")
    assert sat.status == 200
    assert not sat.page.cssselect(".chat script")
    assert ElementTree.fromstring(get("requests.xml").content) is not None
