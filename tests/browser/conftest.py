"""A real Chromium: before pages of this process, or before a whole installation with its worker."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    expect,
    sync_playwright,
)

from tests.acceptance.conftest import ROOT, Installation, opened

DESKTOP = {"width": 1440, "height": 900}
MOBILE = {"width": 390, "height": 844}
TAKING = bool(os.environ.get("TAKE_PICTURES"))
"""`make pictures`: the README's pictures are taken anew, in a county with three weeks of work."""
PICTURES = ROOT / "docs" / "images"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE = 45
"""Seconds within which a page shows what it should: these machines are shared."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whatever lies in this folder needs a browser; `tests/stage.py` keeps it together."""
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this process."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.fail("Browser tests need Chromium: run tools/browser.")
    # Playwright's loop lives in this thread, so Django takes its queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The pages and the streams on a free port, from a thread of this process."""
    from county.site.asgi import application  # noqa: PLC0415 - loads the handlers only here

    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        application, log_level="warning", lifespan="off", timeout_graceful_shutdown=1, ws="none"
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not running.started and time.monotonic() < deadline:
        time.sleep(0.01)
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    # The first request loads every page's code; who pushes to us waits for five seconds only.
    httpx.get(f"{address}/health/live/", timeout=PATIENCE)
    yield address
    running.should_exit = True
    thread.join(5)
    door.close()


@pytest.fixture
def site(server: str, transactional_db: None) -> str:
    """The address of the served pages; what a test writes is committed, and wiped after it."""
    return server


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A visitor: a browser window of the county, with no memory of earlier ones."""
    window = browser.new_context(
        base_url=site,
        locale="zh-CN",
        timezone_id=settings.TIME_ZONE,
        viewport={"width": 1440, "height": 900},
    )
    window.set_default_timeout(PATIENCE * 1000)
    yield window
    window.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which no script may fail and nothing may break the content security policy."""
    sheet = context.new_page()
    complaints: list[str] = []
    sheet.on("pageerror", lambda error: complaints.append(str(error)))

    def listen(line: ConsoleMessage) -> None:
        if line.type == "error":
            complaints.append(f"{line.text} {line.location['url']}")

    sheet.on("console", listen)
    yield sheet
    sheet.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[tuple[str, str, str]]]:
    """Examine a page for accessibility: each violation's rule, weight and first place."""
    checker = (settings.ROOT / "ui/built/axe.js").read_text(encoding="utf-8")
    wanted = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

    def examine(page: Page, *, without: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
        page.evaluate(checker)
        rules = {rule: {"enabled": False} for rule in without}
        found = page.evaluate(
            "options => axe.run(document, options)",
            {"runOnly": {"type": "tag", "values": wanted}, "rules": rules},
        )
        return [(v["id"], v["impact"], v["nodes"][0]["html"][:120]) for v in found["violations"]]

    return examine


@pytest.fixture(scope="session")
def county() -> Iterator[Installation]:
    """The demonstration with its cast, without its three weeks."""
    with opened(fresh=True, mode="demo") as served:
        served.serve("demo", "--days", "21" if TAKING else "0")
        yield served


Open = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, county: Installation) -> Iterator[Open]:
    """A window of its own, such as `window(MOBILE, officer="shen")`; its console's errors fail."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_one(size: dict[str, int] = DESKTOP, *, officer: str = "", **more: object) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN", base_url=county.url, **more)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        if officer:
            page.goto("/demo/")
            page.click(f'form[action="/demo/be/{officer}/"] button.cast-card')
        return page

    yield open_one
    for context in contexts:
        context.close()
    expected = (
        "ERR_INTERNET_DISCONNECTED",
        "status of 4",
        "Error Code 4",
        "ERR_INCOMPLETE",
        "ERR_FAILED",
    )
    assert [word for word in said if not any(known in word for known in expected)] == []


def begin(page: Page, town: str, alias: str) -> None:
    """Read the notice on the phone, and begin."""
    page.goto("/helpdesk/phone/")
    page.select_option("select[name=town]", town)
    page.fill("input[name=alias]", alias)
    page.click("button[type=submit]")
    page.wait_for_selector(".pcomp")


def keep(page: Page, name: str) -> None:
    """Take the README's picture anew, when `make pictures` asked for it."""
    if TAKING:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", caret="initial")


def settled(page: Page) -> str:
    """What the window shows once it no longer navigates; the browser's own error page, too."""
    for _again in range(50):
        try:
            page.wait_for_load_state()
            return page.content()
        except Error as error:
            assert "navigating" in str(error)
            page.wait_for_timeout(100)
    raise AssertionError("The page never comes to rest.")
