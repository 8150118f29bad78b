"""Every door stays in its frame: methods, paths, headers, and what is written into pages."""

import html.parser
import json
from urllib.parse import quote

import pytest

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`"
PAGES = (
    "/", "/orders", "/lawsuits", "/rulings", "/judges", "/places", "/sources", "/timeline", "/map", "/gaps", "/changes",
    "/validation", "/ontology", "/status", "/about", "/search", "/queries/", "/sparql", "/answer/enforceable", "/ns", "/dump/",
)  # fmt: skip
PARAMETERS = (
    "q",
    "kind",
    "on",
    "known",
    "query",
    "format",
    "provision",
    "party",
    "order",
    "page",
    "from",
    "to",
    "judge",
    "jurisdiction",
    "next",
    "graph",
)
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Tags(html.parser.HTMLParser):
    """What a page would run, or would send its reader to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        for name, value in attrs:
            place = (value or "").strip().lower()
            if name.startswith("on") or (
                name in {"href", "src", "action"}
                and place.startswith(("javascript:", "vbscript:", "data:text"))
            ):
                self.bad.append(f"<{tag} {name}={value}>")
            if name == "srcdoc":
                self.bad.append(f"<{tag} {name}>")


def is_safe(reply) -> None:
    """No markup of a stranger's, and the headers that keep a page to itself."""
    assert reply.status < 500, reply.text[:300]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in reply.text
    assert "server" not in reply.headers
    assert "x-powered-by" not in reply.headers
    if reply.media_type == "text/html":
        assert "<script>alert" not in reply.text
        assert "<img src=x" not in reply.text
        assert Tags(reply.text).bad == []
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert reply.headers["x-frame-options"] == "DENY"
        assert "referrer-policy" in reply.headers
        assert "permissions-policy" in reply.headers


@pytest.mark.parametrize("page", PAGES)
def test_what_a_parameter_says_is_text(site, page) -> None:
    nasty = (
        "javascript:alert(1)",
        "\u202egnp.exe" + "a" * 5000,
        "%00",
        "{{7*7}} ${7*7} ' OR 1=1 -- ../../etc/passwd",
    )
    named = [name for name in PARAMETERS if name != "query" or page == "/sparql"]
    asked = ["&".join(f"{name}={quote(value)}" for name in named) for value in (MARKUP, *nasty)]
    asked += [f"{name}={quote(MARKUP)}" for name in ("q", "on", "format", "query")]
    for each in asked:
        reply = site.request("GET", f"{page}?{each}", headers=BROWSER)
        is_safe(reply)
        assert "root:" not in reply.text


@pytest.mark.parametrize(
    "path",
    ["/doc/order/", "/id/", "/queries/", "/ns/", "/dump/", "/", "/graph/", "/static/", "/.well-known/"],
)
def test_a_path_is_never_a_file(site, path) -> None:
    for way in (
        "../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd",
        "..%5c..%5c..%5cetc%5cpasswd", "%252e%252e%252fetc%252fpasswd", "/etc/passwd", "%00", "a%00.css", "..;/..;/etc/passwd",
        "app.css/../../app.py", "..%2fapp.py", "%c0%ae%c0%ae%c0%afetc/passwd", "\u202e", quote(MARKUP), "a" * 5000, "%0d%0aX-Injected:%20yes",
        "..%2f..%2fgraph%2fstore.py", "CON", "~root", "%ff%fe", "x?" + "&" * 3000,
    ):  # fmt: skip
        reply = site.request("GET", path + quote(way, safe="/%?&=.;"), headers=BROWSER)
        is_safe(reply)
        assert reply.status in {200, 301, 303, 308, 400, 404, 406, 410, 414}, (way, reply.status)
        assert "root:" not in reply.text
        assert "import " not in reply.text or reply.media_type != "text/x-python"
        assert "x-injected" not in reply.headers


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "//evil.example/%2e%2e", "/\\evil.example", "/%5cevil.example", "/id//evil.example", "/id/order/@evil.example",
     "/id/order/eo-13768@evil.example", "/id/%2f%2fevil.example/x", "/doc//evil.example", "/ns//evil.example", "/sparql//evil.example",
     "/queries?next=//evil.example", "/queries/..//evil.example", "/orders/", "/sparql/?query=ASK%7B%7D", "/id/order/eo-13768?next=http://evil.example"],
)  # fmt: skip
def test_no_redirect_leaves_the_site(site, path) -> None:
    reply = site.request("GET", path, headers={**BROWSER, "Host": f"localhost:{site.port}"})
    is_safe(reply)
    place = reply.headers.get("location", "")
    assert not place.startswith(("//", "/\\", "\\")), place
    assert "evil.example" not in place.partition("?")[0] or place.startswith(
        ("/", f"http://localhost:{site.port}/")
    )
    if "://" in place:
        assert place.startswith(f"http://localhost:{site.port}/"), place


@pytest.mark.parametrize(
    "value",
    [
        "\r\nX-Injected: yes",
        "\nX-Injected: yes",
        "%0d%0aX-Injected: yes",
        "\u010d\u010aX-Injected: yes",
        "\u2028X-Injected: yes",
    ],
)
def test_no_parameter_becomes_a_header(server, value) -> None:
    for path in (
        f"/id/order/{quote(value)}", f"/id/order/eo-13768?on={quote(value)}", f"/sparql?query=ASK%7B%7D&format={quote(value)}",
        f"/sparql?query={quote(value)}", f"/data?graph={quote(value)}", f"/doc/order/eo-13768.{quote(value)}",
    ):  # fmt: skip
        reply = server.request("GET", path)
        assert reply.status < 500
        assert "x-injected" not in reply.headers


METHODS = (
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "MKCOL",
    "LOCK",
    "FOO",
    "X" * 2000,
    "get",
)


@pytest.mark.parametrize(
    "path",
    ["/", "/sparql", "/orders", "/doc/order/eo-13768", "/healthz", "/queries/", "/ns", "/.well-known/void"],
)
def test_an_unknown_method_is_405_and_says_what_is_possible(site, path) -> None:
    for method in METHODS:
        reply = site.request(method, path, b"x" if method in {"PUT", "PATCH"} else None)
        assert reply.status in {400, 405, 501}, (method, reply.status)
        if reply.status == 405:
            assert "GET" in reply.headers["allow"]
        assert b"x-secret" not in reply.body.lower()


def test_the_writing_doors_know_their_methods(bare) -> None:
    for path, methods in (
        ("/update", ("GET", "PUT", "DELETE", "PATCH", "FOO")),
        ("/data?default", ("PATCH", "FOO", "TRACE")),
    ):
        for method in methods:
            reply = bare.request(method, path, headers=bare.authorized)
            assert reply.status in {400, 405, 501}, (path, method, reply.status)


@pytest.mark.parametrize("page", PAGES)
def test_head_is_get_without_a_body(site, page) -> None:
    path = page + ("?query=ASK%7B%7D" if page == "/sparql" else "")
    got, head = (site.request(method, path, headers=BROWSER) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (got.status, b"")
    for name in ("content-type", "etag", "vary"):
        assert head.headers.get(name) == got.headers.get(name), name
    if got.status == 404:
        return
    asked = site.request("OPTIONS", path, headers={"Origin": "http://elsewhere.example"})
    assert asked.status in {200, 204}
    assert {"GET", "HEAD", "OPTIONS"} <= {each.strip() for each in asked.headers["allow"].split(",")}


def test_every_answer_varies_by_what_it_was_chosen_by(site) -> None:
    for path in (
        "/doc/order/eo-13768",
        "/id/order/eo-13768",
        "/sparql?query=SELECT*%7B%7D",
        "/ns",
        "/",
        "/orders",
        "/.well-known/void",
    ):
        tags = set()
        for accept in ("text/html", "text/turtle", "application/json", "*/*", "image/png"):
            reply = site.request("GET", path, headers={"Accept": accept})
            assert "accept" in reply.headers.get("vary", "").lower(), (path, accept)
            if "etag" in reply.headers and reply.status == 200:
                tags.add((reply.headers["etag"], reply.media_type))
                same = site.request(
                    "GET", path, headers={"Accept": accept, "If-None-Match": reply.headers["etag"]}
                )
                assert (same.status, same.body) == (304, b"")
        assert len({tag for tag, _ in tags}) >= len({kind for _, kind in tags}), (
            "one tag for two representations"
        )


def test_an_error_is_not_kept_by_a_cache(site) -> None:
    for reply in (site.get("/doc/order/nothing"), site.get("/sparql", query="SELECT"), site.get("/nowhere")):
        assert reply.status >= 400
        assert "no-store" in reply.headers["cache-control"] or "no-cache" in reply.headers["cache-control"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        'localhost"><script>alert(1)</script>',
        "a b",
        "",
        "x" * 3000,
        "127.0.0.1:99999",
        "[::1",
        "evil.example/..",
        "@evil.example",
    ],
)
def test_a_false_host_reaches_no_page_and_no_redirect(site, host) -> None:
    for path in (
        "/",
        "/id/order/eo-13768",
        "/sparql",
        "/orders/",
        "/.well-known/void",
        "/robots.txt",
        "/sitemap.xml",
    ):
        reply = _with_host(site, path, host)
        assert b" 500 " not in reply[:20]
        assert b"<script>alert" not in reply
        head, _, body = reply.partition(b"\r\n\r\n")
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"location:"):
                assert b"evil.example" not in line, line
        if body.lstrip().lower().startswith(b"<!doctype html"):
            assert b"evil.example" not in body, path


def _with_host(site, path: str, host: str) -> bytes:
    found = b""
    with site.connect(5) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n"
            "X-Forwarded-Proto: javascript\r\nX-Forwarded-Prefix: //evil.example\r\nX-Script-Name: //evil.example\r\n"
            "X-Original-URL: /update\r\nAccept: text/html\r\nConnection: close\r\n\r\n".encode()
        )
        while chunk := connection.recv(65536):
            found += chunk
    return found


def test_ranges_are_whole_answers_or_right_parts(site) -> None:
    for path in ("/static/app.css", "/sparql?query=ASK%7B%7D", "/"):
        for asked in (
            "bytes=0-0",
            "bytes=0-" + ",0-" * 2000,
            "bytes=-1",
            "bytes=999999999-",
            "bytes=a-b",
            "items=0-5",
            "bytes=5-1",
        ):
            reply = site.request("GET", path, headers={"Range": asked})
            assert reply.status in {200, 206, 304, 404, 416}, (path, asked, reply.status)
            if reply.status == 206 and asked == "bytes=0-0":
                assert len(reply.body) == 1


def test_other_sites_may_read_and_never_write(server) -> None:
    origin = {"Origin": "https://evil.example"}
    reply = server.request("GET", "/sparql?query=ASK%7B%7D", headers=origin)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers
    for path in ("/update", "/data?default"):
        for method in ("POST", "PUT", "DELETE"):
            asked = server.request(
                "OPTIONS", path,
                headers={**origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization, content-type"},
            )  # fmt: skip
            assert asked.status in {200, 204, 403}
            allowed = asked.headers.get("access-control-allow-methods", "")
            assert method not in allowed, (path, allowed)
            assert "authorization" not in asked.headers.get("access-control-allow-headers", "").lower()
    asked = server.request(
        "OPTIONS", "/sparql",
        headers={**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"},
    )  # fmt: skip
    assert asked.status in {200, 204}
    assert "POST" in asked.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*",
        "*/*;q=0",
        "text/html;q=2",
        "text/html;q=x",
        ",,,",
        "a/b/c",
        "text/" + "x" * 5000,
        ", ".join(["text/x"] * 5000),
        "*/*" + ";x=y" * 3000,
        "\xff\xfe",
        "application/sparql-results+json;q=0, */*;q=0.1",
    ],
)
def test_strange_wishes_are_406_at_worst(site, accept) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/", "/doc/order/eo-13768", "/id/order/eo-13768"):
        reply = site.request("GET", path, headers={"Accept": accept})
        assert reply.status in {200, 303, 400, 406}, (accept[:50], reply.status)
        assert reply.seconds < 1


@pytest.mark.parametrize(
    ("body", "kind", "statuses"),
    [
        (b"SELECT * { ?s ?p '\xff' }", "application/sparql-query", {400}),
        (b"query=%FF%FE", "application/x-www-form-urlencoded", {400}),
        (b"query=ASK{}%00", "application/x-www-form-urlencoded", {400}),
        (b"ASK {}\x00", "application/sparql-query", {400}),
        (b"\xef\xbb\xbfASK {}", "application/sparql-query", {200, 400}),
        ("ASK {}".encode("utf-16"), "application/sparql-query; charset=utf-16", {400, 415}),
        (b"ASK {}", "application/sparql-query; charset=latin-1", {200, 400, 415}),
        (b"ASK {}", "application/sparql-query; charset=nonsense", {400, 415}),
        (b"ASK {}", "application/sparql-query; charset=" + b"x".decode() * 5000, {400, 415}),
        (b"ASK {}", "nonsense", {415, 400}),
        (b"ASK {}", "", {415, 400}),
        (b"query=ASK{}" + b"&a=b" * 100_000, "application/x-www-form-urlencoded", {200, 400, 413}),
        (b"query=ASK{}" + b"&default-graph-uri=a:b" * 20_000, "application/x-www-form-urlencoded", {200, 400, 413}),
        (b"query=ASK{}&default-graph-uri=%0d%0a", "application/x-www-form-urlencoded", {400}),
        (b"query=ASK{}&default-graph-uri=" + b"x" * 100_000, "application/x-www-form-urlencoded", {400, 413}),
        (b'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\nASK{}\r\n--x--\r\n', "multipart/form-data; boundary=x", {200, 400, 415}),
        (b"--x\r\n" * 50_000, "multipart/form-data; boundary=x", {400, 413, 415}),
        (b"x" * 100_000, "multipart/form-data", {400, 413, 415}),
    ],
)  # fmt: skip
def test_a_strange_body_is_a_clean_error(server, body, kind, statuses) -> None:
    reply = server.request("POST", "/sparql", body, {"Content-Type": kind})
    assert reply.status in statuses, f"{reply.status}: {reply.text[:300]}"
    if reply.status >= 400:
        assert json.loads(reply.body)["status"] == reply.status


def test_bad_characters_in_an_address_are_a_clean_error(server) -> None:
    for query in (
        "%FF%FE",
        "ASK{}%00",
        "%ED%A0%80",
        "%F4%90%80%80",
        "%",
        "%zz",
        "ASK%20%7B%7D&query",
        "ASK%20%7B%7D&default-graph-uri=%FF",
    ):
        reply = server.request("GET", f"/sparql?query={query}")
        assert reply.status in {200, 400}, (query, reply.status)
        assert reply.media_type in {"application/problem+json", "application/sparql-results+json"}


def test_a_spoofed_address_does_not_make_a_new_client(site) -> None:
    """Who is behind a proxy is believed only where the operator says that there is one."""
    from enjoin.server.settings import Settings

    assert Settings().trusted_proxies == 0
    for spoofed in ("1.2.3.4", "127.0.0.1, 1.2.3.4", '"><script>', "x" * 5000, ""):
        reply = site.request(
            "GET",
            "/sparql?query=ASK%7B%7D",
            headers={"X-Forwarded-For": spoofed, "X-Real-IP": spoofed, "Forwarded": f"for={spoofed}"},
        )
        assert reply.status == 200
