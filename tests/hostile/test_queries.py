"""Queries that are too deep, too wide or too costly end cleanly, in time, and harm nobody else."""

from urllib.parse import quote

import pytest
from hostile import texts

CLEAN = {200, 400, 413, 429, 503}
LIMIT_S = 1.0
"""The time limit that the servers of these tests were started with."""


def named(pairs):
    return [pytest.param(text, id=name) for name, text in pairs]


def is_clean(reply) -> None:
    """An answer, or an error in the one shape of all errors that says what to do."""
    assert reply.status in CLEAN, f"{reply.status}: {reply.text[:300]}"
    if reply.status != 200:
        assert reply.media_type == "application/problem+json"
        told = reply.json()
        assert told["status"] == reply.status
        assert told["detail"]
        assert len(reply.body) < 4000, "an error does not send the query back"
    if reply.status in {429, 503}:
        assert int(reply.headers["retry-after"]) >= 1


@pytest.mark.parametrize("text", named(texts.deep()))
def test_a_text_that_is_too_deep_is_refused_at_once(site, text) -> None:
    reply = site.query(text)
    is_clean(reply)
    assert reply.status in {400, 413}, reply.text[:300]
    assert reply.seconds < 2


@pytest.mark.parametrize("text", named(texts.wide()))
def test_a_text_that_is_very_wide_is_answered_or_refused(site, text) -> None:
    reply = site.query(text)
    is_clean(reply)
    assert reply.seconds < LIMIT_S + 1.5


@pytest.mark.parametrize("text", named(texts.costly()))
def test_a_query_that_takes_for_ever_is_stopped_and_nobody_waits_for_it(site, bystander, text) -> None:
    with bystander(site) as other:
        reply = site.query(text, accept="*/*")
    is_clean(reply)
    assert reply.seconds < LIMIT_S + 1
    assert set(other.statuses) == {200}
    assert max(other.seconds) < 1


@pytest.mark.parametrize("depth", [50, 90])
def test_depth_that_people_may_need_is_answered(site, depth) -> None:
    for text in (
        texts.nested("(", "1", ")", texts.FILTERED, depth) + " LIMIT 1",
        texts.nested("{", "?s ?p ?o", "}", texts.SELECT, depth) + " LIMIT 1",
        texts.nested("OPTIONAL{", "<a:s> ?p ?o", "}", texts.SELECT, depth) + " LIMIT 1",
    ):
        assert site.query(text).status == 200


def test_a_text_over_the_limit_is_413_by_every_way(server) -> None:
    text = "SELECT * {} #" + "x" * texts.MOST
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert server.query(text).status == 413
    assert server.request("POST", "/sparql", "query=" + quote(text), form).status == 413
    assert server.request("GET", "/sparql?query=" + quote(text)).status in {413, 414}


def test_a_cut_answer_never_looks_whole(site) -> None:
    """Whoever counts the rows of a cut answer finds the limit, and a header that says so."""
    for accept in (
        "application/sparql-results+json",
        "text/csv",
        "application/sparql-results+xml",
        "text/tab-separated-values",
    ):
        reply = site.query("SELECT ?p { ?s ?p ?o . ?a ?b ?c }", accept=accept)
        is_clean(reply)
        if reply.status == 200:
            assert reply.headers["x-enjoin-truncated"], accept
            assert len(reply.body) <= 64 * 1024 * 1024 + 4096
    whole = site.query("SELECT * { ?s ?p ?o } LIMIT 1000")
    assert "x-enjoin-truncated" not in whole.headers
    assert len(whole.rows()) == 1000


def test_control_characters_do_not_spoil_an_answer(bare) -> None:
    """What XML cannot hold is replaced in XML, and kept where it can be."""
    import xml.etree.ElementTree as ET

    text = 'SELECT ("a\\u0001b\\uFFFEc\\r<&>" AS ?x) {}'
    reply = bare.query(text, accept="application/sparql-results+xml")
    assert reply.status == 200
    assert "literal" in ET.tostring(ET.fromstring(reply.body), encoding="unicode")
    assert bare.query(text).rows()[0]["x"]["value"] == "a\x01b\ufffec\r<&>"


def test_a_shorter_time_may_be_asked_for_and_never_a_longer_one(site) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for asked, most in (("0.2", 1.2), ("3600", LIMIT_S + 1), ("1e300", LIMIT_S + 1), ("0", 1.8), ("-1", 1.8)):
        reply = site.request(
            "POST", f"/sparql?timeout={asked}", endless, {"Content-Type": "application/sparql-query"}
        )
        assert reply.status in {400, 503}, asked
        assert reply.seconds < most, asked
    for nonsense in ("nan", "inf", "soon", "٣", "1_0"):
        reply = site.request("GET", f"/sparql?query=ASK%7B%7D&timeout={quote(nonsense)}")
        assert reply.status in {200, 400}, nonsense
