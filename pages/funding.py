"""Money by donor."""

from kzstats import ui, words

view = ui.start()
ui.heading(
    words.topic(view.lang, "funding"),
    ui.areas(view, "funding"),
)
ui.draw(view, ui.metrics(view, "funding"))
ui.extract(view, ui.metrics(view, "funding"))
