"""Every page can be cited, its feed read, its place in the map found; what it says of itself is escaped."""

import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from enjoin.server.publishing.citing import FORMS, Citation, bibtex, csl, plain, ris

PAGES = ("/", "/doc/order/eo-13768", "/orders", "/queries/what-binds", "/changes", "/about", "/ns")
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def cited(title: str) -> Citation:
    return Citation(
        title, "https://x.org/a?b=1&c=%7E", date(2018, 10, 1), None, date(2026, 11, 22), 7, None, "en"
    )


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_page_gives_its_citation(client, address, form) -> None:
    response = client.get(f"{address}?cite={form}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert response.content_type == FORMS[form][1]
    assert f"http://localhost{address}?on=2018-10-01" in response.text, "the day is written out"


def test_a_page_offers_the_citations_of_itself(browser) -> None:
    body = browser("/doc/order/eo-13768?on=2018-10-01").text
    for form in FORMS:
        assert f'href="/doc/order/eo-13768?on=2018-10-01&amp;cite={form}"' in body
    assert "As of 1 October 2018" in body


def test_what_is_not_there_has_no_citation(client) -> None:
    response = client.get("/doc/order/nix?cite=bibtex", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert response.mimetype == "text/html"


def test_bibtex_takes_nothing_for_a_command() -> None:
    entry = bibtex(cited(r"50% of {A} & B_c #1 \input{x} ~^$"))
    title = next(line for line in entry.splitlines() if line.strip().startswith("title"))
    assert (
        r"50\% of \{A\} \& B\_c \#1 \textbackslash{}input\{x\} \textasciitilde{}\textasciicircum{}\$" in title
    )
    assert entry.count("@misc{") == 1
    assert "\n}" in entry


def test_a_title_with_line_breaks_begins_no_field() -> None:
    record = ris(cited("a\r\nUR  - https://evil.example\nb"))
    assert [line[:2] for line in record.splitlines()].count("UR") == 1
    assert record.endswith("ER  - \r\n")
    assert plain(cited("a\nb")).count("\n") == 1


def test_csl_is_one_item_with_its_dates() -> None:
    (item,) = json.loads(csl(cited("Title")))
    assert item["accessed"] == {"date-parts": [[2026, 11, 22]]}
    assert (item["type"], item["title"], item["version"]) == ("webpage", "Title", "7")


def test_the_feed_is_atom_with_one_entry_for_each_doing(client) -> None:
    response = client.get("/changes.atom")
    assert response.mimetype == "application/atom+xml"
    feed = ET.fromstring(response.data)
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert entries
    assert len(ids) == len(set(ids))
    for needed in ("title", "id", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None
    days = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert days == sorted(days, reverse=True)
    assert 'lang="es"' in client.get("/changes.atom?lang=es").text


def test_the_map_leads_to_every_thing_and_every_address_answers(client) -> None:
    index = ET.fromstring(client.get("/sitemap.xml").data)
    files = [str(found.text) for found in index.iter(f"{MAP}loc")]
    addresses = [
        str(found.text) for file in files for found in ET.fromstring(client.get(file).data).iter(f"{MAP}loc")
    ]
    assert len(addresses) == len(set(addresses))
    assert "http://localhost/doc/order/eo-13768" in addresses
    for address in addresses[:20] + [each for each in addresses if "/doc/" in each][:10]:
        assert client.get(address, headers={"Accept": "text/html"}).status_code < 400, address
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    assert client.get("/sitemap-99.xml").status_code == 404


def test_browsers_learn_how_to_search(client, browser) -> None:
    told = ET.fromstring(client.get("/opensearch.xml").data)
    urls = [found.get("template") for found in told.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")]
    assert "http://localhost/search?q={searchTerms}&lang=en" in urls
    assert 'href="/opensearch.xml"' in browser("/").text


@pytest.mark.parametrize("address", ["/", "/doc/order/eo-13768?on=2018-10-01", "/orders?lang=es"])
def test_a_page_names_itself_and_its_twin_in_the_other_language(browser, address) -> None:
    body = browser(address).text
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', body)
    assert canonical.replace("&amp;", "&") == f"http://localhost{address}"
    twins = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]*)">', body))
    assert twins.keys() == {"en", "es", "x-default"}
    assert "lang=es" in twins["es"]
    for name in ("title", "description", "url", "type", "site_name", "locale"):
        assert f'<meta property="og:{name}" content="' in body


def structured(body):
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body)
    return json.loads(found)


def test_search_engines_are_told_what_a_thing_is(browser) -> None:
    order = structured(browser("/doc/order/eo-13768").text)
    assert order["@type"] == "Legislation"
    assert order["legislationDate"] == "2017-01-25"
    assert structured(browser("/doc/judge/orrick").text)["@type"] == "Person"
    assert {part["@type"] for part in structured(browser("/").text)["@graph"]} == {"WebSite", "Dataset"}


def test_no_label_breaks_out_of_its_script(browser) -> None:
    body = browser("/doc/organization/nasty").text
    told = structured(body)
    assert "<script>" in told["name"] + json.dumps(told)
    assert "<script>alert" not in body


def test_a_false_host_is_repeated_nowhere_and_the_operators_word_everywhere(world) -> None:
    from enjoin.server import create_app
    from enjoin.server.settings import Settings

    page = {"Accept": "text/html"}
    plain = create_app(world, Settings(), today=lambda: date(2018, 10, 1)).test_client()
    for address in ("/", "/doc/order/eo-13768", "/orders"):
        for host in ("evil.example", "evil.example:80"):
            assert "evil.example" not in plain.get(address, headers={**page, "Host": host}).text
        assert 'rel="canonical" href="http://127.0.0.1:8080/' in plain.get(
            address, headers={**page, "Host": "127.0.0.1:8080"}
        ).text  # fmt: skip
    told = create_app(
        world, Settings(url="https://enjoin.example/"), today=lambda: date(2018, 10, 1)
    ).test_client()
    text = told.get("/doc/order/eo-13768", headers={**page, "Host": "evil.example"}).text
    assert 'rel="canonical" href="https://enjoin.example/doc/order/eo-13768' in text
    assert "evil.example" not in text
