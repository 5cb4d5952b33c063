"""Events and their participants."""

from kzstats import ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Cooperation"),
    say(view.lang, "Seminars, round tables and conferences on countering terrorism, and how many took part as far as the articles say."),
)
ui.draw(view, ui.metrics(view, "cooperation"))
ui.extract(view, ui.metrics(view, "cooperation"))
