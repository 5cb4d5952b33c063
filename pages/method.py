"""How figures are taken, drawn, cited and fetched."""

from kzstats import method, ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Method and citation"),
    say(view.lang, "What is counted, what the marks mean, how to cite a figure, and the addresses of the data."),
)
method.definitions(view)
method.checks(view)
method.rules(view)
method.inferences(view)
method.cite(view)
method.addresses(view)
method.corrections(view)
method.languages(view)
