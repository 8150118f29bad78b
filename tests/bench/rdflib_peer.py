"""rdflib-endpoint over oxrdflib, as its own `serve --store Oxigraph` sets it up, over files loaded before.

python tests/bench/rdflib_peer.py DIRECTORY PORT
"""

import sys

import uvicorn  # pyright: ignore[reportMissingImports]  # of the extra `bench`
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint  # pyright: ignore[reportMissingImports]


def main(directory: str, port: int) -> None:
    """Serve what stands in an engine's directory."""
    graph = Dataset(store="Oxigraph", default_union=True)
    graph.open(directory)
    uvicorn.run(
        SparqlEndpoint(graph=graph), host="127.0.0.1", port=port, log_level="warning", access_log=False
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
