"""An error says what happened, in the reader's language, and what one can do next."""

import pytest

from enjoin.server.errors import TITLES
from enjoin.server.words import words

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/doc/order/eo-13769x", HTML, 404), ("/orrick", HTML, 404), ("/?on=2025-02-30", HTML, 400),
        ("/sparql?query=SELECT", HTML, 400), ("/changes?page=9999", HTML, 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_error_page_helps(client, address, headers, status, language) -> None:
    response = client.get(address, headers={**headers, "Accept-Language": language})
    if response.status_code == 200:
        pytest.fail(f"{address} is no error")
    assert response.status_code == status
    if address.startswith("/sparql"):
        return  # the editor shows its errors itself
    said = words(language)
    assert said[f"problem_title.{status}"] in response.text
    assert said[f"problem_next.{status}"] in response.text
    assert 'role="search"' in response.text


def test_what_may_have_been_meant_is_offered(client) -> None:
    client.get("/search?q=orrick")
    body = client.get("/judge/orrick", headers=HTML).text
    assert 'href="/doc/judge/orrick"' in body


def test_a_format_that_is_not_offered_is_told_with_those_that_are(client) -> None:
    response = client.get("/doc/order/eo-13768", headers={"Accept": "image/png, text/html;q=0"})
    assert response.status_code == 406
    assert "text/turtle" in response.text


def test_every_status_that_is_told_has_its_words() -> None:
    said = words()
    named = {
        int(key.rpartition(".")[2]) for key in said if key.startswith("problem_title.") and key[-1].isdigit()
    }
    assert named <= TITLES.keys()
    for status in named:
        assert said[f"problem_title.{status}"] == TITLES[status]
        assert f"problem_next.{status}" in said
