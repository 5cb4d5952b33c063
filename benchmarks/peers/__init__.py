"""The same page as a reader of each library's own guide would write it: filters, three charts, a
table, a CSV.
"""
