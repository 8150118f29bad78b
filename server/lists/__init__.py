"""Lists of one kind of thing: narrowed by facets, sorted, paged, and the same as data."""
