"""Other endpoints ask this one: SERVICE from rdflib, and from an Oxigraph server."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from ports import free

ORDERS = "SELECT ?s ?label {{ VALUES ?s {{ <https://w3id.org/enjoin/id/order/eo-13768> }} SERVICE <{0}/sparql> {{ ?s rdfs:label ?label }} }}"


def test_rdflib_federates_with_us(site) -> None:
    prefix = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    order = "<https://w3id.org/enjoin/id/order/eo-13768>"
    text = (
        f"{prefix}SELECT ?label WHERE {{ SERVICE <{site.address}/sparql> {{ {order} rdfs:label ?label }} }}"
    )
    rows: list[Any] = list(Graph().query(text))
    assert any("13768" in str(row.label) for row in rows)


@pytest.fixture
def oxigraph(require, tmp_path) -> Iterator[str]:
    """The address of an Oxigraph server with one statement."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    require("oxigraph", found, "there is no oxigraph server: pip install oxigraph")
    port = free()
    command = [str(found), "serve", "--location", str(tmp_path / "ox"), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def test_an_oxigraph_server_federates_with_us(site, oxigraph) -> None:
    text = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " + ORDERS.format(site.address)
    address = f"{oxigraph}/query?{urllib.parse.urlencode({'query': text})}"
    request = urllib.request.Request(address, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        rows = json.load(response)["results"]["bindings"]
    assert any("13768" in row["label"]["value"] for row in rows)


def test_we_do_not_federate_with_anybody(bare, oxigraph) -> None:
    reply = bare.query(f"SELECT * {{ SERVICE <{oxigraph}/query> {{ ?s ?p ?o }} }}")
    assert reply.status == 400
