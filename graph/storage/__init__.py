"""Where a graph stands on disk: the engine, its one writer, generations, locks, copies, earlier revisions."""
