"""The control server and a real browser: pages of strangers are refused, the operator's pages draw and ask nobody."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from served import Served, attacks_on

pytestmark = pytest.mark.slow

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make install")
CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("chromium is not here: `make programs` installs it", allow_module_level=True)

#: A stranger's name that his name server lets resolve to loopback.
REBOUND = "rebound.example"
#: What Chromium asks its own makers, whatever page is open.
OF_THE_BROWSER = (".google.com", ".googleapis.com", ".gvt1.com")
#: One request after another: what came of it, with the page's own credentials and headers, in either mode of CORS.
FETCH = """async ([origin, attacks, headers]) => {
  const ended = [];
  for (const [method, path, body] of attacks) for (const mode of ["cors", "no-cors"]) {
    if (mode === "no-cors" && !["GET", "POST"].includes(method)) continue;
    const sent = {method, mode, headers: mode === "cors" ? headers : {}, body: body && JSON.stringify(body)};
    try {
      const answer = await fetch(origin + path, sent);
      ended.push(answer.type === "opaque" ? "opaque" : answer.status);
    } catch (error) { ended.push(error.name); }
  }
  return ended;
}"""
SOCKET = """([address, token]) => new Promise(resolve => {
  const opened = new WebSocket(address, "prefect");
  opened.onopen = () => opened.send(JSON.stringify({type: "auth", token}));
  opened.onmessage = message => resolve(message.data);
  opened.onclose = closed => resolve(closed.code);
})"""
FORM = """([address, method]) => {
  document.body.innerHTML = `<iframe name="into"></iframe><form target="into" method="${method}" action="${address}">
    <input name="name" value="forged"></form>`;
  document.forms[0].submit();
}"""


class _Elsewhere(BaseHTTPRequestHandler):
    """Somebody else's server: an empty page for every address, and as a proxy a note of what was asked of it."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><link rel='icon' href='data:,'><body></body>")

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        self.send_error(502)

    def log_message(self, format: str, *args: object) -> None:
        """Not on the tests' terminal."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[int, list[str]]]:
    """The port of a stranger's server, and what has been asked of it."""
    asked: list[str] = []
    stranger = ThreadingHTTPServer(("127.0.0.1", 0), type("Noting", (_Elsewhere,), {"asked": asked}))
    threading.Thread(target=stranger.serve_forever, daemon=True).start()
    yield stranger.server_port, asked
    stranger.shutdown()
    stranger.server_close()


@pytest.fixture(scope="module")
def page(elsewhere: tuple[int, list[str]]) -> Iterator[playwright_api.Page]:
    """A page of a browser whose every way out is the stranger's server."""
    with playwright_api.sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"],
            proxy={"server": f"http://127.0.0.1:{elsewhere[0]}", "bypass": f"127.0.0.1,localhost,{REBOUND}"},
        )
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.set_default_timeout(90_000)
        yield opened
        browser.close()


@pytest.fixture(autouse=True)
def nothing_was_changed(operator: httpx.Client, deployment: str) -> Iterator[None]:
    """No run was ordered, and none to come begins with a stranger's command."""
    before = ordered_runs(operator)
    yield
    assert operator.get(f"/deployments/{deployment}").raise_for_status().json()["pull_steps"] in (None, [])
    assert ordered_runs(operator) == before


def ordered_runs(operator: httpx.Client) -> set[str]:
    """The runs no schedule made."""
    found = operator.post("/flow_runs/filter", json={"sort": "EXPECTED_START_TIME_ASC"}).raise_for_status().json()
    return {run["id"] for run in found if not run["auto_scheduled"]}


