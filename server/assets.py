"""The browser's part as a build left it in `static/vendor/`: the editor and the outlines of the map.

It may be missing, where a build had no Node or no network; the pages then do without it and say so.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final

from flask import url_for

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FOLDER: Final = "vendor"
EDITOR: Final = f"{FOLDER}/editor.js"
CURE: Final = "pip install -e ."
"""What builds it; pip does so with every installation."""


def vendored(name: str) -> Traversable:
    """A file of the folder, there or not."""
    return resources.files(__package__ or "").joinpath("static", FOLDER, name)


def stamp() -> str:
    """By what a browser knows one build from another; empty where there is none."""
    file = vendored("STAMP")
    return file.read_text(encoding="utf-8").strip()[:12] if file.is_file() else ""


def bundled() -> bool:
    """Whether the build was done; its stamp is written last."""
    return vendored("STAMP").is_file()


def editor_script() -> str:
    """The address of the editor's script; empty where it was not built."""
    return url_for("static", filename=EDITOR, v=stamp()) if bundled() else ""
