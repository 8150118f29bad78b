"""Pictures drawn here as SVG, each made from the same list as its table: lanes, strips, paths, relations."""
