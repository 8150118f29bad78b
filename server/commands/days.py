"""A day on the command line."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

import click

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


if TYPE_CHECKING:
    _OfDays = click.ParamType[date]
else:  # not generic in every version
    _OfDays = click.ParamType


class Day(_OfDays):
    """A day of the calendar, written YYYY-MM-DD; 30 February is none."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        text = str(value).strip()
        if not _ISO.fullmatch(text):
            self.fail(f"{text!r} is not a day; write it as YYYY-MM-DD.", param, ctx)
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is not in the calendar.", param, ctx)
