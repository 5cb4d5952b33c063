"""Registered offences and convicted persons: two measures, never one."""

from kzstats import ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Cases and convictions"),
    say(view.lang, "Offences that were registered and people who were convicted are two measures: neither is a part or a rate of the other."),
)
ui.draw(view, ui.metrics(view, "cases"))
ui.extract(view, ui.metrics(view, "cases"))
