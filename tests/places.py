"""Two places in Turtle, as tests bring them in: a nation, and a state within it that nobody knows without the nation."""

from enjoin.graph.ingestion.documents import Document, from_bytes

PREFIXES = """\
@prefix ej: <https://w3id.org/enjoin/ns#> .
@prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix jurisdiction: <https://w3id.org/enjoin/id/jurisdiction/> .
"""
NATION = """
jurisdiction:us a ej:Jurisdiction ; rdfs:label "United States"@en ; ej:jurisdictionKind ejv:nation .
"""
ILLINOIS = """
jurisdiction:us-il a ej:Jurisdiction ; rdfs:label "Illinois"@en ; ej:jurisdictionKind ejv:state ;
    ej:within jurisdiction:us ; ej:fips "17" ; ej:postalCode "IL" .
"""


def turtle(text: str, name: str) -> Document:
    """A document of that name, with the prefixes that its statements use."""
    return from_bytes((PREFIXES + text).encode(), f"{name}.ttl")
