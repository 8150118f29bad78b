"""What a source makes of files, as statements that a test can look into."""

from collections.abc import Callable, Iterable, Sequence

from pyoxigraph import NamedNode, Triple

from enjoin.graph.ingestion.documents import Document
from enjoin.graph.iris import Iris
from enjoin.graph.records import Known, Nothing
from enjoin.graph.sources import Parsed
from enjoin.ontology.terms import term

IRIS = Iris()
Parse = Callable[[Sequence[Document], Iris, Known], Iterable[Parsed]]
Said = set[Triple]


def parsed(parse: Parse, *given: Document, known: Known | None = None) -> list[Parsed]:
    """What the source makes of each document, over what is known: by default nothing."""
    return list(parse(given, IRIS, known or Nothing()))


def said(parse: Parse, *given: Document, known: Known | None = None) -> Said:
    """The statements of documents without fault."""
    found = parsed(parse, *given, known=known)
    assert [str(fault) for each in found for fault in each.faults] == []
    return {each for one in found for each in one.statements if isinstance(each, Triple)}


def values(found: Said, kind: str, name: str, prop: str) -> list[str]:
    """The values of a property, sorted; of entities the id, of concepts the name."""
    subject, predicate = IRIS.entity(kind, name), term(prop)
    objects = [each.object for each in found if each.subject == subject and each.predicate == predicate]
    return sorted(
        each.value.rpartition("/")[2] if isinstance(each, NamedNode) else str(getattr(each, "value", each))
        for each in objects
    )
