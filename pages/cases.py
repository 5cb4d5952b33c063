"""Offences, cases and persons by stage: measures of their own, never one."""

from kzstats import ui, words

view = ui.start()
ui.heading(
    words.topic(view.lang, "cases"),
    ui.apart(view, "cases"),
    ui.areas(view, "cases"),
)
ui.draw(view, ui.metrics(view, "cases"))
ui.extract(view, ui.metrics(view, "cases"))
