"""A report reads what a processor wrote, and writes it for people, for programs and as SHACL."""

import json

import pyoxigraph as ox
import pytest
import rdflib

from enjoin.ontology.terms import ej, term
from enjoin.shapes.report import Path, Place, Report, Result, Severity

ORDER = ox.NamedNode("https://w3id.org/enjoin/id/order/eo-13768")
RULING = ox.NamedNode("https://w3id.org/enjoin/id/ruling/r-1")
SHAPE = ox.NamedNode("https://w3id.org/enjoin/shapes#MeasureSignedOnce")
SIGNED = "A measure is signed on one day."


def result(severity: Severity = Severity.VIOLATION, message: str = SIGNED, **other: object) -> Result:
    said = {
        "focus": ORDER,
        "path": Path.of(ej("signedOn")),
        "value": ox.Literal("2017-02-30", datatype=term("xsd:date")),
        "shape": SHAPE,
        "component": term("sh:DatatypeConstraintComponent"),
    }
    return Result(severity=severity, message=message, **(said | other))  # pyright: ignore[reportArgumentType]


REPORT = Report.of(
    [
        result(Severity.INFO, "No text is known.", path=None, value=None),
        result(),
        result(component=term("sh:PatternConstraintComponent")),
        result(Severity.WARNING, "Two names.", focus=RULING, path=None, value=RULING),
    ]
)


def place(found: Result) -> Place | None:
    return Place("orders.csv", 3) if found.focus == ORDER else None


def test_the_gravest_comes_first() -> None:
    assert [each.severity.value for each in REPORT.results] == ["Violation", "Violation", "Warning", "Info"]


def test_severities_apart() -> None:
    assert len(REPORT.violations) == 2
    assert [each.message for each in REPORT.warnings] == ["Two names."]
    assert [each.message for each in REPORT.gaps] == ["No text is known."]


def test_only_a_violation_keeps_data_from_conforming() -> None:
    assert not REPORT.conforms
    assert Report.of([*REPORT.warnings, *REPORT.gaps]).conforms
    assert Report.of(()).conforms


def test_the_text_goes_by_document_line_and_entry_and_says_a_thing_once() -> None:
    assert REPORT.text(place) == "\n".join(
        [
            "  ruling/r-1",
            "    Warning: Two names.",
            "orders.csv",
            "  line 3: order/eo-13768",
            f"    Violation: {SIGNED}",
            '      found: ej:signedOn "2017-02-30" (xsd:date)',
            "    Info: No text is known.",
            "1 violation, 1 warning, 1 gap",
        ]
    )


def test_the_text_finds_nothing_where_something_is_missing() -> None:
    missing = result(message="Give the day.", value=None)
    assert Report.of([missing]).text().splitlines()[-3:] == [
        "    Violation: Give the day.",
        "      at: ej:signedOn",
        "1 violation, no warnings, no gaps",
    ]


def test_the_text_of_some_severities() -> None:
    """The numbers are of all: who asks for warnings still hears that something blocks."""
    assert REPORT.text(severities=[Severity.WARNING]).splitlines() == [
        "  ruling/r-1",
        "    Warning: Two names.",
        "1 violation, 1 warning, 1 gap",
    ]


def test_lines_are_in_the_order_of_the_file() -> None:
    lines: dict[object, Place] = {ORDER: Place("a.csv", 10), RULING: Place("a.csv", 9)}
    text = Report.of([result(), result(focus=RULING)]).text(lambda each: lines.get(each.focus))
    assert [line.strip() for line in text.splitlines() if "line" in line] == [
        "line 9: ruling/r-1",
        "line 10: order/eo-13768",
    ]


def test_json_names_everything_in_full() -> None:
    plain = json.loads(json.dumps(REPORT.to_json(place)))
    assert plain["conforms"] is False
    assert plain["counts"] == {"Violation": 2, "Warning": 1, "Info": 1}
    assert plain["results"][0] == {
        "severity": "Violation",
        "focus": ORDER.value,
        "path": "<https://w3id.org/enjoin/ns#signedOn>",
        "value": "2017-02-30",
        "datatype": "http://www.w3.org/2001/XMLSchema#date",
        "message": SIGNED,
        "shape": SHAPE.value,
        "component": "http://www.w3.org/ns/shacl#DatatypeConstraintComponent",
        "document": "orders.csv",
        "line": 3,
    }


