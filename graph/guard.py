"""What a query or an update may hold before any engine parses it.

The engine dies of deep nesting, and a `SERVICE` or `LOAD` makes it open connections and files.
So the text is read as tokens first: `?service`, `ex:SERVICE` and "LOAD" in a literal stay what
they are, the keywords are refused, and size and nesting are bounded.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from .errors import LoadRefused, QueryRefused, QuerySyntaxError

MAX_LENGTH: Final = 128 * 1024
"""The longest text of a stranger's query, in characters."""
MAX_DEPTH: Final = 100
"""How deep brackets may stand in one another."""
MAX_CHAIN: Final = 1000
"""How often one operator may occur: each occurrence is a level of the engine's parse tree."""

# In this order: what an earlier line takes, a later one does not see. The bodies of IRIs and names are
# as wide as the engine's or wider, so that no `#` or quote in one begins a comment or a string here only.
_TOKEN: Final = re.compile(
    r"""
      (?P<space>   \s+ | \#[^\r\n]* )
    | (?P<iri>     < (?: [^\x00-\x20<>"{}|^`\\] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* > )
    | (?P<string>  \"\"\" (?: [^"\\] | \\. | "(?!"") )* \"\"\" | ''' (?: [^'\\] | \\. | '(?!'') )* '''
                 | " (?: [^"\\\r\n] | \\. )* " | ' (?: [^'\\\r\n] | \\. )* ' )
    | (?P<var>     [?$] \w+ )
    | (?P<lang>    @ [A-Za-z]+ (?: -[A-Za-z0-9]+ )* )
    | (?P<bnode>   _: [\w.-]* )
    | (?P<name>    (?: [^\W\d_] [\w.-]* )? : (?: [\w:.-] | % [0-9A-Fa-f]{2} | \\. )* )
    | (?P<word>    [^\W\d] \w* )
    | (?P<number>  [0-9]+ (?: \.[0-9]+ )? (?: [eE][+-]?[0-9]+ )? | \.[0-9]+ )
    | (?P<mark>    << | >> | \^\^ | \|\| | && | != | <= | >= | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPEN: Final = frozenset(("(", "{", "[", "<<"))
_CLOSE: Final = frozenset((")", "}", "]", ">>"))
_CHAINS: Final = frozenset(("||", "&&", "/", "|", "!", "^", "+", "-", "*", "=", ">", "<"))
_CHAIN_WORDS: Final = frozenset(
    ("UNION", "MINUS", "OPTIONAL", "EXISTS", "LATERAL", "GRAPH", "FILTER", "BIND")
)

_OPENED: Final = frozenset(
    ("http", "https", "ftp", "ftps", "sftp", "file", "data", "blob", "jar", "zip", "gopher", "dict", "ldap",
     "ldaps", "ws", "wss", "smb", "nfs", "tftp", "git", "ssh", "gs", "hdfs", "urn", "mailto", "about")
)  # fmt: skip
"""Schemes of addresses that some program opens: nothing of the kind is ever tried here."""

Kind = Literal["query", "update"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token of SPARQL: what it is, its text, and the character at which it begins."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The word in capitals, or nothing where the token is no bare word."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(sparql: str) -> Iterator[Token]:
    """The tokens of `sparql`, without blanks and comments; never fails, whatever the text."""
    for found in _TOKEN.finditer(sparql):
        if found.lastgroup != "space":
            yield Token(found.lastgroup or "mark", found.group(), found.start())


def check(
    sparql: str,
    kind: Kind = "query",
    *,
    services: Collection[str] = (),
    max_length: int | None = MAX_LENGTH,
) -> None:
    """Refuse what is not done here; a text that passes may still be no SPARQL.

    `services` are the addresses that `SERVICE` may name. Raises `QueryRefused`, or
    `QuerySyntaxError` for a text that is too deep to be parsed.
    """
    if max_length is not None and len(sparql) > max_length:
        raise QueryRefused(f"the {kind} has {len(sparql):,} characters; at most {max_length:,} are taken")
    if "\0" in sparql:
        line, column = place(sparql, sparql.index("\0"))
        raise QuerySyntaxError("a NUL character", line=line, column=column)
    if _is_plain(sparql):
        return
    _check_words(sparql, kind, services)
    # \u0053ERVICE: the standard resolves such escapes before anything else, so both readings count.
    if _ESCAPED.search(sparql):
        _check_words(_ESCAPED.sub(_unescaped, sparql), kind, services)


def _is_plain(sparql: str) -> bool:
    """Whether a short look shows that the tokens of a text would pass: most texts, a hundred times sooner."""
    lowered = sparql.lower()
    return (
        "\\" not in sparql
        and "service" not in lowered
        and "load" not in lowered
        and sum(map(sparql.count, _OPEN)) <= MAX_DEPTH
        and (
            len(sparql) <= MAX_CHAIN
            or max(*map(sparql.count, _CHAINS), *(lowered.count(word.lower()) for word in _CHAIN_WORDS))
            <= MAX_CHAIN
        )
    )


def check_trusted(sparql: str) -> None:
    """Refuse SERVICE in a query of our own or of the operator's, which is not measured otherwise."""
    lowered = sparql.lower()
    if "service" in lowered or "\\u" in lowered:
        check(sparql, max_length=None)


def _check_words(sparql: str, kind: Kind, services: Collection[str]) -> None:
    depth = 0
    chains: Counter[str] = Counter()
    listed = list(tokens(sparql))
    in_data = False  # which is a flat list to the engine, however long, as are operations
    for index, token in enumerate(listed):
        if depth == 0 and kind == "update":
            if token.text == ";":
                _check_chains(chains, kind)
                chains.clear()
            in_data = token.text == "{" and index > 0 and listed[index - 1].keyword == "DATA"
        if token.kind == "mark":
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if depth > MAX_DEPTH:
                line, column = place(sparql, token.start)
                raise QuerySyntaxError(
                    f"brackets stand more than {MAX_DEPTH} deep", line=line, column=column, quoted=token.text
                )
            if token.text in _CHAINS and not in_data:
                chains[token.text] += 1
        elif token.kind == "word":
            word = token.text.upper()
            if word in _CHAIN_WORDS:
                chains[word] += not in_data
            elif word == "SERVICE":
                _check_service(sparql, listed[index:], services)
            elif word == "LOAD" and kind == "update" and not _loads_nothing(listed[index + 1 : index + 3]):
                line, column = place(sparql, token.start)
                raise LoadRefused(f"line {line}, column {column}: LOAD is not done here; ingest the document")
    _check_chains(chains, kind)


def _check_chains(chains: Counter[str], kind: Kind) -> None:
    long = [word for word, count in chains.items() if count > MAX_CHAIN]
    if long:
        raise QueryRefused(f"{' and '.join(long)} stand more than {MAX_CHAIN} times in the {kind}")


def _check_service(sparql: str, rest: list[Token], services: Collection[str]) -> None:
    target = next((token for token in rest[1:3] if token.keyword != "SILENT"), None)
    if target is not None and target.kind == "iri" and target.text[1:-1] in services:
        return
    line, column = place(sparql, rest[0].start)
    raise QueryRefused(
        f"line {line}, column {column}: SERVICE is refused, no other service is called from here"
    )


def _loads_nothing(following: list[Token]) -> bool:
    """Whether a LOAD is one that no program could do, and that asks to fail silently: so it may."""
    if [token.kind for token in following] != ["word", "iri"] or following[0].keyword != "SILENT":
        return False
    scheme, colon, _ = following[1].text[1:-1].lower().partition(":")
    return bool(colon) and scheme.isascii() and scheme.isalpha() and scheme not in _OPENED


def _unescaped(found: re.Match[str]) -> str:
    code = int(found.group(1) or found.group(2), 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def names_dataset(sparql: str) -> bool:
    """Whether a query says with FROM which graphs it is about."""
    return "from" in sparql.lower() and any(token.keyword == "FROM" for token in tokens(sparql))


def calls_service(sparql: str) -> bool:
    """Whether a query says SERVICE, however it is spelled."""
    plain = _ESCAPED.sub(_unescaped, sparql)
    return "service" in plain.lower() and any(token.keyword == "SERVICE" for token in tokens(plain))


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of the character at `offset`."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def undeclared_prefix(sparql: str, known: Collection[str] = ()) -> Token | None:
    """The first prefixed name whose prefix is declared nowhere: the commonest slip, which engines word badly."""
    listed = list(tokens(sparql))
    declared = set(known)
    for before, token in pairwise(listed):
        if before.keyword == "PREFIX" and token.kind == "name":
            declared.add(token.text.partition(":")[0])
    for token in listed:
        if token.kind == "name" and token.text.partition(":")[0] not in declared:
            return token
    return None
