"""Writes by SPARQL update and by whole graphs: tried out apart, judged, then committed in one transaction."""
