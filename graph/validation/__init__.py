"""Holds data against shapes: all of it, or just what a change can have broken, with the same result."""
