"""The page of one thing: what its kind shows, who says each statement, and what refers to it."""
