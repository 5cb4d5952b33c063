"""How it is handed out: the data addresses, the first page, the doors of the server, the desk where
every answer is made once.

The top of the house: only the command line and ``app.py`` import it.
"""
