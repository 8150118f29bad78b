"""Which nodes certainly conform to a shape, so that the judge of record need not be asked about them.

Each shape is compiled once into functions over plain sets of terms. They answer True where a node
conforms, False where it does not, and None where that is for pySHACL to say: a construct that is not
known here, a literal that is spelled in an unusual way. Only True is ever taken at its word. What is
reported is what pySHACL says of all other nodes, so a mistake here could only lose a result: the
property tests hold every construct against pySHACL over everything.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...ontology.terms import term
from ...shapes.paths import Path
from ..results import Term
from .lexical import certain, ordered
from .reads import Shapes
from .view import View

Verdict = bool | None
"""Whether a node conforms; None where that is not certain."""
Check = Callable[[View, Term], Verdict]
"""What one shape says of one focus node, or a constraint of one value."""
Follow = Callable[[View, Term], Sequence[Term]]
"""The value nodes of a path, each once."""
Constraint = Callable[[View, Term, Sequence[Term]], Verdict]
"""What a constraint says of a focus node and its value nodes."""

_TRUE: Final = Literal("true", datatype=term("xsd:boolean"))
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "IRI": (NamedNode,),
    "BlankNode": (BlankNode,),
    "Literal": (Literal,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}
_SAYS_NOTHING: Final = frozenset((
    "path", "message", "severity", "name", "description", "order", "group", "defaultValue", "deactivated", "declare",
    "flags", "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint",
    "targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode",
))  # fmt: skip
"""Properties of a shape that are no constraint, or a part of one."""


class Clearing:
    """The shapes of a graph, each compiled when it is first asked for."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._shapes = Shapes(triples)
        self._checks: dict[Term, Check] = {}

    def conforms(self, view: View, shape: Term, node: Term) -> bool:
        """Whether a node conforms for certain; what does not may conform all the same."""
        return self.check(shape)(view, node) is True

    def check(self, shape: Term) -> Check:
        """What a shape says of a focus node."""
        found = self._checks.get(shape)
        if found is None:
            self._checks[shape] = _unclear  # a shape that refers to itself meets this
            found = self._checks[shape] = self._compiled(shape)
        return found

    def _compiled(self, shape: Term) -> Check:
        if _TRUE in self._shapes.get(shape, "deactivated"):
            return _conforms
        paths = self._shapes.get(shape, "path")
        follow = _path(self._shapes.path(paths[0])) if paths else _itself
        names = sorted(self._shapes.constraints(shape) - _SAYS_NOTHING)
        constraints = [self._constraint(shape, name) for name in names]
        if follow is None or None in constraints or len(paths) > 1:
            return _unclear
        return _all(follow, [each for each in constraints if each is not None])

    def _constraint(self, shape: Term, name: str) -> Constraint | None:
        """One constraint; None for one that is not known here."""
        found = self._shapes.get(shape, name)
        if name in {"node", "property"}:
            return _each([self.check(each) for each in found])
        if name == "not":
            return _each([_not(self.check(each)) for each in found])
        if name in {"and", "or", "xone"}:
            several = [[self.check(each) for each in self._shapes.members(head)] for head in found]
            return _each([_COMBINED[name](each) for each in several])
        if name == "class":
            return _each([_of_class(each) for each in found])
        if name == "hasValue":
            return _has(found)
        if name in _PAIRS:
            return _PAIRS[name](found)
        if len(found) != 1:
            return None
        return self._single(shape, name, found[0])

    def _single(self, shape: Term, name: str, value: Term) -> Constraint | None:
        """A constraint with one parameter."""
        if name == "qualifiedValueShape":
            return self._qualified(shape, value)
        if name == "closed":
            return self._closed(shape, value)
        if name == "in":
            allowed = frozenset(self._shapes.members(value))
            return _each([lambda _, found: found in allowed])
        if name == "languageIn":
            return _each([_language_in(self._shapes.members(value))])
        if name == "pattern":
            flags = "".join(
                each.value for each in self._shapes.get(shape, "flags") if isinstance(each, Literal)
            )
            return _each([_pattern(value, flags)])
        known = _SIMPLE.get(name)
        return known(value) if known is not None else None

    def _qualified(self, shape: Term, value: Term) -> Constraint | None:
        if self._shapes.get(shape, "qualifiedValueShapesDisjoint"):
            return None
        check = self.check(value)
        least = _number(self._shapes.get(shape, "qualifiedMinCount"))
        most = _number(self._shapes.get(shape, "qualifiedMaxCount"))

        def counted(view: View, _: Term, values: Sequence[Term]) -> Verdict:
            said = [check(view, each) for each in values]
            sure, perhaps = said.count(True), said.count(True) + said.count(None)
            if (least is not None and perhaps < least) or (most is not None and sure > most):
                return False
            enough = least is None or sure >= least
            return True if enough and (most is None or perhaps <= most) else None

        return counted

    def _closed(self, shape: Term, value: Term) -> Constraint | None:
        if value != _TRUE:
            return None
        allowed: set[Term] = set()
        for each in self._shapes.get(shape, "property"):
            allowed.update(self._shapes.get(each, "path"))
        for head in self._shapes.get(shape, "ignoredProperties"):
            allowed.update(self._shapes.members(head))
        return _each([lambda view, node: allowed.issuperset(view.about(node)) or None])


