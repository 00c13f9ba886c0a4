"""Residents and officers, who act only through doors: requests are all they do and see."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from lxml import html
from PIL import Image

from county.foundation.events.registry import System
from county.foundation.staff import actions as staff
from county.foundation.staff import sessions
from county.foundation.staff.models import Department, Officer, Post
from county.kernel.fields import reveal
from county.kernel.numbers import uuid7
from county.records.enterprises import actions as accounts
from county.records.enterprises.seats import COOKIE, sit
from county.records.organisations import actions as organisations
from county.records.places.models import Area
from county.site import tips_settings

DIRECTOR = System("test")
PART = {"HTTP_HX_REQUEST": "true"}
PIECE = 60_000


def words(node: Any) -> str:
    """The text of a piece of a page, on one line."""
    return " ".join(node.text_content().split())


@dataclass
class Door:
    """A browser: what it asked for and what came back."""

    client: Client = field(default_factory=Client)
    page: Any = None
    status: int = 0

    def goes(self, address: str) -> Any:
        """Open a page and follow where it leads."""
        return self._read(self.client.get(address, follow=True))

    def submits(self, address: str, **fields: Any) -> Any:
        """Send a form as a plain browser would."""
        return self._read(self.client.post(address, fields, follow=True))

    def sees(self, selector: str) -> list[str]:
        """The texts of the page's pieces that match, in order."""
        return [words(node) for node in self.page.cssselect(selector)]

    def _read(self, response: HttpResponse) -> Any:
        self.status = response.status_code
        assert self.status < 500, response.content[:500]
        self.page = html.fromstring(response.content.decode() or "<p></p>")
        return self.page


@dataclass
class Phone(Door):
    """A resident's phone."""

    def begins(self, *, town: str = "330424001", alias: str = "小储") -> Phone:
        """Read the notice and begin."""
        self.goes("/helpdesk/phone/")
        self.submits("/helpdesk/phone/begin/", town=town, alias=alias)
        return self

    def says(self, text: str, *, key: str = "") -> HttpResponse:
        """Send words."""
        return self.client.post(
            "/helpdesk/phone/messages/",
            {"key": key or str(uuid7()), "kind": "text", "text": text},
            HTTP_ACCEPT="application/json",
        )

    def sends(self, picture: bytes, *, name: str = "截图.png") -> HttpResponse:
        """Send a picture in pieces, as the page does."""
        upload = uuid4()
        for offset in range(0, len(picture), PIECE):
            self.client.post(
                f"/helpdesk/phone/uploads/{upload}/?offset={offset}",
                picture[offset : offset + PIECE],
                content_type="application/octet-stream",
            )
        done = self.client.post(
            f"/helpdesk/phone/uploads/{upload}/finish/",
            {"name": name},
            HTTP_ACCEPT="application/json",
        )
        if done.status_code != 201:
            return done
        return self.client.post(
            "/helpdesk/phone/messages/",
            {"key": str(uuid7()), "kind": "image", "text": "", "file": done.json()["file"]},
            HTTP_ACCEPT="application/json",
        )

    def hears(self) -> list[str]:
        """What the desk has said, in order."""
        self.goes("/helpdesk/phone/")
        return self.sees(".pm:not(.own) .pb")

    def follows(self) -> list[str]:
        """My matters as the phone lists them."""
        self.goes("/helpdesk/phone/matters/")
        return self.sees(".pcard")


ANONYMOUS = {
    name: getattr(tips_settings, name)
    for name in (
        "ROOT_URLCONF", "MIDDLEWARE", "ALLOWED_HOSTS", "FILE_UPLOAD_HANDLERS",
        "FILE_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_MEMORY_SIZE",
        "DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_NUMBER_FILES",
    )
}  # fmt: skip


class AnonymousClient(Client):
    """Speaks to the anonymous address, which has addresses and doors of its own."""

    def request(self, **asked: Any) -> Any:
        with override_settings(**ANONYMOUS):
            return super().request(**asked)


@dataclass
class Source(Door):
    """Somebody at the anonymous address; `digits` is the receipt as it was written down."""

    client: Client = field(default_factory=AnonymousClient)
    digits: str = ""
    language: str = "/en/"
    response: Any = None

    def does(self, what: str, **fields: Any) -> Any:
        """Send one of the page's forms, with the token and the ticket that the page carries."""
        held = {
            node.get("name"): node.get("value")
            for node in (self.page.cssselect("form") if self.page is not None else [])
            for do in node.cssselect(f'input[name=do][value="{what}"]')
            for node in do.getparent().cssselect("input[type=hidden]")
        }
        assert held, f"The page has no form to {what}."
        return self.submits(self.language, **{**held, **fields})

    def tells(self, text: str = "他们每晚在仓库里赌", **fields: Any) -> str:
        """Give a lead and write the digits down."""
        self.goes(self.language)
        said = {"topic": "gambling", "text": text, "place": "", "town": "", **fields}
        self.does("send", **said)
        self.digits = "".join(self.sees(".digits span"))
        return self.digits

    def opens(self, digits: str = "") -> list[str]:
        """Open the box; comes back with what waits in it."""
        self.goes(self.language)
        self.does("open", receipt=digits or self.digits)
        return self.sees(".words")


