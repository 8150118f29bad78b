"""What is known of what is known: changes, gaps, validation, trackers held against the record, reviews."""
