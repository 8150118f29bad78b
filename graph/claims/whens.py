"""Days told in a text: "24 April 2025", "last week", "Tuesday", "the day after he was inaugurated".

Each keeps its words, the day from which it is counted, and the day or span it comes to, in the
Extended Date/Time Format. A day told relatively is counted from the day of the source; where that is
not known, it stays open. Weeks run from Monday to Sunday. Absolute days, and those told as so many
days or months ago, are read by dateparser, with English only.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from ..dates import MONTHS, Bounds, parse_edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["When", "Whens", "apart"]

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH: Final = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_ABSOLUTE: Final = re.compile(
    rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?\b|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH.replace('month', 'month2')}(?:,? (?P<year2>\d{{4}}))?\b"
    rf"|\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
)
_MONTH_YEAR: Final = re.compile(rf"\b(?:(?:early|mid|late)[ -])?{_MONTH},? (?:of )?(?P<year>(?:19|20)\d\d)\b")
_YEAR: Final = re.compile(
    r"\b(?:in|of|since|during|by|through|from|until) (?P<year>(?:19|20)\d\d)\b(?![-–]\d)"
)
_AGO: Final = re.compile(
    r"\b(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|a few) (?P<unit>day|week|month|year)s? ago\b",
    re.IGNORECASE,
)
_LATER: Final = re.compile(
    r"\b(?:(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?P<unit>day|week|month|year)s? (?P<way>later|earlier|after|before)|the (?P<next>next|following|same|previous) (?P<unit2>day|week|month))\b",
    re.IGNORECASE,
)
_EVENT: Final = re.compile(
    r"\b(?:the day (?P<side>after|before) (?:(?:he|she|[A-Z]\w+(?: [A-Z]\w+)*) (?:was (?:inaugurated|sworn in)|took (?:office|the oath)))"
    r"|the day (?P<side2>after|before) (?:his|her|the|[A-Z]\w+['’]s)(?: \w+){0,2} inauguration"
    r"|(?P<first>(?:on |his |her |the )*(?:first day (?:back )?in office|inauguration day|day one)))\b",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(
    r"\b(?P<which>(?:earlier|later) (?:this|last)|this|last|next|past|the past|the previous) (?P<unit>week|month|year|summer|spring|fall|autumn|winter)\b"
    r"|\b(?P<near>today|yesterday|tomorrow|tonight|this (?:morning|afternoon|evening)|last night)\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    rf"\b(?:(?P<which>last|next|this|this past) )?(?P<day>{'|'.join(_DAYS)})s?\b(?:,? (?:morning|afternoon|evening|night))?"
)
_BARE_MONTH: Final = re.compile(
    rf"\b(?:(?:[Bb]ack |[Ee]arly |[Ll]ate |[Aa]s early as )?[Ii]n |[Ll]ast |[Ss]ince |[Bb]y |[Uu]ntil |(?P<of>(?=\w+['’]s\b)))(?:(?:early|mid|late)[ -])?{_MONTH}\b(?! ?\d)(?P<own>['’]s)?"
)
_AFTERWARDS: Final = re.compile(
    r"\b(?:not long|soon|shortly|just|days|weeks) after\b[^.;]{0,60}$", re.IGNORECASE
)
_COMING: Final = re.compile(
    r"\b(?:will|is (?:due|scheduled|set|expected)|are (?:due|scheduled|set|expected)|next|upcoming)\b",
    re.IGNORECASE,
)
_WORDS: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


@dataclass(frozen=True, slots=True)
class When:
    """A day told: its place and words, what it comes to (EDTF, or nothing), from what it is counted.

    `relative` says that it needs a day to be counted from; `how` says in words how it was reckoned.
    """

    start: int
    end: int
    text: str
    edtf: str = ""
    anchor: str = ""
    relative: bool = False
    how: str = ""

    @property
    def bounds(self) -> Bounds | None:
        """The first and the last day it may mean."""
        return parse_edtf(self.edtf) if self.edtf else None


class Whens:
    """Reads days in a source that is dated; without a day of the source, relative ones stay open."""

    def __init__(self, anchor: date | None) -> None:
        self.anchor = anchor
        self._last: date | None = None

    def find(self, text: str) -> list[When]:
        """The days told in a text, first to last; a day told twice over counts by its longer words."""
        found: list[When] = []
        for pattern, read in self._readers():
            for match in pattern.finditer(text):
                each = read(match, text)
                if each is not None:
                    found.append(each)
        found.sort(key=lambda each: (each.start, -each.end))
        kept: list[When] = []
        for each in found:
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
        for each in kept:
            bounds = each.bounds
            if bounds is not None and bounds.exact is not None:
                self._last = bounds.exact
        return kept

    def _readers(self) -> "Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], str], When | None]]]":
        yield _ABSOLUTE, self._absolute
        yield _MONTH_YEAR, self._month_year
        yield _YEAR, self._year
        yield _EVENT, self._event
        yield _AGO, self._ago
        yield _LATER, self._later
        yield _RELATIVE, self._relative
        yield _WEEKDAY, self._weekday
        yield _BARE_MONTH, self._bare_month

    def _told(self, match: "re.Match[str]", edtf: str, how: str = "", *, relative: bool = True) -> When:
        anchor = self.anchor.isoformat() if relative and self.anchor is not None else ""
        return When(match.start(), match.end(), match.group(), edtf, anchor, relative, how)

    def _absolute(self, match: "re.Match[str]", _text: str) -> When | None:
        if match["iso"]:
            return self._told(match, match["iso"], relative=False) if _day(match["iso"]) else None
        year = match["year"] or match["year2"]
        day = _parsed(match.group(), self.anchor)
        if day is None:
            return None
        if year:
            return self._told(match, day.isoformat(), relative=False)
        if self.anchor is None:
            return self._told(match, "")
        return self._told(
            match, _nearest(day, self.anchor).isoformat(), "the latest such day up to the source's"
        )

    def _month_year(self, match: "re.Match[str]", _text: str) -> When:
        return self._told(match, f"{match['year']}-{_month(match['month']):02}", relative=False)

    def _year(self, match: "re.Match[str]", _text: str) -> When:
        start = match.start("year")
        return When(start, match.end(), match["year"], match["year"])

    def _event(self, match: "re.Match[str]", _text: str) -> When:
        if self.anchor is None:
            return self._told(match, "")
        inauguration = _inauguration(self.anchor)
        side = (match["side"] or match["side2"] or "").lower()
        day = inauguration + timedelta(days={"after": 1, "before": -1}.get(side, 0))
        return self._told(
            match, day.isoformat(), f"terms begin on 20 January; the last began on {inauguration}"
        )

    def _ago(self, match: "re.Match[str]", _text: str) -> When:
        unit, n = (
            match["unit"].lower(),
            _WORDS.get(match["n"].lower(), 0) or (int(match["n"]) if match["n"].isdigit() else 0),
        )
        if self.anchor is None or not n:
            return self._told(match, "")
        day = _parsed(f"{n} {unit}s ago", self.anchor)
        if day is None:
            return self._told(match, "")
        return self._told(match, _blurred(day, unit), "counted back from the source's day")

    def _later(self, match: "re.Match[str]", _text: str) -> When | None:
        if self._last is None:
            return None
        unit = (match["unit"] or match["unit2"]).lower()
        way = (match["way"] or match["next"]).lower()
        n = 0 if way == "same" else _WORDS.get((match["n"] or "one").lower(), 0) or int(match["n"] or 1)
        sign = -1 if way in {"earlier", "before", "previous"} else 1
        step = {"day": n, "week": 7 * n, "month": 30 * n, "year": 365 * n}[unit]
        day = self._last + timedelta(days=sign * step)
        told = self._told(match, _blurred(day, unit), f"counted from {self._last}, told before")
        return When(told.start, told.end, told.text, told.edtf, self._last.isoformat(), True, told.how)

    def _relative(self, match: "re.Match[str]", _text: str) -> When:
        if self.anchor is None:
            return self._told(match, "")
        if match["near"]:
            near = match["near"].lower()
            step = -1 if near in {"yesterday", "last night"} else 1 if near == "tomorrow" else 0
            return self._told(match, (self.anchor + timedelta(days=step)).isoformat())
        which, unit = match["which"].lower(), match["unit"].lower()
        begin, end = _span(
            self.anchor,
            unit,
            {"last": -1, "next": 1, "the previous": -1}.get(
                which.split()[-1] if which.startswith(("earlier", "later")) else which, 0
            ),
        )
        if which in {"past", "the past"}:
            begin, end = begin - (end - begin), self.anchor
        if which == "earlier this":
            end = max(begin, self.anchor)
        if which == "later this":
            begin = min(end, self.anchor)
        return self._told(match, _interval(begin, end))

    def _weekday(self, match: "re.Match[str]", text: str) -> When | None:
        if match.group().endswith("s") and text[match.end() : match.end() + 1] != "'":
            return None
        if self.anchor is None:
            return self._told(match, "")
        wanted, which = _DAYS.index(match["day"]), (match["which"] or "").lower()
        back = (self.anchor.weekday() - wanted) % 7
        day = self.anchor - timedelta(days=back)
        if which == "next" or (
            not which and back and _COMING.search(text[max(0, match.start() - 60) : match.start()])
        ):
            day += timedelta(days=7)
        elif which == "last" and back == 0:
            day -= timedelta(days=7)
        return self._told(match, day.isoformat(), "the day of that name nearest the source's")

    def _bare_month(self, match: "re.Match[str]", text: str) -> When:
        own = match["of"] is not None
        start = match.start("month") if own else match.start()
        if match["month"] == "May" and not match.group().lower().startswith(
            ("in ", "back", "last", "since", "early", "late", "by", "until")
        ):
            return When(start, match.end(), text[start : match.end()])
        if self.anchor is None:
            return When(start, match.end(), text[start : match.end()], relative=True)
        month = _month(match["month"])
        year = self.anchor.year - (
            month > self.anchor.month
            or (match.group().lower().startswith("last ") and month == self.anchor.month)
        )
        edtf, how = f"{year}-{month:02}", "the latest such month up to the source's day"
        before = _AFTERWARDS.search(text[: match.start()])
        if before:  # "not long after his victory in November's election": that month, or the one after it
            start = before.start()
            following = (year + (month == 12), month % 12 + 1)
            edtf, how = (
                f"{edtf}/{following[0]}-{following[1]:02}",
                "soon after: within that month or the next",
            )
        return When(start, match.end(), text[start : match.end()], edtf, self.anchor.isoformat(), True, how)


_APART: Final = re.compile(
    r"\b(?P<n>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?P<unit>day|week)s? (?P<way>after|before)\b"
)


def apart(text: str, verb: int, dates: "Sequence[When]") -> "tuple[When | None] | None":
    """The day of a deed told by another's: *on Friday a judge ruled, two days after the city sued*, of the city.

    Nothing where the verb at that place is not told so; within, nothing where the day does not follow.
    """
    found = next(iter(reversed(list(_APART.finditer(text, 0, verb)))), None)
    if found is None or re.search(r"[,;] (?:who|which|and|but|a|the)\b", text[found.end() : verb]):
        return None
    before = [each for each in dates if each.end <= found.start()]
    exact = before[-1].bounds if before else None
    day = exact.exact if exact is not None else None
    if day is None or found["unit"] != "day":
        return (None,)
    n = _WORDS.get(found["n"], 0) or int(found["n"])
    told = day - timedelta(days=n if found["way"] == "after" else -n)
    how = f"counted from {day}, told before"
    return (When(found.start(), found.end(), found.group(), told.isoformat(), day.isoformat(), True, how),)


def _parsed(text: str, anchor: date | None) -> date | None:
    import dateparser

    base = datetime(anchor.year, anchor.month, anchor.day) if anchor else datetime(2000, 1, 1)  # noqa: DTZ001 - a legal day has no zone
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "DATE_ORDER": "MDY"}
    found = cast("Any", dateparser).parse(text, languages=["en"], settings=settings)
    return found.date() if found is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _month(word: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(word.rstrip(".")[:3]))


def _nearest(day: date, anchor: date) -> date:
    """The day of that month and number which is the latest up to two weeks after the anchor."""
    for year in (anchor.year + 1, anchor.year, anchor.year - 1):
        try:
            found = day.replace(year=year)
        except ValueError:
            continue
        if found <= anchor + timedelta(days=14):
            return found
    return day


def _inauguration(anchor: date) -> date:
    """The last day up to the anchor on which a president's term began (Twentieth Amendment)."""
    year = anchor.year - (anchor.year - 1) % 4
    day = date(year, 1, 20)
    return day if day <= anchor else date(year - 4, 1, 20)


def _blurred(day: date, unit: str) -> str:
    return (
        day.isoformat()
        if unit == "day"
        else _interval(*_span(day, "week", 0))
        if unit == "week"
        else day.isoformat()[: 7 if unit == "month" else 4]
    )


def _span(day: date, unit: str, step: int) -> tuple[date, date]:
    if unit == "week":
        begin = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
        return begin, begin + timedelta(days=6)
    if unit == "month":
        month = day.year * 12 + day.month - 1 + step
        year, number = divmod(month, 12)
        return date(year, number + 1, 1), date(year, number + 1, monthrange(year, number + 1)[1])
    return date(day.year + step, 1, 1), date(day.year + step, 12, 31)


def _interval(begin: date, end: date) -> str:
    if begin == end:
        return begin.isoformat()
    if (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31) and begin.year == end.year:
        return str(begin.year)
    if (
        begin.day == 1
        and (begin.year, begin.month) == (end.year, end.month)
        and end.day == monthrange(end.year, end.month)[1]
    ):
        return f"{begin.year}-{begin.month:02}"
    return f"{begin}/{end}"
