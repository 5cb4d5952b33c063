"""The records of a data file, valid as a whole.

The models, the reading of YAML, the validation with all that is wrong, and what is computed from
records (growth, totals, disagreements) or refused with a reason. Imports :mod:`kzstats.values`;
pydantic and YAML have their doors here.
"""
