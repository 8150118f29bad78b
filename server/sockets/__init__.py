"""Connections: who is let in, how requests arrive, and the short ways by which plain queries are answered."""
