"""Where questions are put: named queries as forms, the SPARQL editor with its help, pictures of the rows."""