# Combining


def _conforms(_view: View, _node: Term) -> Verdict:
    return True


def _unclear(_view: View, _node: Term) -> Verdict:
    return None


def _all(follow: Follow, constraints: Sequence[Constraint]) -> Check:
    """A shape: every constraint on the value nodes of its path."""

    def check(view: View, node: Term) -> Verdict:
        values = follow(view, node)
        verdict: Verdict = True
        for constraint in constraints:
            said = constraint(view, node, values)
            if said is False:
                return False
            if said is None:
                verdict = None
        return verdict

    return check


def _each(checks: Sequence[Check]) -> Constraint:
    """A constraint on every value node by itself."""

    def constraint(view: View, _: Term, values: Sequence[Term]) -> Verdict:
        verdict: Verdict = True
        for value in values:
            for check in checks:
                said = check(view, value)
                if said is False:
                    return False
                if said is None:
                    verdict = None
        return verdict

    return constraint


def _not(check: Check) -> Check:
    def denied(view: View, node: Term) -> Verdict:
        said = check(view, node)
        return None if said is None else not said

    return denied


def _any_of(checks: Sequence[Check]) -> Check:
    def check(view: View, node: Term) -> Verdict:
        verdict: Verdict = False
        for each in checks:
            said = each(view, node)
            if said:
                return True
            if said is None:
                verdict = None
        return verdict

    return check


def _all_of(checks: Sequence[Check]) -> Check:
    return _not(_any_of([_not(each) for each in checks]))


def _one_of(checks: Sequence[Check]) -> Check:
    def check(view: View, node: Term) -> Verdict:
        said = [each(view, node) for each in checks]
        return None if None in said else said.count(True) == 1

    return check


_COMBINED: Final[dict[str, Callable[[Sequence[Check]], Check]]] = {
    "and": _all_of,
    "or": _any_of,
    "xone": _one_of,
}


# Constraints


def _of_class(cls: Term) -> Check:
    return lambda view, node: view.is_a(node, cls)


def _has(wanted: Sequence[Term]) -> Constraint:
    return lambda _view, _node, values: all(each in values for each in wanted)


def _pattern(written: Term, flags: str) -> Check:
    options = (re.IGNORECASE if "i" in flags.lower() else 0) | (re.MULTILINE if "m" in flags.lower() else 0)
    if not isinstance(written, Literal):
        return _unclear
    matches = re.compile(written.value, options).search

    def check(_: View, node: Term) -> Verdict:
        return isinstance(node, (NamedNode, Literal)) and matches(node.value) is not None

    return check


def _language_in(languages: Sequence[Term]) -> Check:
    allowed = {each.value.lower() for each in languages if isinstance(each, Literal)}

    def check(_: View, node: Term) -> Verdict:
        if not isinstance(node, Literal) or not node.language:
            return False
        return node.language.lower() in allowed or None  # a longer tag may match a shorter range

    return check


def _min_count(value: Term) -> Constraint | None:
    least = _number([value])
    return None if least is None else lambda _view, _node, values: len(values) >= least


def _max_count(value: Term) -> Constraint | None:
    most = _number([value])
    return None if most is None else lambda _view, _node, values: len(values) <= most


def _length(value: Term, *, least: bool) -> Constraint | None:
    size = _number([value])
    if size is None:
        return None

    def check(_: View, node: Term) -> Verdict:
        if not isinstance(node, (NamedNode, Literal)):
            return None
        return len(node.value) >= size if least else len(node.value) <= size

    return _each([check])


