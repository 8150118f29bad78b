"""A server that is called by no possible name answers so, and makes no address of it."""

import pytest


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8080", "127.0.0.1:80", "[::1]:80", "enjoin.example.org.", "a_b.example"]
)
def test_a_name_that_could_be_one_is_answered(client, host) -> None:
    assert client.get("/about", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "x" * 64,
        "..",
        "a b",
        "a/b",
        "a@b",
        "[::1",
        "é.example",
        "x.y:port",
        ".".join(["abc"] * 100),
        "<script>",
    ],
)
def test_a_name_that_is_none_is_a_bad_request(client, host) -> None:
    response = client.get("/about", headers={"Host": host})
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.get_json(force=True)["detail"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.head("/about", headers={"Host": host}).data == b""
