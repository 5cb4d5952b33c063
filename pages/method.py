"""How figures are taken, drawn, cited and fetched."""

from kzstats import ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Method and citation"),
    say(view.lang, "What is counted, what the marks mean, how to cite a figure, and the addresses of the data."),
)
ui.definitions(view)
ui.rules(view)
ui.citation(view)
ui.addresses(view)
ui.corrections(view)
