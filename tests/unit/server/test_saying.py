"""Sentences are said in the language of the page from what they are made of, never from their English text."""

import re
import string
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from flask import Flask
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from enjoin import queries, shapes
from enjoin.graph import Graph
from enjoin.graph.effects.english import ENGLISH
from enjoin.graph.effects.saying import Listing, Name, Sentence, say
from enjoin.graph.validation.checks import faults
from enjoin.ontology.terms import term
from enjoin.server import create_app
from enjoin.server.answers.saying import say as said
from enjoin.server.answers.saying import say_plainly
from enjoin.server.languages import LANGUAGES
from enjoin.server.settings import Settings
from enjoin.server.words.said import sections

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

OTHERS = [each for each in LANGUAGES if each != "en"]
CHECKS = Path(__file__).parents[1] / "queries" / "checks"
BROKEN = "INSERT DATA { <https://w3id.org/enjoin/id/order/x> a <https://w3id.org/enjoin/ns#ExecutiveOrder> }"


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_an_answer_is_said_in_every_language(language) -> None:
    own = sections("sentences", language)["said"]
    assert own.keys() == ENGLISH.keys()
    for kind, template in ENGLISH.items():
        every = fields(template)
        needed = {name for name in every if not name.endswith("_")}
        assert needed <= fields(own[kind]) <= {name.rstrip("_") for name in every}, kind


@pytest.mark.parametrize("language", OTHERS)
def test_every_fault_of_a_check_is_said_from_the_values_of_its_row(language) -> None:
    own = sections("sentences", language)["fault"]
    checks = {check.name: check for check in queries.all("checks") if not check.name.startswith("ontology-")}
    assert own.keys() == checks.keys()
    for name, template in own.items():
        assert fields(template) <= set(checks[name].columns) - {"fault"}, name


@pytest.mark.parametrize("language", OTHERS)
def test_every_shape_asks_in_every_language_for_the_same_properties(language) -> None:
    own = sections("shapes", language)["message"]
    asked = {
        triple.subject.value.removeprefix(shapes.NAMESPACE): triple.object.value
        for triple in shapes.load()
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal)
        if triple.predicate == term("sh:message")
    }
    assert own.keys() == asked.keys()
    properties = re.compile(r"\b(?:ej|prov|dcterms|foaf|rdfs|skos):\w+")
    for name, english in asked.items():
        assert set(properties.findall(own[name])) == set(properties.findall(english)), name


@pytest.fixture
def spanish(world):
    app = create_app(world, Settings(), today=lambda: date(2018, 10, 1))
    with app.test_request_context("/?lang=es"):
        yield


@pytest.mark.usefixtures("spanish")
def test_a_sentence_is_said_from_its_parts() -> None:
    mandate = say("mandate", court="Ninth Circuit")
    why = say("because", reasons=say("why-date", date=say("miss-date", mandate=mandate), date_="ignored"))
    what = Name("the order", "https://w3id.org/enjoin/id/order/nowhere")
    sentence = say("unsure-past", what=what, who=Name("Chicago", "urn:x"), day=date(2018, 9, 1))
    assert (
        sentence == "Whether the order could be enforced against Chicago on 1 September 2018 is not certain"
    )
    told = say_plainly(say("whole", said=say("unsure-why", said=sentence, why=why)))
    assert told == (
        "No se sabe con certeza si order/nowhere se podía hacer cumplir frente a urn:x el 1 de septiembre de 2018, "
        "porque no consta la fecha del mandato del Noveno Circuito."
    )


@pytest.mark.usefixtures("spanish")
def test_words_of_the_record_are_escaped_and_marked() -> None:
    listed = Listing("a, b and c", ["<a b>", "so far", say("nobody")])
    assert said(say("held-so-past", it_="it was", words=listed)) == (
        'el bloqueo tenía este límite: <bdi class="named" lang="en">&lt;a b&gt;</bdi>, '
        '<bdi class="foreign" lang="en">so far</bdi> y nadie'
    )
    strange = Sentence("It <b>did</b> so", "of-no-kind", {})
    assert said(strange) == '<bdi class="foreign" lang="en">It &lt;b&gt;did&lt;/b&gt; so</bdi>'


def test_in_english_the_text_stands_as_it_came() -> None:
    with Flask(__name__).test_request_context("/"):
        assert (
            said(say("leaving", said="stayed <it>", scope="all")) == "stayed &lt;it&gt; in part, leaving all"
        )
        assert say_plainly("a < b") == "a < b"


def test_every_check_tells_its_faults_in_spanish() -> None:
    told: dict[str, str] = {}
    for file in sorted(CHECKS.glob("*.trig")):
        graph = Graph.memory(bare=True)
        cast("Store", graph.store()).load(parse(path=str(file), format=RdfFormat.TRIG))
        found = [fault for fault in faults(graph) if fault.check == file.stem]
        app = create_app(graph, Settings(), today=lambda: date(2018, 10, 1))
        with app.test_request_context("/?lang=es"):
            told[file.stem] = re.sub(r"<bdi[^>]*>.*?</bdi>", "…", said(found[0].fault))
    assert told.keys() == sections("sentences", "es")["fault"].keys()
    assert told["stays-of-ended-relief"] == "… suspende …, que había terminado el 6 de febrero de 2025."
    assert told["effects-without-day"] == "… no tiene día: falta el primero posible."
    for check, sentence in told.items():
        assert not re.search(r"[{}]|\b(?:the|has|is|and|before|does)\b", sentence), (check, sentence)


def test_what_a_shape_refused_is_told_in_the_language_of_the_page() -> None:
    settings = Settings(token="writer")
    client = create_app(Graph.memory(), settings, today=lambda: date(2020, 1, 1)).test_client()
    headers = {"Authorization": "Bearer writer", "Accept": "text/html"}
    pages = {
        language: client.post(
            f"/update?lang={language}", data=BROKEN, content_type="application/sparql-update", headers=headers
        )
        for language in LANGUAGES
    }
    assert {page.status_code for page in pages.values()} == {422}
    english, spanish = "Every entry needs an English name; give", "Toda entrada necesita un nombre en inglés;"
    assert english in pages["en"].text
    assert spanish not in pages["en"].text
    assert spanish in pages["es"].text
    assert english not in pages["es"].text
    told = client.post(
        "/update?lang=es",
        data=BROKEN,
        content_type="application/sparql-update",
        headers={**headers, "Accept": "*/*"},
    ).get_json()
    assert any(result["message"].startswith(english) for result in told["report"]["results"])


def test_why_a_document_is_held_back_is_told_in_the_language_of_the_page(
    graph: Graph, tmp_path: Path
) -> None:
    file = tmp_path / "x.ttl"
    file.write_text("<https://w3id.org/enjoin/id/order/x> a <https://w3id.org/enjoin/ns#ExecutiveOrder> .")
    receipt = graph.ingest(file)
    assert [outcome.quarantined for outcome in receipt.outcomes] == [True]
    client = create_app(graph, Settings(), today=lambda: date(2020, 1, 1)).test_client()
    html = {"Accept": "text/html"}
    english = client.get("/validation", headers=html).text
    assert re.search(r"<bdi>[^<]*, line 1: Every entry needs an English name;", english), english
    told = client.get("/validation?lang=es", headers=html).text
    assert re.search(r"<bdi>[^<]*, línea 1: Toda entrada necesita un nombre en inglés;", told)
    assert "English name" not in told
