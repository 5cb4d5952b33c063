"""Money by donor."""

from kzstats import ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Funding"),
    say(
        view.lang,
        "Contributions that donors are said to make to a programme. They are for several countries, and no part is given for Kazakhstan alone.",
    ),
)
ui.draw(view, ui.metrics(view, "funding"))
ui.extract(view, ui.metrics(view, "funding"))