def answered(page: playwright_api.Page, place: str) -> list[int]:
    """The status of every answer to the page from addresses with `place` in them, hidden from the page or not."""
    wanted: set[str] = set()
    statuses: list[int] = []
    wire = page.context.new_cdp_session(page)
    wire.on("Network.requestWillBeSent", lambda e: wanted.add(e["requestId"]) if place in e["request"]["url"] else None)
    wire.on(
        "Network.responseReceivedExtraInfo",
        lambda e: statuses.append(e["statusCode"]) if e["requestId"] in wanted else None,
    )
    wire.send("Network.enable")
    return statuses


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", REBOUND])
def test_a_page_of_another_origin_reads_and_changes_nothing(
    page, elsewhere, server: Served, operator: httpx.Client, deployment: str, name: str
) -> None:
    answers = answered(page, f":{server.port}/")
    page.goto(f"http://{name}:{elsewhere[0]}/")
    attacks = [list(attack) for attack in attacks_on(deployment)]
    for headers in ({}, dict(operator.headers) | {"content-type": "application/json"}):
        allowed = {key: value for key, value in headers.items() if key.startswith(("prefect", "auth", "content"))}
        for target in ("127.0.0.1", "localhost", REBOUND):
            ended = page.evaluate(FETCH, [f"http://{target}:{server.port}", attacks, allowed])
            assert set(ended) == {"TypeError"}, (target, ended)  # a page may not even read that it was refused
    for token in ("", server.credential):
        assert page.evaluate(SOCKET, [f"ws://127.0.0.1:{server.port}/api/events/in", token]) == 1006
    for method, path in (("post", f"/api/deployments/{deployment}/create_flow_run"), ("get", "/api/admin/settings")):
        with page.expect_response(lambda answer: f":{server.port}/" in answer.url) as framed:
            page.evaluate(FORM, [server.origin + path, method])
        assert framed.value.status == 403
    assert len(answers) >= 3 * 2 * len(attacks)
    assert set(answers) == {400, 403}


def test_a_name_that_comes_to_mean_this_machine_is_refused(
    page, server: Served, operator: httpx.Client, deployment: str
) -> None:
    """The page's own origin is then the server's port, so nothing but the name can tell it from the operator's."""
    origin = f"http://{REBOUND}:{server.port}"
    assert page.goto(f"{origin}/").status == 400
    attacks = [list(attack) for attack in attacks_on(deployment)]
    headers = {key: value for key, value in operator.headers.items() if key.startswith(("prefect", "auth"))}
    assert set(page.evaluate(FETCH, [origin, attacks, headers])) == {400}
    assert page.evaluate(SOCKET, [f"ws://{REBOUND}:{server.port}/api/events/out", server.credential]) == 1006


def test_the_operator_logs_in_and_the_pages_ask_nobody_else(page, elsewhere, server: Served) -> None:
    asked = elsewhere[1]
    page.goto("http://outside.example/seen")
    assert "http://outside.example/seen" in asked  # what leaves is seen here
    asked.clear()
    blocked: list[str] = []
    page.expose_function("noteBlocked", lambda line: blocked.append(line))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => noteBlocked(e.effectiveDirective + ' ' + e.blockedURI))"
    )
    page.goto(f"{server.origin}/")
    field = page.locator("input").first
    field.fill("khoso:wrong")
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)
    assert "/login" in page.url
    field.fill(server.credential)
    page.keyboard.press("Enter")
    page.get_by_text("Flow Runs", exact=True).first.wait_for()
    drawn = {"/v2/deployments": "prove-sector", "/deployments": "prove-sector", "/blocks": "Add Block"}
    for path, text in drawn.items():
        page.goto(server.origin + path)
        page.get_by_text(text).first.wait_for()
    page.wait_for_timeout(3000)
    assert page.evaluate(SOCKET, [f"ws://127.0.0.1:{server.port}/api/events/out", server.credential]) == (
        '{"type":"auth_success"}'
    )
    assert [place for place in asked if not place.removesuffix(":443").endswith(OF_THE_BROWSER)] == []
    assert blocked
    assert {line.split()[0] for line in blocked} == {"connect-src"}  # nothing the pages draw with is missing
