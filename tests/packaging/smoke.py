"""What must work wherever Enjoin is installed; run by the Python of that installation, in an empty folder.

    python smoke.py

Uses nothing but the installed package and the standard library; ends with status 1 and a sentence at the first fault.
"""

import json
import subprocess
import sys
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import Final

PROGRAM: Final = Path(sys.executable).parent / "enjoin"
ASKED: Final = ("status", "eo-13768-9a", "--for", "us-ca-san-francisco", "--on", "2018-10-01")
BAD: Final = """@prefix ej: <https://w3id.org/enjoin/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/enjoin/id/order/mine> a ej:ExecutiveOrder ; ej:signedOn "2026-11-05"^^xsd:date , "2026-11-06"^^xsd:date .
"""


def enjoin(*arguments: str, status: int = 0) -> str:
    """The output of a command, which must end with that status."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=600)
    if done.returncode != status:
        sys.exit(f"enjoin {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    if "Warning" in done.stderr or "Traceback" in done.stderr:
        sys.exit(f"enjoin {' '.join(arguments)} complained:\n{done.stderr}")
    return done.stdout


def expect(found: object, what: str) -> None:
    """Ends the program unless `found` is true."""
    if not found:
        sys.exit(f"not so: {what}")


def pages() -> None:
    """A server starts, shows the site in both languages, and answers a query."""
    command = [PROGRAM, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            expect(server.stdout, "the server has an output")
            address = server.stdout.readline().rpartition(" ")[2].strip() if server.stdout else ""
            for path, said in (
                ("/doc/order/eo-13768", "13768"),
                ("/orders?lang=es", 'lang="es"'),
                ("/static/enjoin.css", "color"),
                ("/queries/office-holders.csv?post=attorney-general&on=2017-04-25", "\n"),
                ("/sparql?query=ASK%7B%7D", "true"),
                ("/doc/order/eo-13768.jsonld", "eo-13768"),
            ):
                with urllib.request.urlopen(address + path, timeout=60) as answer:
                    expect(said in answer.read().decode(), f"{path} has {said!r}")
        finally:
            server.terminate()


def main() -> None:
    """Store, answer, validation, check, article, page."""
    expect(enjoin("--version").startswith("enjoin "), "the program says its version")
    expect((files("enjoin.graph") / "py.typed").is_file(), "types are shipped")
    enjoin("-q", "init", "--starter")
    answer = json.loads(enjoin("--json", *ASKED))
    expect(answer["state"] == "blocked", "the section was blocked for San Francisco")
    Path("mine.ttl").write_text(BAD, encoding="utf-8")
    expect("signed on one day" in enjoin("validate", "mine.ttl", status=1), "a fault is found")
    expect(
        "ej:signedOn" in enjoin("export", "--entity", "eo-13768", "--format", "turtle"), "an entity goes out"
    )
    Path("story.txt").write_text(
        "A judge in San Francisco blocked Executive Order 13768.\n", encoding="utf-8"
    )
    enjoin("-q", "ingest", "story.txt", "--as", "article", "--source-date", "2017-04-26")
    enjoin("-q", "check")
    pages()


if __name__ == "__main__":
    main()
