"""How texts are put to the embedded engine: the same question in the form that its planner does well."""
