"""How many of the labelled claims the patterns find, and how much of what they offer is labelled.

A label is found where a candidate of its kind stands on its line and shares words with it; a candidate
is right where a label of its kind does so. Nothing but totals leaves this module: whoever writes
patterns must not learn from the sentences on which they are measured.

    python tests/claims/measuring.py        # the labelled sentences, and the two articles if they are there
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from enjoin.graph import Graph
from enjoin.graph.claims.candidates import Candidate, read
from enjoin.graph.claims.mentions import Finder
from enjoin.graph.dates import parse_edtf
from enjoin.graph.ingestion.known import StoreKnown
from enjoin.graph.records import Known
from enjoin.graph.storage.store import Store

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parents[2] / "shared" / "articles"
KINDS = ("signed", "sued", "ruled", "blocked", "ordered-to-publish", "holds-office", "count", "amount", "definition", "designated")  # fmt: skip
OFFERED = ("said", "promised", "ordered", "condition", "has-policy")
"""Kinds that are offered to a person, and that the labelled sentences do not label."""

BY_PREDICATE = {
    "signed": "signed", "signed_on": "signed", "issued": "signed", "sued": "sued", "ruled": "ruled",
    "requires": "ordered-to-publish", "holds_office": "holds-office", "sanctuary_jurisdiction_count": "count",
    "sanctuary_counts": "count", "could_cost": "amount", "defined_as": "definition", "has_no": "definition",
    "includes": "definition", "limits": "definition", "designated": "designated", "said": "said", "wrote": "said",
    "found": "said", "text": "said", "will": "said", "promised": "promised", "condition": "condition", "has_policy": "has-policy",
}  # fmt: skip
"""What kind of claim the predicates of claims.csv are; the rest is of none that the patterns look for."""
FOUNDING = {
    "A-2017": ("2017-01-independent-sanctuary-state.txt", date(2017, 1, 31)),
    "B-2025": ("2025-05-sanctuary-cities-order.txt", date(2025, 5, 1)),
}


@dataclass(frozen=True, slots=True)
class Label:
    """One claim that somebody found by reading; offsets count in its line."""

    text: str
    line: int
    kind: str
    start: int
    end: int
    value: str = ""
    hedge: str = ""
    subject: str = ""
    object: str = ""
    speaker: str = ""


@dataclass(slots=True)
class Tally:
    """The totals of one kind."""

    labels: int = 0
    found: int = 0
    offered: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.offered if self.offered else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.labels if self.labels else 1.0

    def add(self, other: "Tally") -> None:
        self.labels += other.labels
        self.found += other.found
        self.offered += other.offered
        self.right += other.right


@dataclass(slots=True)
class Measured:
    """The totals by kind; of the claims that were found, how often each particular is as labelled."""

    kinds: dict[str, Tally] = field(default_factory=dict[str, Tally])
    agreeing: Counter[str] = field(default_factory=Counter[str])
    compared: Counter[str] = field(default_factory=Counter[str])

    def all(self) -> Tally:
        total = Tally()
        for tally in self.kinds.values():
            total.add(tally)
        return total

    def lines(self) -> list[str]:
        rows = [*sorted(self.kinds.items()), ("all", self.all())]
        told = [
            f"{kind:<20} {each.labels:>6} {each.found:>6} {each.offered:>8} {each.right:>6} {each.precision:>10.2f} {each.recall:>7.2f}"
            for kind, each in rows
        ]
        head = f"{'kind':<20} {'labels':>6} {'found':>6} {'offered':>8} {'right':>6} {'precision':>10} {'recall':>7}"
        particulars = ", ".join(
            f"{name} {self.agreeing[name]}/{count}" for name, count in sorted(self.compared.items())
        )
        return [head, *told, f"of those found, as labelled: {particulars}"]


def held_out(known: Known) -> Measured:
    """The sentences that were labelled before any pattern was written."""
    finder = Finder(known)
    labels = [_label(row) for row in _rows(HERE / "labels.csv")]
    found: dict[str, Sequence[Candidate]] = {}
    for row in _rows(HERE / "texts.csv"):
        bounds = parse_edtf(row["date"])
        found[row["text"]] = read(
            _text(row["text"]), known, bounds.latest or bounds.earliest, finder
        ).candidates
    return _measured(labels, found, KINDS)


def founding(known: Known) -> Measured | None:
    """The hand-made claims of the two articles; nothing where the articles are not there."""
    if not ARTICLES.is_dir():
        return None
    finder = Finder(known)
    texts = {name: (ARTICLES / file).read_text(encoding="utf-8") for name, (file, _) in FOUNDING.items()}
    found = {name: read(texts[name], known, day, finder).candidates for name, (_, day) in FOUNDING.items()}
    labels: list[Label] = []
    for row in _rows(HERE.parents[1] / "graph" / "starter" / "claims.csv"):
        if row["article"] in texts:
            line, start = int(row["line"]), int(row["start"])
            kind = BY_PREDICATE.get(row["predicate"], "other")
            value = (
                row["resolves_to"]
                if kind in {"signed", "ruled"}
                else row["quantity"]
                if kind == "count"
                else ""
            )
            subject = "" if kind in {"designated", "amount", "count", "condition"} else row["subject"]
            object_ = row["subject"] if kind == "designated" else ""
            labels.append(
                Label(
                    row["article"],
                    line,
                    kind,
                    start,
                    int(row["end"]),
                    value,
                    row["hedge"],
                    subject,
                    object_,
                    row["speaker"],
                )
            )
    return _measured(labels, found, (*KINDS, *OFFERED, "other"))


def _measured(
    labels: Sequence[Label], found: Mapping[str, Sequence[Candidate]], kinds: Sequence[str]
) -> Measured:
    measured = Measured({kind: Tally() for kind in kinds})
    for label in labels:
        tally = measured.kinds[label.kind]
        tally.labels += 1
        best = max(
            (each for each in found[label.text] if _same(label, each)),
            key=lambda each: _shared(label, each),
            default=None,
        )
        if best is not None:
            tally.found += 1
            _compare(measured, label, best)
    for name, candidates in found.items():
        mine = [label for label in labels if label.text == name]
        for each in candidates:
            kind = "ordered-to-publish" if each.kind == "ordered" and "other" in kinds else each.kind
            if kind in measured.kinds:
                measured.kinds[kind].offered += 1
                measured.kinds[kind].right += any(_same(label, each) for label in mine)
    return measured


def _same(label: Label, each: Candidate) -> bool:
    kinds = {each.kind, "ordered-to-publish"} if each.kind == "ordered" else {each.kind}
    return label.line == each.line and label.kind in kinds and _shared(label, each) > 0


def _shared(label: Label, each: Candidate) -> int:
    """How many characters both have in common."""
    start, end = each.start - each.line_start, each.end - each.line_start
    return min(label.end, end) - max(label.start, start)


def _compare(measured: Measured, label: Label, each: Candidate) -> None:
    said = {
        "value": (label.value, each.value),
        "hedge": (label.hedge, each.hedge),
        "subject": (_ids(label.subject), {ref.id for ref in each.subjects}),
        "object": (_ids(label.object), {ref.id for ref in (*each.objects, *each.records)}),
        "speaker": (
            label.speaker.rpartition("/")[2].lower(),
            {each.speaker.id if each.speaker else "", each.speaker_text.lower()},
        ),
    }
    for name, (wanted, given) in said.items():
        if wanted:
            measured.compared[name] += 1
            measured.agreeing[name] += _agrees(wanted, given)


def _agrees(wanted: object, given: object) -> bool:
    if isinstance(wanted, set):
        return bool(wanted & given)  # type: ignore[operator]  # both are sets of ids
    if isinstance(given, set):
        return any(str(wanted) in str(each) or (str(each) and str(each) in str(wanted)) for each in given)  # type: ignore[reportUnknownVariableType]
    plain = str(given).replace(",", "")
    return str(wanted) == plain or _as_set(str(wanted)) == _as_set(plain)


def _as_set(text: str) -> frozenset[str]:
    return frozenset(text.replace(">", "> ").replace("$", "USD ").split())


def _ids(text: str) -> set[str]:
    return {each.strip().rpartition("/")[2] for each in text.split(";") if each.strip()}


def _label(row: dict[str, str]) -> Label:
    line = _text(row["text"]).splitlines()[int(row["line"]) - 1]
    start = line.index(row["quote"])
    return Label(
        row["text"], int(row["line"]), row["kind"], start, start + len(row["quote"]), row["value"], row["hedge"],
        row["subject"], row["object"], row["speaker"],
    )  # fmt: skip


def _text(name: str) -> str:
    return (HERE / "texts" / f"{name}.txt").read_text(encoding="utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main(arguments: Iterable[str]) -> None:
    """Print the totals; an argument names a store, else the starter graph is loaded."""
    place = next(iter(arguments), "")
    graph = Graph.open(place) if place else Graph.memory()
    with graph:
        if not place:
            graph.load_starter()
        store = graph.store()
        assert isinstance(store, Store)
        known = StoreKnown(store, graph.iris)
        for name, measured in (
            ("the labelled sentences", held_out(known)),
            ("the two articles", founding(known)),
        ):
            if measured is not None:
                sys.stdout.write("\n".join([name, *measured.lines(), ""]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
