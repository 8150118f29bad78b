"""An update is cut at its operations, and blanked where the engine takes no declarations."""

import pytest

from enjoin.graph.errors import QuerySyntaxError
from enjoin.graph.guard import tokens
from enjoin.graph.updates import operations


def split(text: str) -> list[operations.Operation]:
    return list(operations.split(text, list(tokens(text))))


def plain(text: str) -> operations.Plain:
    return operations.plain(text, list(tokens(text)))


def kinds(text: str) -> list[str]:
    return [operation.kind for operation in split(text)]


def test_operations_come_in_their_order() -> None:
    text = """
        INSERT DATA { <a:a> <a:b> "; } # no end" } ; # DELETE DATA
        DELETE DATA { <a:a> <a:b> ";" } ;
        DELETE WHERE { ?s ?p ?o } ; WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o < 3 && ?o > 1) } ;
        CLEAR SILENT ALL ; DROP DEFAULT ; CREATE GRAPH <a:g> ; COPY <a:g> TO DEFAULT ; MOVE <a:g> TO GRAPH <a:h> ;
        ADD DEFAULT TO <a:g> ;
    """
    assert kinds(text) == [
        "insert data", "delete data", "delete where", "modify",
        "clear", "drop", "create", "copy", "move", "add",
    ]  # fmt: skip


def test_declarations_hold_for_what_follows() -> None:
    first, second = split(
        "BASE <a:> PREFIX e: <e:> INSERT DATA { e:a e:b 1 } ; PREFIX e: <f:> DELETE WHERE { ?s e:b 1 }"
    )
    assert first.prologue == "BASE <a:> PREFIX e: <e:>"
    assert second.prologue == "BASE <a:> PREFIX e: <e:> PREFIX e: <f:>"
    assert second.where == second.delete == "{ ?s e:b 1 }"


def test_a_modification_is_its_parts() -> None:
    [found] = split(
        "WITH e:g DELETE { ?s ?p ?o } INSERT { GRAPH ?s { ?s ?p [] } } USING <a:b> USING NAMED e:n WHERE { { ?s ?p ?o } }"
    )
    assert found.within == "e:g"
    assert found.delete == "{ ?s ?p ?o }"
    assert found.insert == "{ GRAPH ?s { ?s ?p [] } }"
    assert found.using == ("FROM <a:b>", "FROM NAMED e:n")
    assert found.where == "{ { ?s ?p ?o } }"
    assert found.names_dataset


def test_graphs_are_told_with_silent() -> None:
    clear, copy = split("CLEAR SILENT NAMED ; COPY GRAPH <a:b> TO default")
    assert (clear.graphs, clear.silent) == (("NAMED",), True)
    assert (copy.graphs, copy.silent) == (("<a:b>", "DEFAULT"), False)


def test_no_operation_is_none() -> None:
    assert kinds("") == []
    assert kinds("PREFIX a: <a:> # nothing else") == []


@pytest.mark.parametrize("text", ["SELECT", "INSERT DATA { <a:b>", "INSERT DATA {} DELETE", "WITH <a:b>"])
def test_what_is_no_update_is_refused_and_never_cut_wrongly(text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        split(text)


def test_later_declarations_become_blanks_of_the_same_length() -> None:
    text = "PREFIX a: <a:> INSERT DATA {} ;\nPREFIX b: <b:>\nBASE <c:> INSERT DATA { b:x a:y <z> }"
    found = plain(text)
    assert len(found.text) == len(text)
    assert found.text.splitlines()[0] == text.splitlines()[0]
    assert found.text.splitlines()[1].strip() == ""
    assert found.text.splitlines()[2].endswith(" INSERT DATA { b:x a:y <z> }")
    assert (found.prefixes, found.base, found.begin) == ({"b": "b:"}, "c:", len("PREFIX a: <a:> "))


def test_what_is_no_declaration_is_left_for_the_engine_to_complain_about() -> None:
    text = "CLEAR ALL ; PREFIX nothing"
    assert plain(text).text == text
