"""What the data says is text, whatever it says: labels with markup, names that are programs."""

import html.parser
from urllib.parse import quote

import pytest

EJ = "https://w3id.org/enjoin/ns#"
ID = "https://w3id.org/enjoin/id/"
LABELS = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attributes": '" onmouseover="alert(1)" x=\'',
    "templates": "{{ config }} {% raw %} ${7*7}",
    "backwards": "\u202eelbisivni\u202c \u2066x\u2069",
    "long": "word " * 1000,
    "longer": "x" * 5000,
    "lines": "one\r\nX-Injected: yes\r\n\r\n<b>two</b>",
    "comment": "--><b>x</b><!-- ]]> &amp; &lt;",
    "control": "a\u0007b\u001bc\u007f",
}


class Page(html.parser.HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")


@pytest.mark.parametrize("name", LABELS)
def test_a_label_is_never_markup(site, name) -> None:
    """As a row of an answer that is shown as a page, as every format writes it, and as they are read again."""
    text = f'SELECT ?x ?y {{ VALUES (?x ?y) {{ ("{escaped(LABELS[name])}" <javascript:alert(1)>) ("x" <data:text/html,x>) }} }}'
    page = site.request("GET", f"/sparql?query={quote(text)}", headers={"Accept": "text/html"})
    assert page.status == 200
    shown = Page(page.text)
    assert "script" not in {tag for tag, _ in shown.tags if not _.get("src", "").startswith("/static/")}
    for _, attributes in shown.tags:
        assert not any(each.startswith("on") for each in attributes)
        for place in (attributes.get("href", ""), attributes.get("src", ""), attributes.get("action", "")):
            assert not place.lower().startswith(("javascript:", "data:text")), place
    assert "x-injected" not in page.headers
    for accept in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        reply = site.query(text, accept=accept)
        assert reply.status == 200
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert site.query(text).rows()[0]["x"]["value"] == LABELS[name]


def test_a_constructed_graph_with_bad_names_is_read_again(site) -> None:
    import pyoxigraph as ox

    text = 'CONSTRUCT { <a:s> <javascript:alert(1)> "<b>\\u0001</b>" ; <a:p> <http://x/\\u202e> } WHERE {}'
    for accept, form in (
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    ):
        reply = site.query(text, accept=accept)
        assert reply.status == 200
        assert len(list(ox.parse(reply.body, format=form))) == 2
    reply = site.query(text, accept="application/rdf+xml")
    assert reply.status in {200, 400, 406}


def test_labels_of_a_bare_store_are_shown_as_text(bare) -> None:
    body = "".join(
        f'<http://example.org/{name}> <http://www.w3.org/2000/01/rdf-schema#label> "{escaped(label)}" .\n'
        for name, label in LABELS.items()
    )
    assert bare.put("a:labels", body).status in {200, 201, 204}
    text = "SELECT * { GRAPH <a:labels> { ?s ?p ?o } }"
    rows = bare.query(text).rows()
    assert {row["o"]["value"] for row in rows} == set(LABELS.values())
    page = bare.request("GET", f"/sparql?query={quote(text)}", headers={"Accept": "text/html"})
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert bare.request("DELETE", "/data?graph=a:labels", headers=bare.authorized).status in {200, 204}
