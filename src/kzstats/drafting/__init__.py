"""From an article to its figures: the page as it came, a draft with every number of it once, and
the step into the data.

A machine proposes and a person chooses: nothing here enters the data by itself, and what is not
known is left open and named.
"""
