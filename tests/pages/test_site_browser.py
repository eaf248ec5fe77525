"""The quality pages in a real browser, from the disk: nothing fetched, nothing inaccessible, both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from province_site import Site

pytestmark = pytest.mark.slow

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make install")
CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("chromium is not here: `make programs` installs it", allow_module_level=True)

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
#: What axe may do: nothing is loaded beforehand, which a page from the disk may not do.
_OPTIONS = {"runOnly": {"type": "tag", "values": STANDARDS}, "preload": False}
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright_api.Browser]:
    with playwright_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser: playwright_api.Browser, site: Site) -> Iterator[playwright_api.Page]:
    """A fresh page; whatever it asks for outside the site's folder, or complains of, fails its test."""
    context = browser.new_context(viewport=DESKTOP)
    opened = context.new_page()
    outside: list[str] = []
    context.on("request", lambda request: outside.append(request.url) if not is_inside(site, request.url) else None)
    opened.on("pageerror", lambda error: outside.append(str(error)))
    opened.on("console", lambda message: outside.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert outside == []


def is_inside(site: Site, url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "file" and Path(unquote(parts.path)).is_relative_to(site.folder)


def address(site: Site, path: str) -> str:
    return (site.folder / path).as_uri()


def one_of_each(site: Site) -> list[str]:
    """A page of every kind, the fullest there is."""
    kinds = [max((site.folder / kind).glob("*.html"), key=lambda p: p.stat().st_size)
             for kind in ("unit", "form", "rule", "submission", "arrival")]  # fmt: skip
    tops = [
        "index.html",
        "outstanding.html",
        "disagreements.html",
        "units.html",
        "forms.html",
        "rules.html",
        "search.html",
    ]
    return tops + [path.relative_to(site.folder).as_posix() for path in kinds]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_breaks_the_accessibility_guidelines(page, site: Site, viewport: dict[str, int], lang: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size(viewport)
    for path in one_of_each(site):
        page.goto(address(site, path) + f"?lang={lang}")
        for closed in page.locator("details:not([open]) > summary").all():
            closed.click()
        found = Axe().run(page, options=_OPTIONS)
        assert found.response["passes"]
        assert found.response["violations"] == [], (path, found.generate_report())


def test_the_language_is_switched_in_place_and_remembered(page, site: Site) -> None:
    page.goto(address(site, "index.html"))
    heading = page.locator("h1")
    assert (page.locator("html").get_attribute("lang"), heading.inner_text()) == ("vi", "Toàn tỉnh")
    page.get_by_role("button", name="English").click()
    assert (page.locator("html").get_attribute("lang"), heading.inner_text()) == ("en", "The whole province")
    page.get_by_role("link", name="Reporting units", exact=True).click()
    assert page.locator("h1").inner_text() == "Reporting units"
    page.get_by_role("button", name="Tiếng Việt").click()
    page.reload()
    assert page.locator("h1").inner_text() == "Đơn vị"


def test_numbers_are_written_as_the_language_writes_them(page, site: Site) -> None:
    page.goto(address(site, "index.html"))
    share = page.locator(".figures dd").nth(1)
    assert "," in share.inner_text()
    page.locator("#language").click()
    assert "." in share.inner_text()
    assert "," not in share.inner_text()


@pytest.mark.parametrize("typed", ["sở y tế 5/2023", "so y te 5/2023", "SO Y TE  tháng 5"])
def test_search_does_not_mind_accents(page, site: Site, typed: str) -> None:
    page.goto(address(site, "search.html"))
    page.get_by_role("searchbox").fill(typed)
    found = page.locator("#results a").all_inner_texts()
    assert len(found) >= 2
    assert all("Sở Y tế" in text and "5/2023" in text for text in found[:2])
    page.locator("#results a").first.click()
    assert "Sở Y tế" in page.locator("h1").inner_text()


def test_search_says_when_nothing_is_found(page, site: Site) -> None:
    page.goto(address(site, "search.html") + "?q=khong-co-don-vi-nay")
    assert (page.locator("#count").inner_text(), page.locator("#results a").count()) == ("(0)", 0)


def test_the_keyboard_skips_to_the_content_and_reaches_everything(page, site: Site) -> None:
    page.goto(address(site, "index.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_phone_scrolls_tables_and_not_the_page(page, site: Site) -> None:
    page.set_viewport_size(PHONE)
    for path in one_of_each(site):
        page.goto(address(site, path))
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path


def test_print_leaves_the_navigation_out_and_keeps_the_figures(page, site: Site) -> None:
    page.emulate_media(media="print")
    page.goto(address(site, "index.html"))
    assert not page.locator("header nav").is_visible()
    assert page.locator(".figures").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_browser_without_scripts_shows_vietnamese(browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(address(site, "index.html"))
    assert shown.locator("h1").inner_text() == "Toàn tỉnh"
    assert not shown.locator("#language").is_visible()
    context.close()
