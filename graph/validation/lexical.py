"""Literals of which it is certain, by their spelling alone, that they are what their datatype says.

Deliberately narrow: the plain spellings that our data has. Of all others the judge of record decides,
who reads them with rdflib.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import term
from ..results import Term

_XSD: Final = term("xsd:date").value.removesuffix("date")
_RDF: Final = term("rdf:type").value.removesuffix("type")
_DATE: Final = term("xsd:date")
_INTEGER: Final = term("xsd:integer")
_STRINGS: Final = frozenset((f"{_XSD}string", f"{_RDF}langString"))


def _by_pattern(pattern: str) -> Callable[[str], bool]:
    matches = re.compile(pattern).fullmatch
    return lambda text: matches(text) is not None


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    if not re.fullmatch(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?", text
    ):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_PLAIN: Final[dict[str, Callable[[str], bool]]] = {
    f"{_XSD}date": _is_day,
    f"{_XSD}dateTime": _is_moment,
    f"{_XSD}integer": _by_pattern(r"-?[0-9]{1,15}"),
    f"{_XSD}boolean": _by_pattern(r"true|false|0|1"),
    f"{_XSD}gYear": _by_pattern(r"(1[0-9]|20)[0-9]{2}"),
    f"{_XSD}gYearMonth": _by_pattern(r"(1[0-9]|20)[0-9]{2}-(0[1-9]|1[0-2])"),
}


@lru_cache(100_000)
def _plain(text: str, datatype: str) -> bool:
    return _PLAIN[datatype](text)


def certain(literal: Literal, datatype: NamedNode) -> bool | None:
    """Whether a literal is of a datatype and well formed; None where rdflib has to be asked."""
    wanted = datatype.value
    if literal.datatype != datatype:
        return None if wanted.startswith(("http://www.w3.org/2000/01/rdf-schema#",)) else False
    if wanted in _STRINGS:
        return True
    if wanted in _PLAIN:
        return _plain(literal.value, wanted) or None
    # A datatype that nobody knows has no wrong spellings.
    return None if wanted.startswith((_XSD, _RDF)) else True


def ordered(first: Term, second: Term) -> int | None:
    """Less than 0, 0 or more as one day or whole number is to another; None where that is not certain."""
    if not isinstance(first, Literal) or not isinstance(second, Literal) or first.datatype != second.datatype:
        return None
    if first.datatype == _DATE and certain(first, _DATE) and certain(second, _DATE):
        return (first.value > second.value) - (first.value < second.value)
    if first.datatype == _INTEGER and certain(first, _INTEGER) and certain(second, _INTEGER):
        return int(first.value) - int(second.value)
    return None
