"""Taken away and cited: dumps, citations, feeds, site maps, the site as files."""
