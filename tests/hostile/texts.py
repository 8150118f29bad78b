"""Texts that no engine should be handed unexamined: deep, wide, and costly beyond measure."""

from collections.abc import Iterator

DEEP = 5000
"""How deep the deep ones are."""
MOST = 128 * 1024
"""The longest text that the server takes."""


def nested(before: str, middle: str, after: str, around: str, depth: int = DEEP) -> str:
    """`before` so many times, `middle`, `after` as often; as the `@` of `around`."""
    return around.replace("@", before * depth + middle + after * depth)


SELECT = "SELECT * { @ }"
FILTERED = "SELECT * { ?s ?p ?o FILTER(@) }"

_NESTS = {
    "parentheses": ("(", "1", ")", FILTERED),
    "groups": ("{", "", "}", SELECT),
    "optionals": ("OPTIONAL{", "?s ?p ?o", "}", SELECT),
    "minuses": ("?s ?p ?o MINUS{", "?s ?p ?o", "}", SELECT),
    "unions": ("{} UNION{", "", "}", SELECT),
    "graphs": ("GRAPH ?g{", "?s ?p ?o", "}", SELECT),
    "exists": ("FILTER EXISTS{", "?s ?p ?o", "}", SELECT),
    "not exists": ("FILTER NOT EXISTS{", "?s ?p ?o", "}", SELECT),
    "laterals": ("LATERAL{", "?s ?p ?o", "}", SELECT),
    "queries": ("{SELECT *{", "", "}}", SELECT),
    "negations": ("!", "true", "", FILTERED),
    "minus signs": ("- ", "1", "", FILTERED),
    "ifs": ("IF(true,", "1", ",0)", FILTERED),
    "calls": ("STR(", "1", ")", FILTERED),
    "coalesces": ("COALESCE(", "1", ")", FILTERED),
    "memberships": ("1 IN(", "1", ")", FILTERED),
    "concatenations": ("CONCAT('',", "''", ")", FILTERED),
    "aggregates": ("MAX(", "?s", ")", "SELECT (@ AS ?x) { ?s ?p ?o }"),
    "path parentheses": ("(", "<a:p>", ")", "SELECT * { ?s @ ?o }"),
    "inverse paths": ("^", "<a:p>", "", "SELECT * { ?s @ ?o }"),
    "path stars": ("(", "<a:p>", ")*", "SELECT * { ?s @ ?o }"),
    "negated paths": ("!(", "<a:p>", ")", "SELECT * { ?s @ ?o }"),
    "blank nodes": ("[<a:p> ", "1", "]", "SELECT * { ?s ?p @ }"),
    "lists": ("(", "1", ")", "SELECT * { ?s ?p @ }"),
    "quoted triples": ("<<", "?s ?p ?o", ">>", "SELECT * { @ ?p ?o }"),
    "triple terms": ("<<( ?s ?p ", "?o", ")>>", "SELECT * { ?s ?p @ }"),
    "construct templates": ("[<a:p> ", "1", "]", "CONSTRUCT { <a:s> <a:p> @ } WHERE {}"),
    "having": ("(", "1", ")", "SELECT (1 AS ?x) {} HAVING @"),
    "order": ("(", "1", ")", "SELECT * {} ORDER BY @"),
    "open only": ("{", "", "", "SELECT * @"),
    "closed only": ("", "", "}", "SELECT * @"),
    "open brackets": ("[", "", "", "SELECT * { @"),
}


def deep() -> Iterator[tuple[str, str]]:
    """Every construct that can stand in itself, by name."""
    for name, (before, middle, after, around) in _NESTS.items():
        yield name, nested(before, middle, after, around)


def _many(part: str, number: int, join: str, around: str) -> str:
    return around.replace("@", join.join(part.replace("#", str(i)) for i in range(number)))


