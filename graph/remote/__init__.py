"""A graph that another SPARQL 1.1 server keeps: asked, changed and watched by its protocols alone."""
