"""The whole in a minute: the first chart, then one line for every other metric."""

from kzstats import ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Every number with its receipt"),
    say(
        view.lang,
        "Figures on countering terrorism and violent extremism, and on the rule of law, in Kazakhstan, as articles gave them.",
    ),
)
first, *others = view.served.dataset.metrics
ui.draw(view, [first])
ui.cards(view, others)
ui.extract(view)
