"""A version of the data, and a query put to it.

What a query asks and at which address, the records that answer it, the tidy frame that analysts
get, and the store that keeps the last valid version of the file. Imports the records, the checks
and the language.
"""
