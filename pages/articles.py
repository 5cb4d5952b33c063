"""The articles: what each one gave, and what was left out of it."""

from kzstats import articles, ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Articles"),
    say(view.lang, "Where the figures come from: for every article, the figures that were taken and the numbers that were not, with the reason."),
)
articles.each(view)
articles.coverage_map(view)
articles.disagreements(view)
ui.extract(view)
