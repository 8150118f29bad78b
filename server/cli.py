"""`enjoin`: the door of the command line.

Exit codes: 0 done, any answer is an answer; 1 the data or the answer is negative; 2 wrong use;
3 the store or a service failed. Machine output goes to stdout, everything for people to stderr.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from .door import Door, examples, shared
from .settings import Settings, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DONE: Final = 0
NEGATIVE: Final = 1
WRONG_USE: Final = 2
FAILED: Final = 3

# Name, module, and its line in the help; a module loads when its command runs.
COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "init": ("store", "Make an empty store, or one with the starter graph."),
    "ingest": ("load", "Read documents: map, validate, commit, derive, publish."),
    "pull": ("pull", "Fetch from public archives, politely, and ingest."),
    "validate": ("load", "Check files against the shapes; commits nothing."),
    "quarantine": ("load", "Documents that did not conform, with their reports."),
    "documents": ("load", "What has been loaded, from where, when."),
    "claims": ("claims", "What sources claim: listed, accepted, rejected, put right."),
    "link": ("link", "Entities that may be one and the same; what editors decide."),
    "status": ("ask", "Could a provision be enforced against a party on a day?"),
    "binds": ("overview", "What binds a party on a day?"),
    "protected": ("overview", "Who is protected from a provision on a day?"),
    "changes": ("overview", "The previous and the next change of a state."),
    "if-reversed": ("overview", "What would fall if a ruling were reversed?"),
    "reconcile": ("reconcile", "The statuses of trackers held against the record."),
    "query": ("named", "Ask a named query; `query --list` shows them."),
    "sparql": ("ask", "Ask any SPARQL query, here or of any service."),
    "show": ("ask", "Show an entity: its statements, sources, links, states."),
    "export": ("give", "Write the graph to a file, repeatable byte for byte."),
    "release": ("release", "Write a release: data, words, rules, questions, checksums."),
    "diff": ("diff", "How two releases, dumps, stores or days differ, in words or as a patch."),
    "site": ("site", "Write the whole site as files for any web server."),
    "stats": ("give", "Counts per class, property and graph; sizes; versions."),
    "check": ("check", "Consistency of the ontology, its lint, hygiene of the data."),
    "derive": ("store", "Rebuild what is concluded."),
    "publish": ("store", "Publish a generation for readers."),
    "compact": ("store", "Compact the files of the store."),
    "backup": ("store", "Copy the store, also while it is served."),
    "restore": ("store", "Make a store from a backup."),
    "migrate": ("store", "Bring a store of an earlier version up to this one; a copy is kept."),
    "verify": ("store", "Read every graph: its checksum, and whether it holds what was recorded."),
    "serve": ("serve", "Serve the site and the endpoint."),
}


class Commands(click.Group):
    """Commands that load when they are used, and a suggestion for one that does not exist."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click calls it so
        found = COMMANDS.get(cmd_name)
        if found is None:
            return None
        module = import_module(f".commands.{found[0]}", __package__)
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            close = get_close_matches(args[0], list(COMMANDS), n=2)
            meant = f" Did you mean {' or '.join(close)}?" if close else " See enjoin --help."
            ctx.fail(f"There is no command {args[0]!r}.{meant}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click calls it so
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    """Prints the version and ends."""
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version as installed

        click.echo(f"enjoin {installed('enjoin')}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "enjoin init --starter",
        "enjoin status eo-13768-9a --for us-il-chicago --on 2019-06-01",
        "enjoin query rulings-that-blocked-orders --on 2025-05-01",
        "enjoin serve",
    ),
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=version, help="Show the version."
)
@shared(hidden=False)
@click.pass_obj
def enjoin(_door: Door) -> None:
    """Which rulings blocked which orders, on any date, for any party.

    Exit codes: 0 done, 1 a negative answer, 2 wrong use, 3 the store or a service failed.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line of this process and ends it with its exit code."""
    _quiet_pipes()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments, os.environ))


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs one command; gives its exit code. Every error becomes one sentence here."""
    from ..graph.errors import EnjoinError

    door = Door(Settings())
    try:
        door.settings = Settings.from_environment(environment)
        door.reread = partial(Settings.from_environment, environment)
        found: Any = enjoin.main(list(arguments), "enjoin", standalone_mode=False, obj=door)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return door.fail("Stopped.", 130)
    except click.ClickException as error:
        return _misused(door, error)
    except SettingsError as error:
        return door.fail(str(error), WRONG_USE)
    except EnjoinError as error:
        return door.fail(str(error), exit_code(error), **_more(error))
    except BrokenPipeError:
        return DONE  # whoever read our output has read enough
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        return door.fail(f"{named}{error.strerror or error}", FAILED)
    except Exception as error:  # noqa: BLE001 - the door: nobody else shows a stranger a traceback
        door.trace(error)
        return door.fail(
            f"Something went wrong inside ({type(error).__name__}: {error}). See it all with -v.", FAILED
        )
    finally:
        door.close()
    return found if isinstance(found, int) else DONE


def exit_code(error: Exception) -> int:
    """Which of the four an error of ours is; the nearest class in the table wins."""
    from ..graph import errors

    table: dict[type, int] = {
        errors.SourceError: WRONG_USE,
        errors.Nonconforming: NEGATIVE,
        errors.QueryError: WRONG_USE,
        errors.QueryTimeout: FAILED,
        errors.QueryOverloaded: FAILED,
        errors.EntityNotFound: NEGATIVE,
        errors.StoreError: FAILED,
        errors.ServiceError: FAILED,
        errors.EnjoinError: FAILED,
    }
    return next(table[kind] for kind in type(error).__mro__ if kind in table)


def _more(error: Exception) -> dict[str, object]:
    """What a machine is told of an error besides its sentence."""
    names = ("where", "problem", "cure", "line", "column", "quoted", "ref", "suggestions", "seconds")
    return {name: getattr(error, name) for name in names if getattr(error, name, None)}


def _misused(door: Door, error: click.ClickException) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None and not door.json:
        click.echo(context.get_usage(), err=True)
    return door.fail(error.format_message(), error.exit_code)


def _quiet_pipes() -> None:
    """Output that is not UTF-8 loses a sign, never the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
