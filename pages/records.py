"""Every figure in the selection, with the words that hold it."""

from kzstats import ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "All figures"),
    say(view.lang, "Each with the words that hold it, who said them, and where they were published."),
)
ui.records(view)
ui.extract(view)
