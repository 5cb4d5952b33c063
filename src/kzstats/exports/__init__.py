"""What leaves as a file, the same bytes through every door.

CSV, JSON, Parquet, workbooks, the data package, the brief and the pictures. Imports the content and
the renderers.
"""
