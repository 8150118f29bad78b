"""What a release says of itself to catalogues: VoID (W3C Interest Group Note 2011) and DCAT 3 (W3C 2024)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...ontology.terms import EJ, ONTOLOGY, PREFIXES, term
from .. import rdf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ..export import Manifest
    from ..iris import Iris
    from ..stats import Stats

DCAT: Final = "http://www.w3.org/ns/dcat#"
SPDX: Final = "http://spdx.org/rdf/terms#"
VOID: Final = "http://rdfs.org/ns/void#"
CC0: Final = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
USED: Final = {
    **{name: PREFIXES[name] for name in ("dcterms", "ej", "owl", "prov", "rdf", "rdfs", "xsd")},
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
SAID: Final = "Which rulings blocked which orders: orders, lawsuits, rulings and their effects over time."


def entry(
    version: str, on: "date", iris: "Iris", stats: "Stats", dumps: "dict[str, Manifest]", previous: str = ""
) -> Iterator[Triple]:
    """The release as `dcat:Dataset` and `void:Dataset`; `dumps` are its files by their path in it, the whole first.

    `previous` is the version of the release before it, if there was one.
    """
    data = NamedNode(f"{iris.base}dataset")
    release = NamedNode(f"{iris.base}release/{version}")
    said = [
        (term("rdf:type"), _dcat("Dataset")),
        (term("rdf:type"), void("Dataset")),
        (term("dcterms:title"), Literal(f"Enjoin {version}", language="en")),
        (term("dcterms:description"), Literal(SAID, language="en")),
        (term("dcterms:issued"), Literal(on.isoformat(), datatype=term("xsd:date"))),
        (term("dcterms:license"), CC0),
        (term("dcterms:conformsTo"), NamedNode(ONTOLOGY)),
        (_dcat("version"), Literal(version)),
        (_dcat("isVersionOf"), data),
        (void("uriSpace"), Literal(iris.base)),
        (void("vocabulary"), NamedNode(EJ)),
        (void("triples"), rdf.whole(next(iter(dumps.values())).statements)),
        (void("classes"), rdf.whole(len(stats.classes))),
        (void("properties"), rdf.whole(len(stats.properties))),
    ]
    yield from rdf.about(release, said)
    if previous:
        before = NamedNode(f"{iris.base}release/{previous}")
        yield Triple(release, _dcat("previousVersion"), before)
        yield Triple(release, term("prov:wasRevisionOf"), before)
    yield from class_partitions(release, dict(sorted(stats.classes.items())))
    for number, (path, dump) in enumerate(dumps.items()):
        yield from _distribution(release, BlankNode(f"dump{number}"), path, dump)


def class_partitions(dataset: NamedNode, counts: "Mapping[str, int]") -> Iterator[Triple]:
    """How many entities of each class a dataset has; classes are named by number, so that the same data is the same bytes."""
    for number, (kind, count) in enumerate(counts.items()):
        node = BlankNode(f"class-{number}")
        yield Triple(dataset, void("classPartition"), node)
        yield Triple(node, void("class"), NamedNode(kind))
        yield Triple(node, void("entities"), rdf.whole(count))


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
    yield from rdf.about(node, said)
    yield Triple(checksum, NamedNode(f"{SPDX}algorithm"), NamedNode(f"{SPDX}checksumAlgorithm_sha256"))
    digest = Literal(dump.sha256, datatype=term("xsd:hexBinary"))
    yield Triple(checksum, NamedNode(f"{SPDX}checksumValue"), digest)


def _dcat(name: str) -> NamedNode:
    return NamedNode(DCAT + name)


def void(name: str) -> NamedNode:
    """A term of VoID."""
    return NamedNode(VOID + name)
