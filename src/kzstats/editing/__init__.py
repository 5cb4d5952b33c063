"""The page for the person at the desk: an article with every number marked, and the step into the
data.

It is served on this machine alone and is no part of the dashboard: nothing that serves figures
imports it.
"""
