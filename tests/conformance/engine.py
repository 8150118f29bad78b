"""The cases run by the engine alone, in this process: the measure for the service above it."""

from pathlib import Path
from typing import Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store

from conformance import comparing

_TABLES = {".srx": QueryResultsFormat.XML, ".csv": QueryResultsFormat.CSV, ".tsv": QueryResultsFormat.TSV}


def verdict(case: Any, root: Path) -> str | None:
    """Why the engine fails a case; `None` where it passes."""
    if case.is_syntax:
        return _syntax(case)
    store = Store()
    store.extend(case.data.quads(root))
    if case.is_update:
        store.update(case.text, base_iri=case.base)
        same = comparing.graph(store) == comparing.graph(case.after.quads(root))
        return None if same else "another dataset is left"
    return _query(case, store)


def _syntax(case: Any) -> str | None:
    store = Store()
    try:
        if case.is_update:
            store.update(case.text, base_iri=case.base)
        else:
            store.query(case.text, base_iri=case.base)
    except SyntaxError:
        return None if "Negative" in case.kind else "refused"
    except (OSError, RuntimeError):  # well formed; that there is nothing to load is no matter of syntax
        pass
    return "taken" if "Negative" in case.kind else None


def _query(case: Any, store: Store) -> str | None:
    found = store.query(case.text, base_iri=case.base)
    suffix = case.result.suffix
    if isinstance(found, QueryTriples):
        body, media_type = found.serialize(format=RdfFormat.TURTLE), "text/turtle"
    else:
        form = _TABLES.get(suffix, QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean) and form not in {QueryResultsFormat.XML, QueryResultsFormat.JSON}:
            form = QueryResultsFormat.JSON
        body, media_type = found.serialize(format=form), form.media_type
    return judged(case, body or b"", media_type.partition(";")[0])


def judged(case: Any, body: bytes, media_type: str) -> str | None:
    """How an answer to the case's query differs from the expected one; `None` for not at all."""
    expected = case.result.read_bytes()
    suffix = case.result.suffix
    base = case.base.rpartition("/")[0] + "/" + case.result.name
    wanted = (
        comparing.result_set(expected, base)
        if suffix == ".ttl"
        else comparing.told(expected, comparing.TYPE_OF[suffix])
    )
    found = comparing.told(body, media_type, base)
    return None if found == wanted else f"another answer: {body[:300]!r}"