def wide() -> Iterator[tuple[str, str]]:
    """Every construct that can be repeated, very often, by name."""
    for sign in ("||", "&&", "+", "-", "*", "/", "=", "<"):
        yield f"10,000 {sign}", _many("1", 10_000, sign, FILTERED)
    yield "5,000 OPTIONAL", _many("OPTIONAL{?s ?p ?o}", 5000, "", SELECT)
    yield "5,000 MINUS", _many("MINUS{?s ?p ?o}", 5000, "", SELECT)
    yield "5,000 UNION", _many("{?s ?p ?o}", 5000, "UNION", SELECT)
    yield "5,000 EXISTS", _many("FILTER EXISTS{?s ?p ?o}", 5000, "", SELECT)
    yield "5,000 BIND", _many("BIND(1 AS ?v#)", 5000, "", SELECT)
    yield "5,000 VALUES", _many("VALUES ?v#{1}", 5000, "", SELECT)
    yield "5,000 groups", _many("{?s ?p ?o}", 5000, "", SELECT)
    yield "10,000 steps of a path", _many("<a:p>", 10_000, "/", "SELECT * { ?s @ ?o }")
    yield "10,000 ways of a path", _many("<a:p>", 10_000, "|", "SELECT * { ?s @ ?o }")
    yield "10,000 ways that are none", _many("<a:p>", 10_000, "|", "SELECT * { ?s !(@) ?o }")
    yield "1,000 steps of a path", _many("<a:p>", 999, "/", "SELECT * { ?s @ ?o }")
    yield "1,000 stars of a path", _many("<a:p>*", 999, "/", "SELECT * { ?s @ ?o }")
    yield "1,000 chained patterns", _many("?v# ?p# ?w# . ?w# ?q# ?v#", 1000, ".", SELECT)
    yield "1,000 joined patterns", _many("?s ?p# ?v#", 1000, ".", SELECT)
    yield (
        "1,000 patterns in a row",
        "SELECT * {" + "".join(f"?v{i} <a:p> ?v{i + 1} ." for i in range(1000)) + "}",
    )
    yield "3,000 objects", _many("?o#", 3000, ",", "SELECT * { ?s ?p @ }")
    yield "3,000 predicates", _many("?p# ?o#", 3000, ";", "SELECT * { ?s @ }")
    yield "1,000 OPTIONAL", _many("OPTIONAL{?s ?p# ?o}", 999, "", SELECT)
    yield "1,000 OPTIONAL of nothing", _many("OPTIONAL{?v# ?p# ?o#}", 999, "", SELECT)
    yield "1,000 UNION", _many("{?s ?p ?o}", 999, "UNION", SELECT)
    yield "1,000 MINUS", _many("MINUS{?s ?p# ?o}", 999, "", "SELECT * { ?s ?p ?o @ }")
    yield "1,000 EXISTS", _many("FILTER EXISTS{?s ?p# ?o}", 500, "", "SELECT * { ?s ?p ?o @ }")
    yield "1,000 sort keys", _many("?s", 1000, " ", "SELECT * { ?s ?p ?o } ORDER BY @")
    yield "1,000 columns", _many("(1 AS ?v#)", 1000, " ", "SELECT @ {}")
    yield "20,000 rows of VALUES", _many("1", 20_000, " ", "SELECT * { VALUES ?x {@} VALUES ?y {@} }")
    yield "3,000 prefixes", _many("PREFIX p#: <a:p#>", 3000, " ", "@ SELECT * {}")
    yield "2,000 FROM", _many("FROM <a:g#>", 2000, " ", "SELECT * @ { ?s ?p ?o }")
    yield "20,000 members", _many("1", 20_000, ",", "SELECT * { ?s ?p ?o FILTER(?o IN (@)) }")
    yield "a literal of 120 KB", "SELECT * { BIND('" + "x" * 120_000 + "' AS ?x) }"
    yield "a name of 120 KB", "SELECT * { ?" + "x" * 120_000 + " ?p ?o }"
    yield "a comment of 120 KB", "SELECT * {} #" + "x" * 120_000
    yield "many escapes", "SELECT * { BIND('" + "\\u0041" * 15_000 + "' AS ?x) }"
    yield "many quotes", "SELECT * {" + "'" * 100_001
    yield "many triple quotes", "SELECT * {" + '"""' * 40_001
    yield "many angle brackets", "SELECT * {" + "<" * 100_000
    yield "many backslashes", "SELECT * { BIND('" + "\\" * 100_001 + "' AS ?x) }"
    yield "many percent signs", "SELECT * { a:" + "%" * 100_000 + " }"


def _values(name: str, number: int) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(str, range(number)))} }}"


def _doubled(times: int) -> str:
    binds = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(times))
    return f"SELECT (STRLEN(?v{times}) AS ?n) {{ BIND('0123456789abcdef' AS ?v0) {binds} }}"


