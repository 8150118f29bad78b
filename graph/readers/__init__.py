"""Strangers' queries, each answered by an expendable process over a published generation."""
