"""A link checker for a folder of files, as a plain web server shows it.

python tests/linked.py FOLDER
"""

import re
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from html5rdf import HTMLParser as Strict

_LINKS = {"href", "src", "action", "poster", "data", "formaction"}
_OUTSIDE = ("https", "http", "mailto", "data")
_OWN = re.compile(r"https?://(localhost|127\.0\.0\.1|[^/\s\"']*\.invalid)\b")
_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)")
# Named by the parser for what HTML has taken over from other standards since; no fault of a page.
_EXCUSED = frozenset[str]()


class Page(HTMLParser):
    """The names that can be led to on a page, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: Counter[str] = Counter()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if said.get("id"):
            self.names[str(said["id"])] += 1
        self.links += [str(value) for name, value in attrs if name in _LINKS and value is not None]
        if tag == "meta" and (said.get("http-equiv") or "").lower() == "refresh":
            self.links.append((said.get("content") or "").partition("url=")[2])


def faults(folder: Path) -> list[str]:
    """Everything that is wrong with the links of a folder's pages, as `page: fault`; each page is read once."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    wrong: list[str] = []
    for path, page in pages.items():
        here = path.relative_to(folder)
        wrong += [
            f"{here}: the id {name!r} is there twice" for name, count in page.names.items() if count > 1
        ]
        for link in dict.fromkeys(page.links):
            fault = _fault(folder, path, link, pages)
            if fault:
                wrong.append(f"{here}: {link!r} {fault}")
    for path in sorted(folder.rglob("*.css")):
        for link in dict.fromkeys(_STYLE.findall(path.read_text(encoding="utf-8"))):
            fault = _fault(folder, path, link, pages)
            if fault:
                wrong.append(f"{path.relative_to(folder)}: {link!r} {fault}")
    return wrong


def _fault(folder: Path, path: Path, link: str, pages: dict[Path, Page]) -> str:
    found = urlsplit(link)
    if found.scheme in _OUTSIDE:
        return "leads to the host that it was made on" if _OWN.match(link) else ""
    if found.scheme or found.netloc:
        return "is no address of the web"
    if found.path.startswith("/"):
        return "leads out of the folder"
    target = path if not found.path else (path.parent / unquote(found.path)).resolve()
    if not target.is_relative_to(folder.resolve()):
        return "leads out of the folder"
    if not target.is_file():
        return "leads to no file"
    fragment = unquote(found.fragment)
    if fragment and target in pages and fragment not in pages[target].names:
        return "leads to no place on that page"
    return ""


def hosts(folder: Path) -> list[str]:
    """Files of text in which the name of the machine stands that they were made on."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*.*"))
        if path.is_file()
        and path.suffix != ".gz"
        and _OWN.search(path.read_text(encoding="utf-8", errors="replace"))
    ]


def invalid(text: str) -> list[str]:
    """The errors of syntax that a parser of the HTML standard finds in a page."""
    parser = Strict()
    parser.parse(text)
    return [
        f"line {line}: {code} {told or ''}" for (line, _), code, told in parser.errors if code not in _EXCUSED
    ]


if __name__ == "__main__":
    place = Path(sys.argv[1]).resolve()
    found = faults(place) + [f"{name}: names the machine" for name in hosts(place)]
    found += [
        f"{path.relative_to(place)}: {each}"
        for path in sorted(place.rglob("*.html"))[:: int(sys.argv[2]) if len(sys.argv) > 2 else 1]
        for each in invalid(path.read_text(encoding="utf-8"))
    ]
    sys.stdout.write("".join(f"{each}\n" for each in found) + f"{len(found)} faults\n")
    sys.exit(1 if found else 0)
