"""Who is who: entities that may be one and the same, what editors decided, and how two become one and two again.

What two sources tell of one thing by a stable key becomes one entity as it is read; here is only what is
uncertain. Nothing is merged but by a recorded decision, and every decision can be taken back.
"""
