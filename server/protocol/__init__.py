"""The W3C's protocols: SPARQL queries and updates, whole graphs, what the service says of itself."""
