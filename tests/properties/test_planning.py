"""Texts put otherwise for the planner find the same rows, whatever the graph and whatever stands around their groups."""

from collections import Counter
from random import Random

import pyoxigraph as ox
from hypothesis import event, given
from hypothesis import strategies as st

from enjoin.graph.planning.reading import NotPlain, read
from enjoin.graph.planning.rewriting import rewritten

NS = "http://example.org/"
NODES = [f"<{NS}{letter}>" for letter in "abcde"]
LINKS = [f"<{NS}{letter}>" for letter in "pqrs"]
NOWHERE = f"<{NS}nowhere>"
VARIABLES = ["?u", "?v", "?w", "?x", "?y", "$z"]
NUMBERS = ["1", "-2", "3.5", '"t"@en']


def otherwise(text: str) -> str:
    """The text with all groups put otherwise that may be, whether that is sooner or not."""
    try:
        return rewritten(text, read(text), lambda _: True, lambda _: True)
    except NotPlain:
        return text


def graph(chance: Random) -> ox.Store:
    """A few statements in two graphs; some links are told of too, as a path may begin at them."""
    store = ox.Store()
    things = [*NODES, LINKS[0]]
    for _ in range(chance.randrange(40)):
        told = f"{chance.choice(things)} {chance.choice(LINKS)} {chance.choice(things + NUMBERS)}"
        store.update(f"INSERT DATA {{ GRAPH <{NS}{chance.randrange(2)}> {{ {told} }} }}")
    return store


class Writer:
    """Writes groups of all kinds."""

    def __init__(self, chance: Random) -> None:
        self.one = chance.choice
        self.maybe = lambda share: chance.random() < share
        self.times = lambda most: range(chance.randint(1, most))
        self.bound = 0

    def path(self) -> str:
        first, second = self.one(LINKS), self.one(LINKS)
        return self.one(
            [first] * 6
            + [
                f"{first}*",
                "?p",
                f"^{first}",
                f"{first}+",
                f"{first}*",
                f"({first})?",
                f"!{first}",
                f"{first}|^{second}",
            ]
            + [
                f"{first}/{second}",
                f"{first}/{second}*",
                f"^{first}/({first}|{second})+",
                f"({first}/{second})",
            ]
        )

    def triple(self) -> str:
        subject = self.one(VARIABLES * 3 + NODES)
        value = self.one(VARIABLES * 3 + NODES + NUMBERS)
        more = self.one([""] * 4 + [f" ; {self.path()} {self.one(VARIABLES)}", f" , {self.one(VARIABLES)}"])
        return f"{subject} {self.path()} {value}{more} ."

    def triples(self) -> str:
        if self.maybe(0.04):
            self.bound += 1
            return f"{self.one([f'_:b{self.bound}', '[]'])} {self.path()} ?x ."
        return " ".join(self.triple() for _ in self.times(3))

    def filter(self) -> str:
        one, other = self.one(VARIABLES), self.one(VARIABLES + NUMBERS)
        return f"FILTER {self.one([f'({one} = {other})', f'({one} < {other})', f'(!BOUND({one}))', f'isIRI({one})'])}"

    def plain(self) -> str:
        return f"{self.triples()} {self.filter()}" if self.maybe(0.3) else self.triples()

    def part(self, depth: int) -> str:
        kind = self.one(
            ["optional"] * 5
            + ["exists"] * 2
            + ["triples", "filter", "values", "bind", "either", "minus", "within"]
        )
        inner = self.plain() if depth > 1 or self.maybe(0.6) else self.group(depth + 1)
        match kind:
            case "optional":
                return f"OPTIONAL {{ {inner} }}"
            case "exists":
                return f"FILTER {self.one(['', 'NOT '])}EXISTS {{ {inner} }}"
            case "values":
                return f"VALUES {self.one(VARIABLES)} {{ {self.one(NODES)} {self.one([*NODES, 'UNDEF', NOWHERE])} }}"
            case "bind":
                self.bound += 1
                return f"BIND (COALESCE({self.one(VARIABLES)}, {self.one(VARIABLES)}) AS ?b{self.bound})"
            case "either":
                return f"{{ {inner} }} UNION {{ {self.plain()} }}"
            case "minus":
                return f"MINUS {{ {inner} }}"
            case "within":
                return f"GRAPH <{NS}1> {{ {inner} }}"
            case _:
                return getattr(self, kind)()

    def group(self, depth: int = 0) -> str:
        anchor = f"{self.one(VARIABLES)} {self.one(LINKS)} {self.one(NODES)} ."
        value = f"VALUES {self.one(VARIABLES)} {{ {self.one(NODES)} {NOWHERE} }}"
        first = self.one([anchor] * 3 + [value, self.triples(), self.part(depth)])
        return "\n ".join([first, *(self.part(depth) for _ in self.times(3 if depth else 4))])


def rows(store: ox.Store, text: str) -> tuple[list[str], Counter[tuple[str, ...]]]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [v.value for v in found.variables], Counter(tuple(str(term) for term in row) for row in found)


@given(st.integers(0, 2**32))
def test_rows_are_the_same(seed: int) -> None:
    chance = Random(seed)
    for _ in range(20):  # most groups are left as they are
        store, where = graph(chance), Writer(chance).group()
        text = f"SELECT * WHERE {{ {where} }}"
        put = otherwise(text)
        event("otherwise" if put != text else "as it was")
        assert rows(store, put) == rows(store, text)


def test_the_writer_writes_what_is_put_otherwise() -> None:
    """So that the property is no empty one: of a thousand texts some dozens are, for each of the two reasons."""
    chance = Random("planning")
    put = [otherwise(f"SELECT * WHERE {{ {Writer(chance).group()} }}") for _ in range(1000)]
    assert sum("LATERAL { OPTIONAL" in text for text in put) > 10
    assert sum("LATERAL" in text and "LATERAL { OPTIONAL" not in text for text in put) > 20
