"""What a SPARQL constraint reads: the triple patterns of its query, group in group, as rdflib parses it.

A pattern in a group holds for every solution of it, and those of the groups around it hold besides. So
whoever starts at a statement that matches a pattern finds `?this` over the other patterns, see `chains`.
Where the query is of a kind for which that cannot be told, it has no patterns here (`None`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import NamedNode

from ...shapes.paths import Kind, Path
from ..results import Term
from .ondemand import as_term
from .ways import START, Leg, Step, Way

if TYPE_CHECKING:
    from rdflib.paths import Path as RDFPath
    from rdflib.term import Node

THIS: Final = "this"


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a query, or a blank node in it, by its name."""

    name: str


End = Variable | Term


@dataclass(frozen=True)
class Pattern:
    """Two ends and the way between them."""

    subject: End
    way: Way
    object: End

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables at its ends."""
        return tuple(end.name for end in (self.subject, self.object) if isinstance(end, Variable))


@dataclass
class Group:
    """Patterns that hold together, and the groups in them.

    The variables of a branch of a UNION reach the group around it, those of an optional or negated
    group do not.
    """

    patterns: list[Pattern] = field(default_factory=list[Pattern])
    unions: list[list["Group"]] = field(default_factory=list[list["Group"]])
    asides: list["Group"] = field(default_factory=list["Group"])

    def inner(self) -> Iterator["Group"]:
        """The groups directly in this one."""
        yield from (branch for union in self.unions for branch in union)
        yield from self.asides

    def all(self, around: tuple[Pattern, ...] = ()) -> Iterator[tuple[Pattern, tuple[Pattern, ...]]]:
        """Every pattern in it, and the others that hold for a solution in which it is matched."""
        for number, pattern in enumerate(self.patterns):
            yield pattern, (*around, *self.patterns[:number], *self.patterns[number + 1 :])
        for group in self.inner():
            yield from group.all((*around, *self.patterns))


class _Unclear(Exception):
    """The query is of a kind for which it cannot be told what leads where."""


def read(query: str) -> Group | None:
    """The patterns of a SELECT about `?this`; None where it cannot be told what it reads."""
    from rdflib.plugins.sparql import prepareQuery

    algebra: Any = prepareQuery(query).algebra
    found, reader = Group(), _Reader()
    try:
        reader.part(algebra.p, found)
    except _Unclear:
        return None
    ends = {name for pattern, _ in found.all() for name in pattern.variables}
    # A variable for a predicate is bound by its own pattern only.
    alone = len({*reader.verbs, *ends}) == len(reader.verbs) + len(ends)
    return found if alone and not algebra.datasetClause and connected(found) else None


def connected(root: Group) -> bool:
    """Whether every pattern can be read from `?this` on, and each statement of it leads back there."""
    names = [name for pattern, _ in root.all() for name in pattern.variables]
    for pattern, others in root.all():
        reached = set(pattern.variables)
        rest = list(others)
        while near := next((each for each in rest if reached & set(each.variables)), None):
            rest.remove(near)
            reached |= set(near.variables)
        # Over no statement a path leads from every node there is, unless other patterns say from which.
        adrift = pattern.way.may_stay and any(
            names.count(name) < 2 for name in pattern.variables if name != THIS
        )
        if THIS not in reached or adrift:
            return False
    return _readable(root, {THIS}) is not None


def _readable(group: Group, known: set[str]) -> set[str] | None:
    """The variables that are known after a group is read from known ones; None where some stay unknown."""
    known, patterns, unions = set(known), list(group.patterns), list(group.unions)
    while patterns or unions:
        near = next((each for each in patterns if known & set(each.variables)), None)
        if near is not None:
            patterns.remove(near)
            known |= set(near.variables)
            continue
        for union in unions:
            branches = [_readable(branch, known) for branch in union]
            bound = [branch for branch in branches if branch is not None]
            if len(bound) == len(branches):
                known |= set(bound[0]).intersection(*bound)  # another branch leaves the rest open
                unions.remove(union)
                break
        else:
            return None
    return known if all(_readable(aside, known) is not None for aside in group.asides) else None


class _Reader:
    """Walks the algebra of one query."""

    def __init__(self) -> None:
        self.verbs: list[str] = []
        self._choices: dict[str, list[NamedNode]] = {}

    def part(self, part: Any, group: Group) -> None:
        """The patterns of one operator and of those in it."""
        name: str = part.name
        if name == "BGP":
            group.patterns += [self._pattern(*triple) for triple in part.triples]
        elif name in {"Project", "Distinct", "Reduced", "OrderBy"}:
            self.part(part.p, group)
        elif name == "Join":
            if "Project" in {part.p1.name, part.p2.name}:
                raise _Unclear
            self.part(part.p1, group)
            self.part(part.p2, group)
        elif name in {"Filter", "Extend"}:
            around = self._choices
            self._choices = {**around, **dict(_choices(part.expr) if name == "Filter" else ())}
            self.part(part.p, group)
            self._choices = around
            self._expression(part.expr, group)
        elif name in {"LeftJoin", "Minus"}:
            self.part(part.p1, group)
            aside = Group()
            group.asides.append(aside)
            self.part(part.p2, aside)
            if name == "LeftJoin":
                self._expression(part.expr, aside)
        elif name == "Union":
            branches = [Group(), Group()]
            group.unions.append(branches)
            self.part(part.p1, branches[0])
            self.part(part.p2, branches[1])
        else:
            raise _Unclear

    def _expression(self, expression: Any, group: Group) -> None:
        """The groups that EXISTS and NOT EXISTS have in an expression."""
        from rdflib.plugins.sparql.algebra import translateGroupGraphPattern

        for found in _exists(expression):
            inner: Any = found.graph
            aside = Group()
            group.asides.append(aside)
            around, self._choices = self._choices, {}
            self.part(
                translateGroupGraphPattern(inner) if inner.name == "GroupGraphPatternSub" else inner, aside
            )
            self._choices = around

    def _pattern(self, subject: Any, predicate: Any, value: Any) -> Pattern:
        from rdflib.term import Variable as RDFVariable

        if not isinstance(predicate, RDFVariable):
            return Pattern(_end(subject), Way.of(_path(predicate)), _end(value))
        self.verbs.append(str(predicate))
        steps = [Step(each) for each in self._choices.get(str(predicate), ())] or [Step(None)]
        way = Way(tuple(Leg(START, step, START + 1) for step in steps), frozenset({START + 1}))
        return Pattern(_end(subject), way, _end(value))


def _end(node: "Node") -> End:
    from rdflib.term import BNode
    from rdflib.term import Variable as RDFVariable

    if isinstance(node, RDFVariable):
        return Variable(str(node))
    return Variable(f"_:{node}") if isinstance(node, BNode) else as_term(node)


def _path(path: "Node | RDFPath") -> Path:
    from rdflib import paths
    from rdflib.term import URIRef

    if isinstance(path, URIRef):
        return Path.of(NamedNode(str(path)))
    said: Any = path
    if isinstance(path, paths.InvPath):
        return Path("inverse", parts=(_path(said.arg),))
    if isinstance(path, paths.SequencePath):
        return Path("sequence", parts=tuple(_path(each) for each in said.args))
    if isinstance(path, paths.AlternativePath):
        return Path("alternative", parts=tuple(_path(each) for each in said.args))
    if isinstance(path, paths.MulPath):
        kinds: dict[str, Kind] = {"*": "zero-or-more", "+": "one-or-more", "?": "zero-or-one"}
        return Path(kinds[said.mod], parts=(_path(said.path),))
    raise _Unclear


def _exists(expression: Any) -> Iterator[Any]:
    """The EXISTS and NOT EXISTS anywhere in an expression, those in their own groups left out."""
    if getattr(expression, "name", "") in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        yield expression
    elif hasattr(expression, "name") and hasattr(expression, "values"):
        for each in expression.values():
            yield from _exists(each)
    elif isinstance(expression, list):
        for each in cast("list[Any]", expression):
            yield from _exists(each)


def _choices(expression: Any) -> Iterator[tuple[str, list[NamedNode]]]:
    """`?x IN (…)`, with nothing but IRIs in it, where it must hold for the whole to hold."""
    from rdflib.term import URIRef
    from rdflib.term import Variable as RDFVariable

    name = getattr(expression, "name", "")
    if name == "ConditionalAndExpression":
        for each in (expression.expr, *expression.other):
            yield from _choices(each)
    elif (
        name == "RelationalExpression" and expression.op == "IN" and isinstance(expression.expr, RDFVariable)
    ):
        chosen: Any = expression.other
        listed = cast("list[Any]", chosen) if isinstance(chosen, list) else []
        if listed and all(isinstance(each, URIRef) for each in listed):
            yield str(expression.expr), [NamedNode(str(each)) for each in listed]
