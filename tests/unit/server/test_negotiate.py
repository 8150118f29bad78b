"""The representation that is sent is the one that was asked for."""

import pytest

from enjoin.server.errors import NotAcceptable
from enjoin.server.protocol.negotiate import CSV, GRAPHS, HTML, RESULTS, choose, named, pick

DOC = (HTML, *GRAPHS)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        (None, RESULTS, "json"),
        ("", RESULTS, "json"),
        ("*/*", RESULTS, "json"),
        ("*", RESULTS, "json"),
        ("text/csv", RESULTS, "csv"),
        ("text/*", RESULTS, "csv"),
        ("text/tab-separated-values;q=0.9, text/csv;q=0.8", RESULTS, "tsv"),
        ("application/json", RESULTS, "json"),
        ("application/xml", RESULTS, "xml"),
        ("text/xml;q=1.0, application/sparql-results+json;q=0.2", RESULTS, "xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", RESULTS, "xml"),
        ("TEXT/Turtle", GRAPHS, "ttl"),
        ("text/turtle;q=0.5, application/n-triples;q=0.7, */*;q=0.1", GRAPHS, "nt"),
        ("application/ld+json", GRAPHS, "jsonld"),
        ("*/*, application/trig", GRAPHS, "trig"),
        ("application/rdf+xml;q=nonsense, text/turtle;q=0.1", GRAPHS, "ttl"),
        (FIREFOX, DOC, "html"),
        ("text/turtle, text/html;q=0.9", DOC, "ttl"),
        ("image/png", DOC, None),
        ("application/json;q=0", RESULTS[:1], None),
        ("application/sparql-results+json;q=0, application/json;q=0", RESULTS[:1], None),
        ("text/html;q=7", DOC, "html"),
        ("garbage", DOC, None),
    ],
)
def test_the_header_chooses(accept, offers, chosen) -> None:
    found = choose(accept, offers)
    assert (found.name if found else None) == chosen


@pytest.mark.parametrize(
    ("name", "offer"),
    [
        ("ttl", "ttl"),
        ("turtle", "ttl"),
        ("Turtle", "ttl"),
        ("nquads", "nq"),
        ("text/turtle", "ttl"),
        ("json-ld", "jsonld"),
    ],
)
def test_a_format_has_several_names(name, offer) -> None:
    found = named(name, GRAPHS)
    assert found is not None
    assert found.name == offer


def test_a_name_in_the_address_wins_over_the_header() -> None:
    assert pick("csv", "application/json", RESULTS) is CSV


@pytest.mark.parametrize(("name", "accept"), [("gif", None), (None, "image/gif")])
def test_what_is_not_offered_is_406_with_the_list(name, accept) -> None:
    with pytest.raises(NotAcceptable) as caught:
        pick(name, accept, GRAPHS)
    assert caught.value.status == 406
    assert "text/turtle" in caught.value.detail
    offered = caught.value.more["offered"]
    assert isinstance(offered, list)
    assert {"format": "ttl", "mediaType": "text/turtle"} in offered
