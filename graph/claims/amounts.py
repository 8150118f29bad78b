"""Sums of money and counts in a text: the number, how rough it is, and what it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from .tables import table

__all__ = ["Amount", "amounts"]

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALES: Final = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "b": 10**9,
    "billion": 10**9, "tn": 10**12, "trillion": 10**12,
}  # fmt: skip
_SIGNS: Final = {"$": "USD", "US$": "USD", "£": "GBP", "€": "EUR"}
_MORE: Final = ("more than", "over", "at least", "upwards of", "in excess of", "exceeding", "greater than")
_LESS: Final = ("less than", "fewer than", "under", "up to", "at most", "no more than")
_ROUGH: Final = (
    "about",
    "around",
    "roughly",
    "approximately",
    "some",
    "nearly",
    "almost",
    "an estimated",
    "estimated",
    "close to",
)
_HOW: Final = "|".join(sorted((*_MORE, *_LESS, *_ROUGH), key=len, reverse=True))
_MONEY: Final = re.compile(
    rf"(?:\b(?P<how>{_HOW}) )?(?P<sign>US\$|[$£€]) ?(?P<number>{_NUMBER})(?:[ -]?(?P<scale>k|m|mn|bn|b|tn|thousand|million|billion|trillion)\b)?"
    rf"|(?:\b(?P<how2>{_HOW}) )?(?<![\d$£€,.])\b(?P<number2>{_NUMBER})(?: (?P<scale2>thousand|million|billion|trillion))? (?P<unit2>dollars|pounds|euros)\b",
    re.IGNORECASE,
)
_CURRENCIES: Final = {"dollars": "USD", "pounds": "GBP", "euros": "EUR"}
_ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text. `bound` is `>` for *more than*, `<` for *fewer than*; `unit` what it counts.

    `currency` is that of a sum (`USD`), empty for a count.
    """

    start: int
    end: int
    value: Decimal
    bound: str = ""
    approximate: bool = False
    currency: str = ""
    unit: str = ""

    @property
    def written(self) -> str:
        """The number as it stands in data: `300`, `>1000000000`."""
        return f"{self.bound}{self.value:f}"


def amounts(text: str) -> Iterator[Amount]:
    """The sums and the counts in a text, first sums, then counts."""
    sums = list(_sums(text))
    yield from sums
    for found in _counting().finditer(text):
        if any(each.start < found.end() and found.start() < each.end for each in sums):
            continue
        value = number(found["number"])
        if value is None or value < 2:
            continue
        unit = found["unit"]
        bound, rough = _manner(found["how"] or "")
        yield Amount(found.start(), found.end(), value, bound, rough, unit=" ".join(unit.split()))


def _sums(text: str) -> Iterator[Amount]:
    for found in _MONEY.finditer(text):
        digits = found["number"] or found["number2"]
        value = Decimal(digits.replace(",", ""))
        value *= _SCALES.get((found["scale"] or found["scale2"] or "").lower(), 1)
        if value == value.to_integral_value():
            value = value.quantize(Decimal(1))
        currency = (
            _SIGNS.get((found["sign"] or "").upper()) or _CURRENCIES[(found["unit2"] or "dollars").lower()]
        )
        bound, rough = _manner(found["how"] or found["how2"] or "")
        yield Amount(found.start(), found.end(), value, bound, rough, currency)


def _manner(how: str) -> tuple[str, bool]:
    said = how.lower()
    return (">" if said in _MORE else "<" if said in _LESS else ""), said in _ROUGH


def number(text: str) -> Decimal | None:
    """A number in digits or in words up to ninety-nine; nothing for any other word.

    >>> number("1,200"), number("twenty-three")
    (Decimal('1200'), Decimal('23'))
    """
    plain = text.strip().lower().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain)
    if plain in {"a dozen", "dozen"}:
        return Decimal(12)
    if plain in _ONES:
        return Decimal(_ONES.index(plain))
    tens, _, ones = plain.partition("-")
    if tens in _TENS and (not ones or ones in _ONES[1:10]):
        return Decimal((_TENS.index(tens) + 2) * 10 + (_ONES.index(ones) if ones else 0))
    return None


@cache
def _counting() -> "re.Pattern[str]":
    said = table("units")
    nouns = "|".join(said["units"])
    describing = "|".join(said["describing"])
    words = "|".join(
        sorted(
            (*_ONES, *(f"{tens}-{one}" for tens in _TENS for one in _ONES[1:10]), *_TENS, "a dozen"),
            key=len,
            reverse=True,
        )
    )
    return re.compile(
        rf"(?:\b(?P<how>{_HOW}) )?(?<![\w$£€.,§:/-])(?P<number>{_NUMBER}|{words})(?! ?(?:%|percent))"
        rf"[ -](?P<unit>(?:(?:{describing})[ -]){{0,4}}(?:{nouns}))\b(?!['’]s?\b|-)",
        re.IGNORECASE,
    )
