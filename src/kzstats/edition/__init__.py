"""The dashboard as a dated, citable edition of plain files, which needs no server.

Imports all that is shown, how it is shown and what leaves as a file; of what serves only the style
and the script that pages share, and the version that an answer is made by.
"""