def _datatype(value: Term) -> Constraint | None:
    if not isinstance(value, NamedNode):
        return None
    return _each([lambda _, node: certain(node, value) if isinstance(node, Literal) else False])


def _node_kind(value: Term) -> Constraint | None:
    if not isinstance(value, NamedNode):
        return None
    kinds = _KINDS.get(value.value.rpartition("#")[2])
    return None if kinds is None else _each([lambda _, node: isinstance(node, kinds)])


def _unique_lang(value: Term) -> Constraint | None:
    if value != _TRUE:
        return None

    def constraint(_view: View, _node: Term, values: Sequence[Term]) -> Verdict:
        tags = [each.language.lower() for each in values if isinstance(each, Literal) and each.language]
        return len(tags) == len(set(tags)) or None

    return constraint


def _compared(sign: str) -> Callable[[Term], Constraint | None]:
    """A bound on each value: certain for whole numbers and for days, which are compared as they are written."""

    def made(bound: Term) -> Constraint | None:
        def check(_: View, node: Term) -> Verdict:
            said = ordered(bound, node)
            if said is None:
                return None
            return {"<": said < 0, "<=": said <= 0, ">": said > 0, ">=": said >= 0}[sign]

        return _each([check])

    return made


_SIMPLE: Final[dict[str, Callable[[Term], Constraint | None]]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "minLength": lambda value: _length(value, least=True),
    "maxLength": lambda value: _length(value, least=False),
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "uniqueLang": _unique_lang,
    "minExclusive": _compared("<"),
    "minInclusive": _compared("<="),
    "maxExclusive": _compared(">"),
    "maxInclusive": _compared(">="),
}


def _equals(names: Sequence[Term]) -> Constraint | None:
    return lambda view, node, values: all(set(values) == set(view.values(node, each)) for each in names)


def _disjoint(names: Sequence[Term]) -> Constraint | None:
    return lambda view, node, values: all(set(values).isdisjoint(view.values(node, each)) for each in names)


def _less(names: Sequence[Term], *, or_equal: bool) -> Constraint | None:
    def constraint(view: View, node: Term, values: Sequence[Term]) -> Verdict:
        for name in names:
            for other in view.values(node, name):
                for value in values:
                    said = ordered(value, other)
                    if said is None or not (said <= 0 if or_equal else said < 0):
                        return None
        return True

    return constraint


_PAIRS: Final[dict[str, Callable[[Sequence[Term]], Constraint | None]]] = {
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": lambda names: _less(names, or_equal=False),
    "lessThanOrEquals": lambda names: _less(names, or_equal=True),
}


def _number(found: Sequence[Term]) -> int | None:
    """The one number among parameters."""
    if len(found) != 1 or not isinstance(found[0], Literal) or not found[0].value.isdigit():
        return None
    return int(found[0].value)


# Paths


def _itself(_view: View, node: Term) -> Sequence[Term]:
    return (node,)


def _path(path: Path) -> Follow | None:
    """The value nodes of a path; None for one that pySHACL reads in its own way."""
    iri = path.iri
    if iri is not None:
        return lambda view, node: view.values(node, iri)
    if path.kind == "inverse":
        inner = path.parts[0].iri
        return None if inner is None else lambda view, node: view.leading(inner, node)
    parts = [_path(part) for part in path.parts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if path.kind == "sequence":
        return _sequence(known)
    if path.kind == "alternative":
        return lambda view, node: tuple({value: None for part in known for value in part(view, node)})
    if path.kind == "zero-or-one":
        return lambda view, node: tuple(dict.fromkeys((node, *known[0](view, node))))
    return _repeated(known[0], least=0 if path.kind == "zero-or-more" else 1)


def _sequence(parts: Sequence[Follow]) -> Follow:
    def follow(view: View, node: Term) -> Sequence[Term]:
        found: Sequence[Term] = (node,)
        for part in parts:
            found = tuple({value: None for each in found for value in part(view, each)})
        return found

    return follow


def _repeated(part: Follow, least: int) -> Follow:
    def follow(view: View, node: Term) -> Sequence[Term]:
        seen: dict[Term, None] = {node: None} if least == 0 else {}
        rest = [node]
        while rest:
            for value in part(view, rest.pop()):
                if value not in seen:
                    seen[value] = None
                    rest.append(value)
        return tuple(seen)

    return follow
