"""Documents into the graph: fetched bytes, read, staged, judged; the good go in, the bad are parked."""
