"""Every address answers as promised: its page, its data, its errors, its headers."""

import json
import re
from html.parser import HTMLParser

import pytest
from pyoxigraph import RdfFormat, parse

PAGES = (
    "/", "/orders", "/lawsuits", "/rulings", "/judges", "/places", "/sources", "/queries/", "/queries/what-binds",
    "/sparql", "/search", "/search?q=orrick", "/search?q=nothing+of+the+sort", "/changes", "/gaps", "/status",
    "/about", "/ns", "/dump/", "/validation", "/answer/enforceable", "/doc/order/eo-13768", "/doc/provision/eo-13768-9a",
    "/doc/lawsuit/santa-clara-v-trump-2017", "/doc/proceeding/santa-clara-v-trump-2017",
    "/doc/ruling/r-2017-04-25-santa-clara-pi", "/doc/relief/santa-clara-pi", "/doc/effect/pi-grant",
    "/doc/judge/orrick", "/doc/official/trump", "/doc/post/cand-judge", "/doc/court/cand",
    "/doc/jurisdiction/us-ca-santa-clara-county", "/doc/jurisdiction/us-il-chicago", "/doc/organization/nasty",
    "/graph/orders", "/graph/derived", "/doc/scope/everyone",
)  # fmt: skip
DATA = {
    "/orders.csv": "text/csv",
    "/orders.json": "application/json",
    "/orders.ttl": "text/turtle",
    "/doc/order/eo-13768.ttl": "text/turtle",
    "/doc/order/eo-13768.trig": "application/trig",
    "/doc/order/eo-13768.nt": "application/n-triples",
    "/doc/order/eo-13768.nq": "application/n-quads",
    "/doc/order/eo-13768.jsonld": "application/ld+json",
    "/doc/order/eo-13768.rdf": "application/rdf+xml",
    "/doc/order/eo-13768.csv": "text/csv",
    "/doc/order/eo-13768.json": "application/json",
    "/graph/orders.nq": "application/n-quads",
    "/dump/all.nq.gz": "application/gzip",
    "/dump/orders.trig.gz": "application/gzip",
    "/ns.ttl": "text/turtle",
    "/ns/Order.ttl": "text/turtle",
    "/vocab/blocked.jsonld": "application/ld+json",
    "/queries/gaps.rq": "application/sparql-query",
    "/queries/gaps.csv": "text/csv",
    "/queries/gaps.tsv": "text/tab-separated-values",
    "/queries/gaps.json": "application/sparql-results+json",
    "/queries/gaps.xml": "application/sparql-results+xml",
    "/.well-known/void": "text/turtle",
    "/robots.txt": "text/plain",
    "/healthz": "application/json",
    "/readyz": "application/json",
    "/status?format=json": "application/json",
    "/status.json": "application/json",
    "/.well-known/sparql-examples": "text/turtle",
}
UNKNOWN = ("/nix", "/doc/order/eo-99999", "/doc/nonsense/x", "/id/order/eo-99999", "/queries/nix", "/dump/nix.nq.gz", "/dump/all.zip", "/ns/Nix.ttl", "/graph/nix", "/orders?page=77")  # fmt: skip


