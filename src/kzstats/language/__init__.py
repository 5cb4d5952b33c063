"""Every visible word in English, Russian and Kazakh.

Sentences go through ``translation``; numbers, quantities and dates are formatted by CLDR; what
things are called stands in ``naming``, what codes mean in ``codes``, what is said of one figure in
``remarks``, what the dashboard says of itself in ``interface``, and what a file's columns hold in
``dictionary``. Imports the values and the models; Babel has its door here.
"""
