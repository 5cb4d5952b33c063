"""What the machine vouches for.

Each figure is held against the archived words of its article, each article's numbers against the
figures, and the ledger keeps what that came to. Imports the values, the records and the numerals;
it knows nothing of pages.
"""
