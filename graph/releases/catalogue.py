"""What a release says of itself to catalogues: VoID (W3C Interest Group Note 2011) and DCAT 3 (W3C 2024)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...ontology.terms import EJ, ONTOLOGY, PREFIXES, term

if TYPE_CHECKING:
    from datetime import date

    from ..export import Manifest
    from ..iris import Iris
    from ..stats import Stats

DCAT: Final = "http://www.w3.org/ns/dcat#"
SPDX: Final = "http://spdx.org/rdf/terms#"
VOID: Final = "http://rdfs.org/ns/void#"
CC0: Final = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
USED: Final = {
    **{name: PREFIXES[name] for name in ("dcterms", "ej", "owl", "rdf", "rdfs", "xsd")},
    "dcat": DCAT, "spdx": SPDX, "void": VOID,
}  # fmt: skip
"""The prefixes of a catalogue entry."""

_FORMATS: Final = {
    "nquads": "http://www.w3.org/ns/formats/N-Quads",
    "trig": "http://www.w3.org/ns/formats/TriG",
    "turtle": "http://www.w3.org/ns/formats/Turtle",
}
_TYPES: Final = {"nquads": "application/n-quads", "trig": "application/trig", "turtle": "text/turtle"}
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_SAID: Final = "Which rulings blocked which orders: orders, lawsuits, rulings and their effects over time."


def entry(
    version: str, on: "date", iris: "Iris", stats: "Stats", dumps: "dict[str, Manifest]"
) -> Iterator[Triple]:
    """The release as `dcat:Dataset` and `void:Dataset`; `dumps` are its files by their path in it."""
    data = NamedNode(f"{iris.base}dataset")
    release = NamedNode(f"{iris.base}release/{version}")
    said = [
        (term("rdf:type"), _dcat("Dataset")),
        (term("rdf:type"), _void("Dataset")),
        (term("dcterms:title"), Literal(f"Enjoin {version}", language="en")),
        (term("dcterms:description"), Literal(_SAID, language="en")),
        (term("dcterms:issued"), Literal(on.isoformat(), datatype=term("xsd:date"))),
        (term("dcterms:license"), CC0),
        (term("dcterms:conformsTo"), NamedNode(ONTOLOGY)),
        (_dcat("version"), Literal(version)),
        (_dcat("isVersionOf"), data),
        (_void("uriSpace"), Literal(iris.base)),
        (_void("vocabulary"), NamedNode(EJ)),
        (_void("triples"), _whole(sum(each.statements for each in list(dumps.values())[:1]))),
        (_void("classes"), _whole(len(stats.classes))),
        (_void("properties"), _whole(len(stats.properties))),
    ]
    yield from (Triple(release, prop, value) for prop, value in said)
    for number, (kind, count) in enumerate(sorted(stats.classes.items())):
        node = BlankNode(f"class{number}")
        yield Triple(release, _void("classPartition"), node)
        yield Triple(node, _void("class"), NamedNode(kind))
        yield Triple(node, _void("entities"), _whole(count))
    for number, (path, dump) in enumerate(dumps.items()):
        yield from _distribution(release, BlankNode(f"dump{number}"), path, dump)


def _distribution(release: NamedNode, node: BlankNode, path: str, dump: "Manifest") -> Iterator[Triple]:
    checksum = BlankNode(f"{node.value}sum")
    yield Triple(release, _dcat("distribution"), node)
    said = [
        (term("rdf:type"), _dcat("Distribution")),
        (term("dcterms:title"), Literal(path)),
        (term("dcterms:format"), NamedNode(_FORMATS[dump.format])),
        (_dcat("mediaType"), NamedNode(_IANA + _TYPES[dump.format])),
        (_dcat("compressFormat"), NamedNode(f"{_IANA}application/gzip")),
        (_dcat("byteSize"), Literal(str(dump.bytes), datatype=term("xsd:nonNegativeInteger"))),
        (NamedNode(f"{SPDX}checksum"), checksum),
    ]
    yield from (Triple(node, prop, value) for prop, value in said)
    yield Triple(checksum, NamedNode(f"{SPDX}algorithm"), NamedNode(f"{SPDX}checksumAlgorithm_sha256"))
    digest = Literal(dump.sha256, datatype=term("xsd:hexBinary"))
    yield Triple(checksum, NamedNode(f"{SPDX}checksumValue"), digest)


def _dcat(name: str) -> NamedNode:
    return NamedNode(DCAT + name)


def _void(name: str) -> NamedNode:
    return NamedNode(VOID + name)


def _whole(number: int) -> Literal:
    return Literal(str(number), datatype=term("xsd:integer"))
