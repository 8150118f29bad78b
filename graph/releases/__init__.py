"""Releases: the graph as files that others cite, check and compare, the same bytes for the same data."""
