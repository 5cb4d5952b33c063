"""Recruitment and rehabilitation."""

from kzstats import ui, words

view = ui.start()
ui.heading(
    words.topic(view.lang, "recruitment"),
    ui.areas(view, "recruitment"),
)
ui.draw(view, ui.metrics(view, "recruitment"))
ui.extract(view, ui.metrics(view, "recruitment"))