def _grown(times: int) -> str:
    binds = " ".join(f"BIND(REPLACE(?v{i}, 'x', 'xxxxxxxxxxxxxxxx') AS ?v{i + 1})" for i in range(times))
    return f"SELECT (STRLEN(?v{times}) AS ?n) {{ BIND('xxxxxxxxxxxxxxxx' AS ?v0) {binds} }}"


_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_TABLES = " ".join(_values(name, 300) for name in "abcdef")
_PATTERN = "(" * 6 + "a" + "{1,60})" * 6


def costly() -> Iterator[tuple[str, str]]:
    """Queries that take for ever, or all of the memory, by name."""
    yield "count of a cross product", f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}"
    yield "distinct of a cross product", f"SELECT DISTINCT ?a ?d ?g {{ {_CROSS} }}"
    yield "count of distinct rows", f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {_CROSS} }}"
    yield "sorted cross product", f"SELECT * {{ {_CROSS} }} ORDER BY DESC(?i) ?f LIMIT 1"
    yield "grouped cross product", f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {_CROSS} }} GROUP BY ?a ?d ?g"
    yield "cross product of tables", f"SELECT (SUM(?a * ?b * ?c) AS ?n) {{ {_TABLES} }}"
    yield "sorted tables", f"SELECT * {{ {_TABLES} }} ORDER BY ?f ?a LIMIT 1"
    yield "string doubling", _doubled(40)
    yield "string growing", _grown(12)
    yield "GROUP_CONCAT", f"SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?c)))) AS ?n) {{ {_CROSS} }}"
    yield (
        "GROUP_CONCAT with a long separator",
        (f"SELECT (STRLEN(GROUP_CONCAT(STR(?a); SEPARATOR='{'x' * 100_000}')) AS ?n) {{ {_TABLES} }}"),
    )
    yield "a pattern of patterns", f"SELECT * {{ ?s ?p ?o FILTER REGEX(STR(?o), '{_PATTERN}') }}"
    yield (
        "a pattern that backtracks",
        (
            f"SELECT * {{ ?s ?p ?o FILTER REGEX('{'a' * 60_000}!', '^(a+)+$') FILTER REGEX(STR(?o), '(x+x+)+y') }}"
        ),
    )
    yield (
        "everything replaced",
        (
            f"SELECT (SUM(STRLEN(REPLACE(CONCAT(STR(?a), STR(?d)), '(.)', '$1$1$1$1$1$1$1$1'))) AS ?n) {{ {_CROSS} }}"
        ),
    )
    yield "every path", "SELECT (COUNT(*) AS ?n) { ?a (<x:x>|!<x:x>)* ?b . ?b (<x:x>|!<x:x>)* ?c }"
    yield (
        "every path both ways",
        "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>|^!<x:x>)+ ?b . ?b (!<x:x>|^!<x:x>)+ ?c }",
    )
    yield (
        "a cross product asked of every row",
        (
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER NOT EXISTS "
            "{ ?a ?b ?c . ?d ?e ?f FILTER(CONCAT(STR(?a), STR(?f), STR(?o)) = 'never') } }"
        ),
    )
    yield (
        "optional cross products",
        (
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i "
            "FILTER(STR(?a) < STR(?g)) } } }"
        ),
    )
    yield "a cross product without an end", f"ASK {{ {_CROSS} FILTER(CONCAT(STR(?a), STR(?i)) = 'never') }}"
    yield "random rows", f"SELECT DISTINCT (RAND() AS ?r) {{ {_CROSS} }}"
    yield "fresh nodes", f"CONSTRUCT {{ [] <a:p> ?a ; <a:q> [ <a:r> ?d ] }} WHERE {{ {_CROSS} }}"
    yield "descriptions of a cross product", f"DESCRIBE ?a ?d ?g {{ {_CROSS} FILTER(STR(?i) = 'never') }}"
    yield (
        "large numbers",
        (f"SELECT (SUM(?a * 99999999999999999 + ?b / 3.000000000000000001) AS ?n) {{ {_TABLES} }}"),
    )
    yield "hashes", f"SELECT (MAX(SHA512(CONCAT(STR(?a), STR(?d), STR(?g)))) AS ?n) {{ {_CROSS} }}"
    yield "LATERAL", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f LATERAL { ?g ?h ?i } } }"