@pytest.fixture
def source(db: None) -> Callable[..., Source]:
    """Somebody whom nobody knows."""
    return lambda **known: Source(**known)


@dataclass
class Desk(Door):
    """An officer's desk."""

    officer: Any = None

    def queue(self, name: str = "unassigned") -> list[str]:
        """The lines of a queue."""
        self.goes(f"/helpdesk/queues/{name}/")
        return self.sees(".items li:not(.more)")

    def opens(self, position: int = 0, *, queue: str = "unassigned") -> str:
        """Open a queue's line; comes back with the matter's address."""
        self.goes(f"/helpdesk/queues/{queue}/")
        address = self.page.cssselect(".items li a")[position].get("href").partition("?")[0]
        self.goes(address)
        return str(address)

    def part(self, address: str, **fields: Any) -> HttpResponse:
        """Send a form as the live page does."""
        return self.client.post(address, fields, **PART)

    def notices(self) -> list[str]:
        """What the bell says, newest first."""
        self.goes("/notices/")
        return self.sees(".bell-i b")


@pytest.fixture
def phone(db: None) -> Callable[..., Phone]:
    """A stranger's phone; `phone(town=…, alias=…)` has been through the first contact."""
    return lambda **said: Phone().begins(**said)


@pytest.fixture
def desk(db: None) -> Callable[..., Desk]:
    """An officer at a desk: `desk("沈警官", post="PLD_OFFICER", department="PS001")`."""
    sessions.forget()

    def sit(
        name: str, *, post: str = "PLD_OFFICER", department: str = "PS001", **more: Any
    ) -> Desk:
        officer = staff.appoint(
            username=f"user-{Officer.objects.count()}",
            name=name,
            department=Department.objects.get(pk=department),
            post=Post.objects.get(pk=post),
            by=DIRECTOR,
            **more,
        )
        sat = Desk(officer=officer)
        sat.client.force_login(officer)
        return sat

    return sit


@dataclass
class Firm(Door):
    """The device of somebody who speaks for an enterprise."""

    organisation: Any = None
    representative: Any = None

    def sits(self, representative: Any) -> Firm:
        """Be signed in as this representative."""
        response = HttpResponse()
        sit(RequestFactory().get("/firm/"), response, representative)
        self.client.cookies[COOKIE] = response.cookies[COOKIE].value
        self.organisation, self.representative = representative.organisation, representative
        return self

    def news(self) -> list[str]:
        """What the enterprise's page tells, newest first."""
        self.goes("/firm/")
        return self.sees(".news span")


CREDIT_CODES = ("91330424MA00000155", "91330424MA00000230", "91330424MA0000031T")


@pytest.fixture
def firm(db: None, desk: Callable[..., Desk]) -> Callable[..., Firm]:
    """An enterprise's legal representative at a device: `firm(town="330424002")`.

    Each call opens the account of another enterprise; `industry`, `name` and `phone` may be said.
    """
    return accounts_of(desk)


def accounts_of(desk: Callable[..., Desk]) -> Callable[..., Firm]:
    """What opens one account after another, at the counter, as the fixture `firm` says."""
    opened: list[Firm] = []

    def open_one(
        *, town: str = "330424002", industry: str = "2614", name: str = "", phone: str = ""
    ) -> Firm:
        number = len(opened)
        organisation = organisations.register(
            code=CREDIT_CODES[number], name=name or f"示例企业{number + 1}",
            area=Area.objects.get(pk=town), industry=industry, by=DIRECTOR,
        )  # fmt: skip
        counter = desk("窗口", post="SC_COUNTER", department="SC").officer
        invitation = accounts.open_account(
            organisation, name="示例法人", phone=phone or f"1390000000{number}",
            checked="窗口核验", by=counter,
        )  # fmt: skip
        representative = accounts.join(reveal(invitation, "code"), address="test")
        opened.append(Firm().sits(representative))
        return opened[-1]

    return open_one


def png(width: int = 40, height: int = 40) -> bytes:
    """A small honest picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()