def long_way() -> Path:
    """A path with every kind of step."""
    a, b, c = (Path.of(ej(name)) for name in ("actsOn", "grantedBy", "within"))
    steps = (
        Path("inverse", parts=(a,)),
        Path("alternative", parts=(b, Path("one-or-more", parts=(c,)))),
        Path("zero-or-more", parts=(c,)),
        Path("zero-or-one", parts=(Path("sequence", parts=(a, b)),)),
    )
    return Path("sequence", parts=steps)


def test_a_path_is_written_as_in_sparql() -> None:
    text = long_way().written(lambda iri: iri.rpartition("#")[2])
    assert text == "(^actsOn)/(grantedBy|(within+))/(within*)/((actsOn/grantedBy)?)"


def test_what_is_written_as_turtle_reads_back_the_same() -> None:
    words = ox.Literal("Hallo", language="de")
    report = Report.of([*REPORT.results, result(path=long_way(), value=words, focus=ox.BlankNode("x"))])
    back = Report.from_graph(rdflib.Graph().parse(data=report.turtle(), format="turtle"))
    assert back.conforms == report.conforms
    plain = [each for each in back.results if isinstance(each.focus, ox.NamedNode)]
    assert plain == [each for each in report.results if isinstance(each.focus, ox.NamedNode)]
    assert {each.path for each in back.results} == {each.path for each in report.results}


def test_turtle_is_the_report_and_the_same_bytes_each_time() -> None:
    assert REPORT.turtle() == REPORT.turtle()
    graph = rdflib.Graph().parse(data=REPORT.turtle(), format="turtle")
    assert len(set(graph.subjects(rdflib.RDF.type, rdflib.SH.ValidationReport))) == 1
    assert set(graph.objects(None, rdflib.SH.resultSeverity)) == {
        rdflib.SH.Violation,
        rdflib.SH.Warning,
        rdflib.SH.Info,
    }


def test_a_rule_without_a_name_is_some_rule() -> None:
    graph = rdflib.Graph().parse(data=Report.of([result(shape=None)]).turtle(), format="turtle")
    assert all(isinstance(shape, rdflib.BNode) for shape in graph.objects(None, rdflib.SH.sourceShape))
    assert Report.from_graph(graph).results[0].shape is None


HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:ValidationReport ; sh:conforms false"


def test_the_english_sentence_is_read_where_there_are_several() -> None:
    text = (
        f'{HEAD} ; sh:result [ sh:focusNode <a:b> ; sh:resultMessage "Nein."@de , "No."@en ;'
        " sh:sourceConstraintComponent sh:InConstraintComponent ; sh:resultSeverity <urn:grave> ] ."
    )
    found = Report.from_graph(rdflib.Graph().parse(data=text, format="turtle")).results[0]
    assert found.message == "No."
    assert found.severity is Severity.VIOLATION  # a severity of somebody else's is taken seriously


@pytest.mark.parametrize("reports", ["", f"{HEAD} . [] a sh:ValidationReport ."])
def test_none_or_two_are_no_report(reports: str) -> None:
    with pytest.raises(ValueError, match="one validation report"):
        Report.from_graph(rdflib.Graph().parse(data=reports, format="turtle"))


@pytest.mark.parametrize("said", ["sh:resultPath [] ; sh:focusNode <a:b>", "sh:value 1"])
def test_a_result_that_makes_no_sense_is_refused(said: str) -> None:
    text = f"{HEAD} ; sh:result [ {said} ; sh:sourceConstraintComponent sh:InConstraintComponent ] ."
    with pytest.raises(ValueError, match="result of the validation report"):
        Report.from_graph(rdflib.Graph().parse(data=text, format="turtle"))
