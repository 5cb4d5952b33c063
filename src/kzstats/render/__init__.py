"""How pages are shown: the blocks of :mod:`kzstats.content.document` in one form each. Nothing here knows the data, nor a server."""
