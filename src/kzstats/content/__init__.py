"""What is shown, with no library in it: each page described once, as blocks of words, tables and
pictures.

A renderer shows the same blocks in the app, as HTML or on paper. Imports the query and all below
it.
"""
