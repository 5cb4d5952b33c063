"""What was said: a value with its qualifier, a period with its precision, the codes of areas, units
and reasons.

Nothing else of the package is imported here, and no third party.
"""
