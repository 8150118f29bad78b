"""Sources and claims: what is quoted, what it says of what, how sure, and how it stands to the record."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..answers.standing import concept
from ..ask import Solution, lookup, text
from ..claimed import relation
from ..entities.portion import Portion, looked_up, portion
from ..entities.reading import reading
from ..entities.witnesses import witnesses
from ..present import distinct, grouped, names, thing, things
from ..words import t, words
from ..written import as_day, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ROWS: Final = 200
RESULTS: Final = {
    "confirmed": "in-force", "consistent": "in-force", "partly-confirmed": "restricted", "imprecise": "restricted",
    "contradicted": "blocked", "unverifiable": "uncertain", "unverified": "uncertain", "reported-only": "uncertain",
}  # fmt: skip
"""By check result, the class of its mark; those left out are no statement of fact."""


def source(iri: NamedNode) -> dict[str, object]:
    """The page of a source: its sentences in order with what each says, else the rows that rest on it."""
    rows = lookup("claims-in", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    found = [
        _claim(number, claim, of) for number, (claim, of) in enumerate(grouped(rows, "claim").items(), 1)
    ]
    facts = lookup("source-facts", [(iri,)])
    names().learn(term for row in facts for term in row.values())
    cited, pages = _cited(iri)
    tally = Counter(str(each["result"]) for each in found if each["result"])
    return {
        "list": "sources",
        "kinds": things(distinct(facts, "kind")),
        "ranks": things(distinct(facts, "rank")),
        "urls": things(distinct(facts, "url")),
        "notes": [term.value for term in distinct(facts, "note")],
        "claims": found,
        "dated": as_day(next((text(row, "dated") for row in facts if "dated" in row), "")),
        "publisher": next((text(row, "publisher") for row in facts if "publisher" in row), ""),
        "reading": reading(
            iri,
            next((text(row, "whole") for row in facts if "whole" in row), ""),
            {claim: number for number, claim in enumerate(grouped(rows, "claim"), 1)},
        ),
        "sentences": _sentences(found),
        "quoted": len({(each["line"], each["quote"]) for each in found}),
        "counted": joined([t("claim.tally", n=n, result=result) for result, n in tally.most_common()]),
        "cited_pages": pages,
        "cited": [
            {
                "row": thing(record),
                "document": names().of(record.partition("#")[0]),
                "line": text(of[0], "line"),
                "things": things(distinct(of, "about")),
            }
            for record, of in cited.items()
        ],
    }


def _cited(iri: NamedNode) -> tuple[dict[str, list[Solution]], Portion]:
    """By row that rests on a source, what it tells of: 200 at most, of more a page of half as many."""
    (counted,) = lookup("cited-count", [(iri,)])
    count = int(text(counted, "n"))
    pages = portion("cited", count, _ROWS if count <= _ROWS else _ROWS // 2)
    records = [(row["record"],) for row in looked_up("cited-by", [(iri,)], pages)]
    cited = grouped(lookup("rows-about", records), "record") if records else {}
    names().learn(row["about"] for of in cited.values() for row in of)
    names().learn(NamedNode(record.partition("#")[0]) for record in cited)
    return cited, pages


def _claim(number: int, iri: str, of: Sequence[Solution]) -> dict[str, object]:
    first = of[0]
    return {
        "number": number,
        "claim": thing(iri),
        "line": text(first, "line"),
        "quote": text(first, "quote"),
        "said": text(first, "said"),
        "speaker": things(distinct(of, "speaker")),
        "speaker_text": text(first, "speakerText"),
        "hedge": names().of(text(first, "hedge")) if _hedged(first) else "",
        "result": names().of(text(first, "result")) if "result" in first else "",
        "state": RESULTS.get(text(first, "result").rpartition("/")[2], ""),
        "subject": things(distinct(of, "subject")),
        "predicate": relation(text(first, "predicate")),
        "object": things(distinct(of, "object")),
    }


def _said_how(hedge: str) -> str:
    """How firmly something is told, in words: of the four that there are, else as the graph calls it."""
    key = f"hedge.{concept(hedge)}"
    return t(key) if key in words() else names().of(hedge)


def _hedged(row: Solution) -> bool:
    """Whether a claim is made with any reserve."""
    return "hedge" in row and not text(row, "hedge").endswith("/flat")


def _sentences(found: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Line by line the quotes in order, each once, with the numbers of the claims that it bears."""
    together: dict[tuple[object, object], list[object]] = {}
    for each in found:
        together.setdefault((each["line"], each["quote"]), []).append(each["number"])
    lines: dict[object, list[dict[str, object]]] = {}
    for (line, quote), numbers in together.items():
        lines.setdefault(line, []).append({"quote": quote, "numbers": numbers})
    return [{"line": line, "quotes": quotes} for line, quotes in lines.items()]


def claim(iri: NamedNode) -> dict[str, object]:
    """The page of a claim: the quote, who says it, with which hedge, and what the record says."""
    rows = lookup("claim-facts", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    witnesses().learn([iri.value, *(text(row, "compared") for row in rows)])
    if not rows:
        return {}
    first = rows[0]
    return {
        "quote": text(first, "quote"),
        "said": text(first, "said"),
        "source": things(distinct(rows, "source")),
        "line": text(first, "line"),
        "speaker": things(distinct(rows, "speaker")),
        "speaker_text": text(first, "speakerText"),
        "reported": text(first, "reported"),
        "hedge": _said_how(text(first, "hedge")) if "hedge" in first else "",
        "result": names().of(text(first, "result")) if "result" in first else "",
        "state": RESULTS.get(text(first, "result").rpartition("/")[2], ""),
        "subject": things(distinct(rows, "subject")),
        "predicate": relation(text(first, "predicate")),
        "object": things(distinct(rows, "object")),
        "compared": things(distinct(rows, "compared")),
        "compared_iris": [text(row, "compared") for row in rows if "compared" in row],
        "notes": [term.value for term in distinct(rows, "note")],
        "as_of": text(first, "asOf"),
        "definition": text(first, "definition"),
    }


def quotes(iris: Iterable[str]) -> list[dict[str, object]]:
    """Sentences of articles about these things."""
    rows = lookup("quotes", [(NamedNode(iri),) for iri in iris])
    names().learn(row[name] for row in rows for name in ("source", "result", "claim") if name in row)
    return [
        {
            "quote": text(of[0], "quote"),
            "claim": thing(of[0]["claim"]),
            "source": thing(of[0]["source"]),
            "line": text(of[0], "line"),
            "speaker": text(of[0], "speaker"),
            "result": thing(of[0]["result"]).text if "result" in of[0] else "",
        }
        for of in grouped(rows, "claim").values()
    ]
