"""The answer of the contract, in words: its sentence, its derivation, its readings, and what is missing."""
