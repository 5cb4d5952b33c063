"""Every visible word in English, Russian and Kazakh.

Sentences by gettext, numbers, dates and places by CLDR, the names of codes. Imports the values and the models; Babel has its door here.
"""
