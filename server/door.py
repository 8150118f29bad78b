"""What every command has in its hand: the settings, the graph, and where to say what."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..graph import Graph
    from ..graph.remote.services import Service
    from .settings import Settings

_Item = TypeVar("_Item")
_Command = TypeVar("_Command", bound="Callable[..., Any]")
DAY: Final = "YYYY-MM-DD"


@dataclass
class Door:
    """One run of the command line. What is for people goes to stderr, what is for machines to stdout."""

    settings: Settings
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    serving: bool = False
    today: Callable[[], date] = date.today
    reread: Callable[[], Settings] | None = None
    """Reads the environment again, for a server that is told to."""
    teller: Callable[[str, str], None] | None = None
    """Where messages for people go, with their level (`info`, `error`), if not to stderr as they are."""
    _graph: Graph | None = field(default=None, repr=False)
    _given: dict[str, object] = field(default_factory=dict[str, object], repr=False)

    def graph(self, *, write: bool = False) -> Graph:
        """The graph that the options name, opened once: to be read, or to be written."""
        if self._graph is None:
            from ..graph import open as open_graph

            settings = self.settings
            place = settings.endpoint or settings.store
            self._graph = open_graph(
                place,
                write=write,
                base_iri=settings.base_iri,
                token=self.credential(),
                service=self.service() if settings.endpoint else None,
            )
        return self._graph

    @property
    def place(self) -> str:
        """What messages call the place of the graph: a directory, or an address without its secrets."""
        from ..graph.remote.wire import shown

        return shown(self.settings.endpoint) if self.settings.endpoint else str(self.settings.store)

    def credential(self) -> str | None:
        """The token for the service elsewhere; what a server of ours asks of its clients is not told to it."""
        return self.settings.endpoint_token or (None if self.serving else self.settings.token)

    def service(self) -> Service:
        """What the options say of the service elsewhere; a store that is named is where its rest is kept."""
        from ..graph.remote.services import Service
        from .settings import Settings

        settings = self.settings
        return Service(
            update=settings.update_endpoint,
            graph_store=settings.graph_store,
            user=settings.endpoint_user,
            password=settings.endpoint_password,
            directory=None if settings.store == Settings().store else settings.store,
        )

    def keep(self, graph: Graph) -> Graph:
        """Has this graph in hand from now on."""
        self._graph = graph
        return graph

    def close(self) -> None:
        """Lets go of the graph."""
        if self._graph is not None:
            self._graph.close()
            self._graph = None

    def say(self, text: str) -> None:
        """A message for people; `-q` keeps it back."""
        if not self.quiet:
            self._told(text, "info")

    def _told(self, text: str, level: str) -> None:
        if self.teller is None:
            click.echo(text, err=True)
        else:
            self.teller(text, level)

    def out(self, text: str | bytes) -> None:
        """Output, exactly as it is."""
        if isinstance(text, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
        else:
            click.echo(text, nl=not text.endswith("\n"))

    def tell(self, machine: object, people: str | Iterable[str]) -> None:
        """The same result: as JSON with `--json`, else in words; both on stdout."""
        if self.json:
            self.out(json.dumps(machine, ensure_ascii=False, indent=2, default=str))
        else:
            self.out(people if isinstance(people, str) else "\n".join(people))

    def fail(self, message: str, code: int, **more: object) -> int:
        """Says why there is no result; with `--json` to machines as well."""
        self._told(f"enjoin: {message}", "error")
        if self.json:
            self.out(json.dumps({"error": message, "exit": code, **more}, ensure_ascii=False, default=str))
        return code

    def progress(self, items: Sequence[_Item], label: str) -> Iterator[_Item]:
        """The items one by one, with a bar on a terminal where there are many."""
        if self.quiet or len(items) < 20 or not sys.stderr.isatty():
            yield from items
            return
        with click.progressbar(items, label=label, file=sys.stderr) as bar:
            yield from bar

    def trace(self, error: BaseException) -> None:
        """The whole story of an error, where it was asked for."""
        if self.verbose:
            click.echo("".join(traceback.format_exception(error)), err=True, nl=False)

    def set(self, **given: object) -> None:
        """Options win over the environment."""
        self._given |= given
        self.settings = replace(self.settings, **given)  # type: ignore[arg-type]  # typed by each option

    def again(self) -> Settings:
        """The settings as environment and options give them now; `SettingsError` where they do not."""
        found = self.settings if self.reread is None else self.reread()
        return replace(found, **self._given)  # type: ignore[arg-type]  # the same

    def listen(self) -> None:
        """Sets up the log as `-v` and `-q` ask; only the doors do this."""
        level = logging.INFO if self.verbose else logging.ERROR if self.quiet else logging.WARNING
        logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
        logging.getLogger("enjoin").setLevel(level)


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Puts a global option into the door, wherever on the line it stood."""
    door = ctx.find_object(Door)
    if door is None or value is None or value is False or ctx.resilient_parsing:
        return
    name = param.name or ""
    if name in {"json", "quiet", "verbose"}:
        setattr(door, name, True)
        door.listen()
    else:
        door.set(**{name: value})


def examples(*lines: str) -> str:
    """The end of a command's help; a mark of click keeps its lines as they are."""
    head = "Example:" if len(lines) == 1 else "Examples:"
    return "\n".join(["\b", head, *(f"  {line}" for line in lines)])


def shared(*, hidden: bool = True) -> Callable[[_Command], _Command]:
    """The global options; every command takes them too, so that they may stand on either side of it."""

    def add(command: _Command) -> _Command:
        for option in reversed((
            click.option("--store", type=click.Path(path_type=Path), metavar="DIR", help="The store (default: $ENJOIN_STORE or ./var)."),
            click.option("--endpoint", metavar="URL", help="Work against a SPARQL service instead of a store."),
            click.option("--token", metavar="TOKEN", help="For what needs one (or $ENJOIN_TOKEN)."),
            click.option("--base-iri", metavar="IRI", help="Where the data's IRIs begin."),
            click.option("-q", "--quiet", is_flag=True, help="No messages but errors."),
            click.option("-v", "--verbose", is_flag=True, help="Say what is done; errors with their traceback."),
            click.option("--json", is_flag=True, help="Machine output on stdout."),
        )):  # fmt: skip
            command = option(command)
        return command

    def both(command: _Command) -> _Command:
        before = len(getattr(command, "__click_params__", []))
        add(command)
        for param in getattr(command, "__click_params__", [])[before:]:
            param.expose_value = False
            param.callback = _keep
            param.hidden = hidden
        return command

    return both
