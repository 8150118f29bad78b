"""Canonical blank nodes (RDFC-1.0), within a time limit where a graph could take for ever.

The algorithm tries orders of blank nodes that look alike, which is quick for lists, trees and rings
and hopeless for dense knots. A knot is given to a process of its own, which can be stopped:

    python -m enjoin.graph.canon < statements.nq > canonical.nq
"""

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from .errors import UnexpectedContent
from .tied import Ties

TIME_LIMIT_S: Final = 10.0


def canonicalized(quads: Iterable[Quad]) -> list[Quad]:
    """The same dataset with canonical blank nodes, in no order.

    Raises `UnexpectedContent` where they are too entangled to be told apart in time.
    """
    listed = list(quads)
    return _in_a_process(listed) if entangled(listed) else _here(listed)


def _here(quads: Iterable[Quad]) -> list[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def entangled(quads: Iterable[Quad]) -> bool:
    """Whether blank nodes that look alike hang together in more than trees and rings."""
    looks: defaultdict[BlankNode, Counter[tuple[str, ...]]] = defaultdict(Counter)
    edges: set[frozenset[BlankNode]] = set()
    for quad in quads:
        subject, found = quad.subject, quad.object
        told = (str(quad.predicate), str(quad.graph_name))
        if isinstance(subject, BlankNode):
            looks[subject]["", *told, "_" if isinstance(found, BlankNode) else str(found)] += 1
        if isinstance(found, BlankNode):
            looks[found]["_" if isinstance(subject, BlankNode) else str(subject), *told, ""] += 1
        if isinstance(subject, BlankNode) and isinstance(found, BlankNode) and subject != found:
            edges.add(frozenset((subject, found)))
    alike = Counter(frozenset(look.items()) for look in looks.values())
    doubles = {node for node, look in looks.items() if alike[frozenset(look.items())] > 1}
    return _has_knot([edge for edge in edges if edge <= doubles])


def _has_knot(edges: list[frozenset[BlankNode]]) -> bool:
    """Whether some connected part has more edges than nodes."""
    ties = Ties()
    for first, second in map(tuple, edges):
        ties.tie(first, second)
    nodes = Counter(map(ties.root, ties))
    links = Counter(ties.root(next(iter(edge))) for edge in edges)
    return any(count > nodes[part] for part, count in links.items())


def _in_a_process(quads: list[Quad]) -> list[Quad]:
    text = "".join(f"{quad} .\n" for quad in quads)
    try:
        done = subprocess.run(  # noqa: S603 - our own module, without arguments
            [sys.executable, "-P", "-m", f"{__package__}.canon"],
            input=text.encode(),
            capture_output=True,
            timeout=TIME_LIMIT_S,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise UnexpectedContent(
            "",
            f"its blank nodes are too entangled to be told apart within {TIME_LIMIT_S:g} s",
            "give them IRIs",
        ) from error
    return list(parse(done.stdout, format=RdfFormat.N_QUADS))


def main() -> None:
    """Canonicalize what comes in, and write it out."""
    quads = parse(sys.stdin.buffer.read(), format=RdfFormat.N_QUADS)
    sys.stdout.buffer.write("".join(f"{quad} .\n" for quad in _here(quads)).encode())


if __name__ == "__main__":
    main()
