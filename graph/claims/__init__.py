"""What texts say: sentences, mentions, candidate claims, and how they sit with the record.

Nothing here decides anything. A text becomes sentences with their offsets (`reading`), names and
dates found in them (`mentions`, `whens`), and candidate claims by patterns that stand in data files
(`patterns`); what an editor makes of a claim is an adoption (`adopting`); which claims cannot hold
together, or not with the record, is asked by a query (`conflicts`).
"""
