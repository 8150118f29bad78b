"""What follows from the ontology: HermiT by way of owlready2, and the plain conclusions drawn without it."""
