"""The whole in a minute: the first chart, then one line for every other metric."""

from kzstats import ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Every number with its receipt"),
    ui.collected(view),
    ui.areas(view),
)
first, *others = view.served.dataset.metrics
ui.draw(view, [first], others)
ui.extract(view)