class Outline(HTMLParser):
    """What a page is made of, as a reader's tools see it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def outline(body: str) -> Outline:
    found = Outline()
    found.feed(body)
    return found


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_its_landmarks(browser, address) -> None:
    response = browser(address)
    assert response.status_code == 200, response.text[:400]
    assert response.content_type == "text/html; charset=utf-8"
    page = outline(response.text)
    assert page.all("html")[0]["lang"] == "en"
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert page.all("a")[0]["href"] == "#main"
    for script in page.all("script"):
        assert script.get("type") == "application/ld+json" or (script.get("src") or "").startswith("/static/")
    assert not page.all("style")
    assert not [
        attrs for _, attrs in page.tags if "style" in attrs or any(name.startswith("on") for name in attrs)
    ]


@pytest.mark.parametrize("address", PAGES)
def test_every_control_has_a_name_and_every_table_a_caption(browser, address) -> None:
    body = browser(address).text
    page = outline(body)
    labelled = {attrs.get("for") for attrs in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for attrs in page.all(tag):
            assert attrs.get("type") == "hidden" or attrs.get("id") in labelled, attrs
    assert len(page.all("table")) == len(page.all("caption"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def followed() -> dict[str, int]:
    """The status of each address that a link has led to: pages share most of theirs."""
    return {}


@pytest.mark.parametrize("address", PAGES)
def test_links_of_a_page_lead_somewhere(client, browser, followed, address) -> None:
    for attrs in outline(browser(address).text).all("a")[:60]:
        href = attrs["href"] or ""
        if href.startswith("/") and not href.startswith("/sparql?"):
            to = href.partition("#")[0]
            if to not in followed:
                with client.get(to, headers={"Accept": "text/html,*/*;q=0.8"}) as response:
                    followed[to] = response.status_code
            assert followed[to] < 400, href


@pytest.mark.parametrize(("address", "media_type"), DATA.items())
def test_every_suffix_gives_its_format(client, address, media_type) -> None:
    response = client.get(address)
    assert response.status_code == 200, response.text[:400]
    assert response.mimetype == media_type
    assert response.data


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nt", "nq", "jsonld", "rdf"])
def test_the_data_of_an_entity_parses_and_says_what_the_page_says(client, suffix) -> None:
    formats = {
        "ttl": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS,
        "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML,
    }  # fmt: skip
    found = list(parse(client.get(f"/doc/order/eo-13768.{suffix}").data, format=formats[suffix]))
    said = {quad.object.value for quad in found if hasattr(quad.object, "value")}
    assert {"Executive Order 13768", "82 FR 8799", "2017-01-25"} <= said


@pytest.mark.parametrize(
    ("accept", "leads"),
    [
        ("text/html", ""), ("*/*", ""), ("text/turtle", ".ttl"), ("application/ld+json", ".jsonld"),
        ("application/n-triples", ".nt"), ("application/rdf+xml;q=0.5, text/html;q=0.1", ".rdf"), ("text/csv", ".csv"),
    ],
)  # fmt: skip
def test_an_identifier_leads_to_a_document_about_it(client, accept, leads) -> None:
    response = client.get("/id/order/eo-13768?on=2017-06-01", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.location == f"/doc/order/eo-13768{leads}?on=2017-06-01"


def test_a_format_that_is_not_offered_is_406_with_the_list(client) -> None:
    for address, accept in (("/doc/order/eo-13768", "image/png"), ("/doc/order/eo-13768.gif", "*/*")):
        response = client.get(address, headers={"Accept": accept})
        assert response.status_code == 406
        assert "text/turtle" in [offer["mediaType"] for offer in response.get_json(force=True)["offered"]]


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_is_not_there_is_404_for_programs_and_people(client, browser, address) -> None:
    told = client.get(address)
    assert told.status_code == 404
    check_problem(told, 404, address.partition("?")[0])
    page = browser(address)
    assert page.status_code == 404
    assert outline(page.text).all("h1")


def test_an_unknown_id_suggests_others(client, browser) -> None:
    told = client.get("/doc/order/eo-13786").get_json(force=True)
    assert told["suggestions"] == ["order/eo-13768"]
    assert 'href="/doc/order/eo-13768"' in browser("/doc/order/eo-13786").text


@pytest.mark.parametrize("on", ["2025-02-30", "today", "2025-2-3", "20250203", "2025-13-01", "-2025-01-01"])
def test_an_impossible_day_is_400_at_every_address(client, on) -> None:
    for address in ("/", "/orders", "/doc/order/eo-13768", "/answer/enforceable", "/queries/gaps"):
        response = client.get(address, query_string={"on": on})
        assert response.status_code == 400
        assert "YYYY-MM-DD" in response.get_json(force=True)["detail"]


def check_problem(response, status: int, instance: str) -> None:
    """The one shape of all errors."""
    assert response.mimetype == "application/problem+json"
    told = json.loads(response.data)
    assert {"type", "title", "status", "detail", "instance"} <= told.keys()
    assert told["status"] == status
    assert told["instance"] == instance
    assert told["detail"].endswith((".", "?", '"', "!")), told["detail"]
    leaks = re.compile(
        r"Traceback|\.py\b|/home|site-packages|werkzeug|flask|waitress|pyoxigraph", re.IGNORECASE
    )
    assert not leaks.search(response.text)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("POST", "/orders", 405), ("PUT", "/doc/order/eo-13768", 405), ("DELETE", "/sparql", 405), ("PATCH", "/", 405),
        ("BREW", "/", 405), ("GET", "/update", 405), ("POST", "/update", 403), ("PUT", "/data?graph=x", 403),
        ("DELETE", "/data?default", 403), ("POST", "/sparql", 415), ("POST", "/answer/enforceable", 415),
    ],
)  # fmt: skip
def test_a_method_that_is_not_possible_is_refused_in_the_one_shape(client, method, address, status) -> None:
    response = client.open(address, method=method)
    check_problem(response, status, address.partition("?")[0])
    assert response.status_code == status
    if status == 405:
        assert response.headers["Allow"]
        assert method not in response.headers["Allow"]


def test_every_route_refuses_an_unknown_method_and_answers_options_and_head(app, client) -> None:
    names = {
        "lists.listed": "orders", "questions.asked": "gaps", "ontology.term": "Order", "publishing.dump": "all.nq.gz",
        "publishing.named_graph": "orders", "static": "enjoin.css",
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        filled = {
            "kind": "order",
            "suffix": "json" if rule.endpoint == "reports.status" else "ttl",
            "number": "1",
            "filename": "enjoin.css",
            "name": names.get(rule.endpoint, "eo-13768"),
        }
        address = re.sub(
            r"<(?:[^<>]+:)?(\w+)>", lambda found, filled=filled: filled[found.group(1)], rule.rule
        )
        check_problem(client.open(address, method="NONSENSE"), 405, address)
        options = client.options(address)
        assert options.status_code == 200, address
        assert "OPTIONS" in options.headers["Allow"]
        if "GET" in (rule.methods or ()):
            with client.head(address) as head, client.get(address) as get:
                assert (head.status_code, head.data) == (get.status_code, b""), address


def test_reads_are_shared_with_other_sites_and_writes_are_not(client) -> None:
    for address in ("/", "/sparql?query=ASK{}", "/doc/order/eo-13768.ttl", "/nix"):
        assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options(
        "/sparql", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    )
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in client.post("/update").headers


@pytest.mark.parametrize("address", ["/", "/nix", "/sparql?query=nonsense", "/static/enjoin.css", "/healthz"])
def test_every_answer_is_safe_to_show(client, address) -> None:
    with client.get(address) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'"
    )
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Server" not in headers


@pytest.mark.parametrize(
    "address", ["/", "/doc/order/eo-13768.ttl", "/sparql?query=ASK{}", "/orders.csv", "/ns.ttl"]
)
def test_what_has_not_changed_is_not_sent_again(client, address) -> None:
    first = client.get(address)
    tag = first.headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
    assert "Accept" in first.headers["Vary"]
    other = client.get(address, headers={"If-None-Match": tag, "Accept": "text/html"})
    assert other.status_code != 304, "another representation has another tag"


def test_an_error_has_no_tag(client) -> None:
    assert "ETag" not in client.get("/nix").headers


def test_a_page_keeps_the_day_in_its_links(browser) -> None:
    body = browser("/doc/order/eo-13768?on=2017-06-01&known=2026-01-01").text
    assert "1 June 2017" in body
    forgetting = 0
    for attrs in outline(body).all("a"):
        href = attrs["href"] or ""
        if href.startswith("/doc/"):
            assert "on=2017-06-01" in href or attrs.get("rel") in {"prev", "next"}
            forgetting += "known=2026-01-01" not in href
    assert forgetting == 1, "one link, the one that says so, leads to what is known now"


def test_the_day_before_and_after_are_those_on_which_the_page_changes(browser) -> None:
    page = outline(browser("/doc/order/eo-13768?on=2018-01-01").text)
    links = {
        attrs.get("rel"): attrs["href"] for attrs in page.all("a") if attrs.get("rel") in {"prev", "next"}
    }
    assert links == {"prev": "/doc/order/eo-13768?on=2017-04-25", "next": "/doc/order/eo-13768?on=2018-08-01"}


def test_the_first_page_says_where_everything_stands(browser) -> None:
    body = browser("/").text
    assert "Which rulings blocked which orders?" in body
    assert "On 1 October 2018" in body
    assert "Blocked for 1 named party" in body
    assert "Preliminary injunction of 25 April 2017" in body


def test_a_picture_has_its_table(browser) -> None:
    body = browser("/doc/order/eo-13768").text
    bars = body.count('<svg class="bar ')
    table = re.search(r"<caption>Periods of.*?</table>", body, re.DOTALL)
    assert table is not None
    assert bars == 8
    assert table.group().count("<tr>") == bars + 1


def test_every_statement_shows_its_source_or_says_that_there_is_none(browser) -> None:
    body = browser("/doc/order/eo-13768").text
    assert "82 FR 8799" in body
    assert "checked against a stored source" in body
    assert "from the compiler&#39;s knowledge" in body, "issuedBy is marked as knowledge"
    assert "no source recorded" in browser("/doc/judge/orrick").text


def test_a_label_that_tries_to_be_more_is_text(client, browser) -> None:
    for address in ("/doc/organization/nasty", "/search?q=quotes"):
        body = browser(address).text
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
        assert "{{ 7*7 }}" in body.replace("&#39;", "'")
    page = outline(browser("/doc/organization/nasty").text)
    links = [attrs["href"] for attrs in page.all("a")]
    assert "https://example.org/elsewhere" in links
    assert not [href for href in links if href and href.startswith(("javascript:", "data:"))]
    external = next(attrs for attrs in page.all("a") if attrs["href"] == "https://example.org/elsewhere")
    assert "noopener" in (external["rel"] or "")
    assert "'=HYPERLINK" in client.get("/doc/organization/nasty.csv").text, "no formula for a spreadsheet"


@pytest.mark.parametrize(
    "attack",
    ['"><script>alert(1)</script>', "{{7*7}}", "' OR 1=1 --", "\u202e\u0000", "%0d%0aX: y", "x" * 5000],
)
def test_what_a_reader_types_stays_text(client, browser, attack) -> None:
    for address, name in (
        ("/search", "q"),
        ("/answer/enforceable", "provision"),
        ("/sparql", "query"),
        ("/queries/what-binds", "jurisdiction"),
    ):
        response = client.get(
            address,
            query_string={name: attack, "party": attack} if name == "provision" else {name: attack},
            headers={"Accept": "text/html"},
        )
        assert response.status_code in {200, 400, 404, 413}
        assert "<script>alert" not in response.text
        assert "49" not in re.findall(r'value="(\d+)"', response.text)
    assert browser(f"/doc/order/{attack[:50]}").status_code == 404


def test_nothing_can_be_redirected_off_the_site(client) -> None:
    for address in (
        "/id/order//evil.example",
        "/id//evil.example/x",
        "//evil.example/id/order/x",
        "/ns//evil.example",
    ):
        response = client.get(address)
        assert response.status_code >= 400 or not response.location.startswith(("//", "http"))


def test_the_endpoint_describes_itself(client) -> None:
    body = client.get("/sparql", headers={"Accept": "text/turtle"})
    said = {
        quad.object.value
        for quad in parse(body.data, format=RdfFormat.TURTLE)
        if hasattr(quad.object, "value")
    }
    assert "http://www.w3.org/ns/sparql-service-description#Service" in said
    assert "http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph" in said
    assert any("X-Enjoin-Truncated" in text for text in said)


def test_writes_say_why_they_are_refused(world) -> None:
    from datetime import date

    from enjoin.server import create_app
    from enjoin.server.settings import Settings

    client = create_app(world, Settings(token="right"), today=lambda: date(2020, 1, 1)).test_client()
    assert client.post("/update").status_code == 401
    assert client.post("/update").headers["WWW-Authenticate"] == 'Bearer realm="enjoin"'
    wrong = client.post("/update", headers={"Authorization": "Bearer wrong"})
    assert (wrong.status_code, wrong.get_json(force=True)["detail"]) == (
        401,
        "This token is not the server's.",
    )
    assert client.post("/update", headers={"Authorization": "Bearer right"}).status_code == 415
