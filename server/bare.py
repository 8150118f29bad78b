"""The pages of a bare store: the editor, and nothing that would need to know what the data is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint

from .workbench import editor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("bare", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    """The editor, as there is nothing else to show."""
    return editor.page(editor.example())
