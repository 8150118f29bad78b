"""`query`: each named query is a command of its own, with its parameters as options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..door import DAY, Door, examples, shared
from .ask import FORMATS, write
from .days import Day

if TYPE_CHECKING:
    from ...queries import Parameter, Query


class NamedQueries(click.Group):
    """The query files as commands, read when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        from ... import queries

        return list(queries.names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click calls it so
        from ... import queries

        try:
            return command(queries.get(cmd_name))
        except queries.UnknownQuery:
            return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from ... import queries

        if args and args[0] not in queries.names():
            try:
                queries.get(args[0])
            except queries.UnknownQuery as error:
                ctx.fail(f"{error} `enjoin query --list` shows them all.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click calls it so
        from ... import queries

        with formatter.section("Queries"):
            formatter.write_dl([(query.name, query.question) for query in queries.all()])


@click.group(
    cls=NamedQueries,
    invoke_without_command=True,
    subcommand_metavar="NAME [--PARAM VALUE]...",
    epilog=examples(
        "enjoin query --list",
        "enjoin query rulings-that-blocked-orders --judge orrick",
        "enjoin query what-binds --jurisdiction us-ca-san-francisco --on 2025-05-01 --format csv",
        "enjoin query what-binds --show",
    ),
)
@click.option("--list", "listing", is_flag=True, help="List the queries with their questions.")
@shared()
@click.pass_context
def query(ctx: click.Context, listing: bool) -> None:
    """Ask a named query."""
    if ctx.invoked_subcommand is not None:
        return
    if not listing:
        raise click.UsageError("Name a query; `enjoin query --list` shows them all.", ctx)
    from ... import queries

    door = ctx.ensure_object(Door)
    found = queries.all()
    width = max((len(one.name) for one in found), default=0)
    door.tell(
        [
            {
                "name": one.name,
                "question": one.question,
                "theme": one.theme,
                "parameters": [
                    {"name": p.name, "required": p.required, "default": p.default, "expects": p.expected}
                    for p in one.parameters
                ],
            }
            for one in found
        ],
        [f"{one.name:<{width}}  {one.question}" for one in found],
    )


def command(named: Query) -> click.Command:
    """A named query as a command."""

    @shared()
    @click.pass_obj
    def ask(door: Door, **given: Any) -> None:  # the options are the query's own
        form, timeout, known = given.pop("_format"), given.pop("_timeout"), given.pop("_known")
        if given.pop("_show"):
            door.out(named.text)
            return
        values = {name.removeprefix("p_"): value for name, value in given.items() if value is not None}
        # The engine checks what is missing: `--show` must work without any parameter.
        write(door, door.graph().query(named.name, known=known, timeout=timeout, **values), form)

    options: list[click.Parameter] = [_option(parameter) for parameter in named.parameters]
    options += [
        click.Option(["--format", "_format"], type=click.Choice(FORMATS), help="How it is written (default: table)."),
        click.Option(["--timeout", "_timeout"], type=click.FloatRange(min=0, min_open=True), metavar="S", help="Seconds it may take."),
        click.Option(["--known", "_known"], type=Day(), metavar=DAY, help="What the graph knew on that day (default: now)."),
        click.Option(["--show", "_show"], is_flag=True, help="Show the query instead of asking it."),
    ]  # fmt: skip
    params = [*options, *reversed(getattr(ask, "__click_params__", []))]
    return click.Command(
        named.name,
        callback=ask,
        params=params,
        help=f"{named.question}\n\n{named.description}",
        epilog=examples(example(named)),
    )


def example(named: Query) -> str:
    """The command line that asks a query with the example of its file."""
    words = [f"--{p.name} {p.example}" for p in named.parameters if p.example and p.required]
    return " ".join(["enjoin query", named.name, *words])


def _option(parameter: Parameter) -> click.Option:
    notes = parameter.description or parameter.expected
    if parameter.default is not None:
        notes += f" (default: {parameter.default})"
    elif parameter.required:
        notes += " (required)"
    return click.Option(
        [f"--{parameter.name}", f"p_{parameter.name}"],
        metavar=DAY if parameter.value == "date" else parameter.value.upper(),
        help=notes,
    )
