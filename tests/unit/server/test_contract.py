"""The commands and the addresses that others rely on exist, each with its help or its method."""

import pytest
from click.testing import CliRunner

from enjoin.server.cli import COMMANDS, enjoin
from enjoin.server.door import Door
from enjoin.server.settings import Settings

PROMISED_COMMANDS = {
    "init", "ingest", "validate", "quarantine", "documents", "status", "query", "sparql", "show", "export",
    "check", "derive", "publish", "compact", "stats", "serve", "backup", "restore", "verify",
}  # fmt: skip
PROMISED_SUBCOMMANDS = {
    "quarantine": {"list", "show", "retry", "drop"},
    "documents": {"list", "show", "remove"},
}
PROMISED_ADDRESSES = {
    "/": {"GET"},
    "/id/<kind>/<path:name>": {"GET"},
    "/doc/<kind>/<path:name>": {"GET"},
    "/sparql": {"GET", "POST"},
    "/update": {"POST"},
    "/data": {"GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"},
    "/metrics": {"GET"},
    "/openapi.json": {"GET"},
    "/queries/": {"GET"},
    "/queries/<name>": {"GET"},
    "/answer/enforceable": {"GET", "POST"},
    "/search": {"GET"},
    "/gaps": {"GET"},
    "/changes": {"GET"},
    "/validation": {"GET"},
    "/ontology": {"GET"},
    "/status": {"GET"},
    "/about": {"GET"},
    "/ns": {"GET"},
    "/ns/<name>": {"GET"},
    "/dump/<name>": {"GET"},
    "/.well-known/void": {"GET"},
    "/.well-known/sparql-examples": {"GET"},
    "/sitemap.xml": {"GET"},
    "/timeline": {"GET"},
    "/map": {"GET"},
    "/robots.txt": {"GET"},
    "/healthz": {"GET"},
    "/readyz": {"GET"},
}


def everyone() -> list[tuple[str, ...]]:
    """Every command with its subcommands; each loads here."""
    found: list[tuple[str, ...]] = [()]
    for name in COMMANDS:
        found.append((name,))
        found += [(name, each) for each in sorted(PROMISED_SUBCOMMANDS.get(name, ()))]
    return found


def test_every_promised_command_exists() -> None:
    assert set(COMMANDS) >= PROMISED_COMMANDS


@pytest.mark.parametrize("words", everyone(), ids=" ".join)
def test_every_command_has_help_with_an_example(words) -> None:
    told = CliRunner().invoke(enjoin, [*words, "--help"], obj=Door(Settings()))
    assert told.exit_code == 0, told.output
    assert "Example" in told.output
    assert "enjoin " in told.output.partition("Example")[2]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_line_in_the_overview_is_a_sentence(name) -> None:
    assert COMMANDS[name][1].endswith((".", "?"))


def test_every_promised_address_exists(app) -> None:
    methods: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        methods.setdefault(rule.rule, set()).update(rule.methods or ())
    for address, wanted in PROMISED_ADDRESSES.items():
        assert wanted <= methods.get(address, set()), address
    lists = next(rule for rule in methods if rule.startswith("/<any(") and rule.endswith(":name>"))
    for name in ("orders", "lawsuits", "rulings", "judges", "places", "sources"):
        assert name in lists
