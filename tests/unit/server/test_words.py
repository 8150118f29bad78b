"""What the site says is in one place, the same in every language, and grammatical for a count of one."""

import re
import string
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from enjoin.server.languages import LANGUAGES
from enjoin.server.words import t, words
from enjoin.server.written import as_day, briefly, joined, number, spaced, written

SERVER = Path(__file__).resolve().parents[3] / "server"
NAMED = re.compile(r"""\bt\(\s*(f?)["']([a-z_]+\.[^"']*)["']\s*([,)~]|if\b)""")
PROSE = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
SPELLED = frozenset(("text", "script", "style"))


def sources() -> list[tuple[Path, str]]:
    found = [*SERVER.rglob("*.html"), *SERVER.rglob("*.py")]
    return [(path, path.read_text(encoding="utf-8")) for path in found if "node_modules" not in path.parts]


def test_every_sentence_that_a_template_or_a_module_names_exists() -> None:
    known = words()
    for path, text in sources():
        for formatted, key, after in NAMED.findall(text):
            if formatted or after == "~" or "{" in key:
                stem = key.partition("{")[0]
                assert any(each.startswith(stem) for each in known), f"{path.name}: {key}"
            else:
                assert key in known or f"{key}_one" in known, f"{path.name}: {key}"


def test_every_sentence_is_said_somewhere() -> None:
    text = "\n".join(found for _, found in sources())
    exact = set(re.findall(r"""["']([a-z_]+\.[A-Za-z_:-]+)["']""", text))
    stems = {
        key.partition("{")[0] for formatted, key, after in NAMED.findall(text) if formatted or after == "~"
    }
    stems |= set(re.findall(r"""["']([a-z_]+\.[a-z_-]*)["']\s*~""", text)) | set(
        re.findall(r"""f["']([a-z_]+\.[a-z_-]*)\{""", text)
    )
    idle = [
        key
        for key in words()
        if key.removesuffix("_one") not in exact and not any(key.startswith(stem) for stem in stems)
    ]
    assert idle == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_with_the_same_values(language) -> None:
    english, other = words(), {}
    folder = SERVER / "words" / language
    for file in folder.glob("*.toml"):
        assert (SERVER / "words" / "en" / file.name).is_file(), file
        other |= keys_of(file)
    assert other.keys() == english.keys()
    for key, said in other.items():
        assert said.strip(), key
        assert fields(said) == fields(english[key]), key


def keys_of(file: Path) -> dict[str, str]:
    import tomllib

    sections = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{name}.{key}": said for name, section in sections.items() for key, said in section.items()}


def fields(said: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(said) if name}


def test_no_template_holds_prose() -> None:
    found: list[str] = []
    for path in SERVER.rglob("*.html"):
        if "node_modules" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for pattern in (
            r"\{#.*?#\}",
            r"\{%.*?%\}",
            r"\{\{.*?\}\}",
            r"<(script|style|code)\b.*?</\1>",
            r"<svg\b.*?</svg>",
        ):
            text = re.sub(pattern, " ", text, flags=re.DOTALL)
        said = re.findall(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"", text)
        text = re.sub(r"<[^<>]*>", " ", text)
        text = re.sub(r"\b[a-z-]+=\"[^\"]*\"", " ", text)  # of a macro that writes an attribute
        text = re.sub(r"&[a-z]+;", " ", text)
        found += [f"{path.name}: {word}" for word in PROSE.findall(" ".join([text, *said]))]
    assert found == []


def test_a_count_of_one_has_its_own_sentence() -> None:
    assert t("home.blocked", n=1).startswith("1 provision is")
    assert t("home.blocked", n=2).startswith("2 provisions are")


@pytest.mark.parametrize(
    ("asked", "header", "said"),
    [
        ("", "", "en"), ("?lang=es", "", "es"), ("?lang=es", "en", "es"), ("", "es-MX,es;q=0.9,en;q=0.5", "es"),
        ("", "fr,es;q=0.5", "es"), ("", "en-US,es;q=0.9", "en"), ("?lang=nix", "es", "es"), ("", "es;q=0", "en"),
        ("", "*", "en"), ("?lang=es&lang=en", "", "es"),
    ],
)  # fmt: skip
def test_the_address_then_the_browser_say_the_language(asked, header, said) -> None:
    with Flask(__name__).test_request_context(f"/{asked}", headers={"Accept-Language": header}):
        assert t("nav.orders") == {"en": "Orders", "es": "Órdenes"}[said]


def test_spanish_writes_its_own_dates() -> None:
    with Flask(__name__).test_request_context("/?lang=es"):
        assert written("2018-10-01") == "1 de octubre de 2018"
        assert written("2018-10") == "octubre de 2018"
        assert joined(["a", "b"]) == "a y b"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2017, 1, 25), "25 January 2017"), ("2017-01-25", "25 January 2017"), ("2017-01", "January 2017"),
        ("2017", "2017"), ("2017-13", "2017-13"), ("soon", "soon"), (None, ""), ("2017-02-30", "2017-02-30"),
    ],
)  # fmt: skip
def test_dates_are_written_for_people(value, said) -> None:
    assert written(value) == said


def test_narrow_places_have_short_dates_and_numbers_have_groups() -> None:
    assert briefly(date(2017, 9, 15)) == "15 Sept 2017"
    assert number(1234567) == "1,234,567"


def test_a_month_is_no_day() -> None:
    assert as_day("2017-01") is None
    assert as_day("2017-02-30") is None
    assert as_day("2017-02-28") == date(2017, 2, 28)


def test_names_of_last_resort_are_words() -> None:
    assert spaced("checkedTo") == "checked to"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined([]) == ""


def test_a_page_is_kept_for_each_language_apart(client) -> None:
    html = {"Accept": "text/html"}
    tags = {
        said: client.get("/", headers={**html, "Accept-Language": said}).headers["ETag"]
        for said in ("en", "es")
    }
    assert tags["en"] != tags["es"]
    spanish = client.get("/", headers={**html, "Accept-Language": "es", "If-None-Match": tags["es"]})
    assert spanish.status_code == 304
    assert (
        client.get("/", headers={**html, "Accept-Language": "es", "If-None-Match": tags["en"]}).status_code
        == 200
    )
    response = client.get("/?lang=es", headers=html)
    assert response.headers["Content-Language"] == "es"
    assert "Accept-Language" in response.headers["Vary"]


def test_data_has_no_language_in_its_tag(client) -> None:
    csv = {"Accept": "text/csv"}
    tags = {
        client.get("/sparql?query=ASK{}", headers={**csv, "Accept-Language": said}).headers["ETag"]
        for said in ("en", "es")
    }
    assert len(tags) == 1


def test_what_the_data_say_is_marked_as_english_on_a_spanish_page(browser) -> None:
    body = browser("/orders?lang=es").text
    assert '<html lang="es">' in body
    assert re.search(
        r'<a href="/doc/order/eo-13768\?lang=es" lang="en"><bdi>Executive Order 13768</bdi>', body
    )
    assert 'lang="en"><bdi>Executive Order 13768' not in browser("/orders").text
