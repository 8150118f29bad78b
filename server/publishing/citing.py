"""How a page is cited: as a sentence, and as BibTeX, RIS and CSL-JSON by `?cite=` at its own address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Response, g, request

from ..address import root
from ..day import link, safe_day
from ..desk import desk
from ..languages import language
from ..words import t
from ..written import written
from .edition import edition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from flask import Flask

_SITE: Final = "Enjoin"
_UNSAFE: Final = re.compile(r"[\\{}$&#_%~^]")
_BIBTEX: Final[Mapping[str, str]] = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: a page by its title and address, which names the days; when it was read, from which data."""

    title: str
    url: str
    on: date
    known: date | None
    read: date
    edition: int
    data_day: date | None
    language: str

    @property
    def text(self) -> str:
        """The citation as a sentence, in the language of the page."""
        known = t("cite.known", known=written(self.known)) if self.known else ""
        return t(
            "cite.sentence",
            title=self.title,
            on=written(self.on),
            known=known,
            edition=self.edition,
            url=self.url,
            read=written(self.read),
        )

    @property
    def note(self) -> str:
        known = f"; as known on {self.known.isoformat()}" if self.known else ""
        return f"As of {self.on.isoformat()}{known}; data edition {self.edition}"

    def forms(self) -> list[tuple[str, str]]:
        """Every way of writing it, by the name that people call it."""
        return [(name, write(self)) for name, _, write in FORMS.values()]

    @property
    def key(self) -> str:
        """A name for the entry, of letters, digits and hyphens."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.title.casefold()).strip("-")[:40].strip("-")
        return f"enjoin-{slug or 'page'}-{self.on.isoformat()}"


def plain(cited: Citation) -> str:
    """One line of text."""
    return f"{_line(cited.text)}\n"


def bibtex(cited: Citation) -> str:
    """An entry for BibTeX and biblatex; what TeX would read as a command is escaped."""
    fields = {
        "author": "{Enjoin contributors}",
        "title": f"{{{_tex(cited.title)}}}",
        "year": str((cited.data_day or cited.read).year),
        "howpublished": _SITE,
        "url": cited.url,
        "urldate": cited.read.isoformat(),
        "note": _tex(cited.note),
        "langid": {"es": "spanish"}.get(cited.language, "english"),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{cited.key},\n{lines}\n}}\n"


def ris(cited: Citation) -> str:
    """A record for reference managers; a value never holds a line break, which would begin a new field."""
    fields = [
        ("TY", "ELEC"), ("AU", "Enjoin contributors"), ("TI", cited.title), ("T2", _SITE),
        ("PY", str((cited.data_day or cited.read).year)), ("UR", cited.url),
        ("Y2", cited.read.strftime("%Y/%m/%d")), ("N1", cited.note), ("LA", cited.language), ("ER", ""),
    ]  # fmt: skip
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields)


def csl(cited: Citation) -> str:
    """An item of CSL-JSON, in a list as citation processors take it."""
    issued = cited.data_day or cited.read
    item = {
        "id": cited.key,
        "type": "webpage",
        "title": cited.title,
        "container-title": _SITE,
        "author": [{"literal": "Enjoin contributors"}],
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "accessed": {"date-parts": [[cited.read.year, cited.read.month, cited.read.day]]},
        "URL": cited.url,
        "version": str(cited.edition),
        "note": cited.note,
        "language": cited.language,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


FORMS: Final[Mapping[str, tuple[str, str, Callable[[Citation], str]]]] = {
    "text": ("Text", "text/plain; charset=utf-8", plain),
    "bibtex": ("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "csl": ("CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
}
"""What `?cite=` may ask for: how people call it, its media type, and how it is written."""


def cite(title: str, path: str | None = None, **arguments: object) -> Citation:
    """The citation of the page that is being rendered under that title; its own address unless one is given."""
    day = safe_day()
    others = {name: value for name, value in day.others.items() if name != "cite"}
    asked = {"on": day.on.isoformat(), **(others if path is None else arguments)}
    g.citation = Citation(
        title=_line(title),
        url=root() + link(path or request.path, **asked),
        on=day.on,
        known=day.known,
        read=desk().today(),
        edition=edition().number,
        data_day=edition().day,
        language=language(),
    )
    found: Citation = g.citation
    return found


def links() -> list[tuple[str, str]]:
    """Each form by the name that people call it, with the address that gives it."""
    others = {name: value for name, value in safe_day().others.items() if name != "cite"}
    on = safe_day().on.isoformat()
    named = {"text": t("cite.text")}
    return [
        (named.get(form, name), link(request.path, on=on, **others, cite=form))
        for form, (name, _, _) in FORMS.items()
    ]


def offer(app: Flask) -> None:
    """Answers `?cite=` with the citation of the page instead of the page."""

    @app.after_request
    def instead(response: Response) -> Response:  # pyright: ignore[reportUnusedFunction]
        wanted = request.args.get("cite", "")
        if wanted not in FORMS or response.status_code != 200 or "citation" not in g:
            return response
        _, content_type, write = FORMS[wanted]
        return Response(write(g.citation), content_type=content_type)


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _UNSAFE.sub(lambda found: _BIBTEX.get(found[0], f"\\{found[0]}"), _line(text))
