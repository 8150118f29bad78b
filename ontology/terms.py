"""The IRIs that Python uses.

Terms are spelled `ej("signedOn")` and `ejv("blocked")`; a house test reads every such
spelling in the rooms and compares it with the files of this room, so that a wrong name fails.
"""

from functools import cache
from typing import Final

from pyoxigraph import NamedNode

ONTOLOGY: Final = "https://w3id.org/enjoin/ns"
EJ: Final = f"{ONTOLOGY}#"
EJV: Final = "https://w3id.org/enjoin/vocab/"
EDTF: Final = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")

PREFIXES: Final = {
    "ej": EJ,
    "ejv": EJV,
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@cache
def ej(name: str) -> NamedNode:
    """The ontology's own term of that name."""
    return NamedNode(EJ + name)


@cache
def ejv(name: str) -> NamedNode:
    """The concept of that name in one of the project's schemes."""
    return NamedNode(EJV + name)


@cache
def term(curie: str) -> NamedNode:
    """The IRI of a CURIE whose prefix stands in `PREFIXES`; `KeyError` for another prefix."""
    prefix, _, name = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + name)
