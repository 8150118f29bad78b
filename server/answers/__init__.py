"""Answers of the contract as pages and as data: one question, many at once, and where things stand."""