def fetching(port: int) -> Iterator[tuple[str, str]]:
    """Queries that want a connection to a port of this machine, in every spelling, by name."""
    hosts = {
        "plain": f"127.0.0.1:{port}", "name": f"localhost:{port}", "decimal": f"2130706433:{port}",
        "hexadecimal": f"0x7f.1:{port}", "octal": f"0177.0.0.1:{port}", "short": f"127.1:{port}",
        "any": f"0.0.0.0:{port}", "six": f"[::1]:{port}", "mapped": f"[::ffff:127.0.0.1]:{port}",
        "user": f"w3id.org@127.0.0.1:{port}",
    }  # fmt: skip
    for name, host in hosts.items():
        yield name, f"SELECT * {{ SERVICE <http://{host}/sparql> {{ ?s ?p ?o }} }}"
    at = f"<http://127.0.0.1:{port}/>"
    yield "silent", f"SELECT * {{ SERVICE SILENT {at} {{ ?s ?p ?o }} }}"
    yield "lower case", f"SELECT * {{ service silent{at}{{ ?s ?p ?o }} }}"
    yield "mixed case", f"SELECT * {{ SeRvIcE {at} {{ ?s ?p ?o }} }}"
    yield "escaped word", f"SELECT * {{ \\u0053ERVICE {at} {{ ?s ?p ?o }} }}"
    yield "long escape", f"SELECT * {{ SERVIC\\U00000045 {at} {{ ?s ?p ?o }} }}"
    yield "escaped address", f"SELECT * {{ SERVICE <http://127.0.0\\u002e1:{port}/> {{ ?s ?p ?o }} }}"
    yield "variable", f"SELECT * {{ BIND({at} AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}"
    yield "table", f"SELECT * {{ VALUES ?x {{ {at} }} SERVICE ?x {{ ?s ?p ?o }} }}"
    yield "prefix", f"PREFIX x: <http://127.0.0.1:{port}/> SELECT * {{ SERVICE x:sparql {{ ?s ?p ?o }} }}"
    yield "base", f"BASE <http://127.0.0.1:{port}/> SELECT * {{ SERVICE <sparql> {{ ?s ?p ?o }} }}"
    yield "in EXISTS", f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {at} {{ ?s ?p ?o }} }} }}"
    yield "in NOT EXISTS", f"ASK {{ FILTER NOT EXISTS {{ SERVICE SILENT {at} {{ ?s ?p ?o }} }} }}"
    yield "in a query in a query", f"SELECT * {{ {{ SELECT * {{ SERVICE {at} {{ ?s ?p ?o }} }} }} }}"
    yield "in OPTIONAL", f"SELECT * {{ OPTIONAL {{ SERVICE SILENT {at} {{ ?s ?p ?o }} }} }}"
    yield "after a comment", f"SELECT * {{ # nothing\n SERVICE # here\n {at} {{ ?s ?p ?o }} }}"
    yield "after a quoted quote", f"SELECT * {{ ?s ?p 'it\\'s #' . SERVICE {at} {{ ?s ?p ?o }} }}"
    yield "in CONSTRUCT", f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {at} {{ ?s ?p ?o }} }}"
    yield "in DESCRIBE", f"DESCRIBE ?s WHERE {{ SERVICE {at} {{ ?s ?p ?o }} }}"
    yield "in BIND", f"SELECT * {{ BIND(EXISTS {{ SERVICE {at} {{ ?s ?p ?o }} }} AS ?x) }}"
    yield "in HAVING", f"SELECT (1 AS ?x) {{}} HAVING(EXISTS {{ SERVICE {at} {{ ?s ?p ?o }} }})"


INNOCENT = (
    "SELECT ?service WHERE { ?service ?SERVICE ?load } LIMIT 1",
    "PREFIX ex: <http://example.org/> SELECT * { ex:SERVICE ex:LOAD ?o ; ex:load.service 'LOAD <http://x/>' }",
    "PREFIX service: <http://example.org/> PREFIX load: <http://example.org/> SELECT * { service:x load:y ?o }",
    "SELECT * { ?s ?p 'SERVICE <http://127.0.0.1/> {}', \"LOAD\", '''it's a SERVICE''' } LIMIT 1",
    "SELECT * { ?s <http://example.org/SERVICE#LOAD> _:SERVICE } # SERVICE <http://127.0.0.1/> {}",
    "SELECT ('SERVICE' AS ?load) { }",
    "SELECT * { ?s ?p 'x'@service }",
)
"""Words that only look like keywords."""
