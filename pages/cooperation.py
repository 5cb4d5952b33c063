"""Events and their participants."""

from kzstats import ui, words

view = ui.start()
ui.heading(
    words.topic(view.lang, "cooperation"),
    ui.events(view, "cooperation"),
    ui.areas(view, "cooperation"),
)
ui.draw(view, ui.metrics(view, "cooperation"))
ui.extract(view, ui.metrics(view, "cooperation"))
