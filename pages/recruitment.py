"""Recruitment and rehabilitation."""

from kzstats import ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Recruitment and rehabilitation"),
    say(view.lang, "Figures that experts gave in articles on Kazakhstan. Most are about other places: each chart names its area."),
)
ui.draw(view, ui.metrics(view, "recruitment"))
ui.extract(view, ui.metrics(view, "recruitment"))
