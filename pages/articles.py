"""The articles: what each one gave, and what was left out of it."""

from kzstats import articles, ui
from kzstats.words import say

view = ui.start()
ui.heading(
    say(view.lang, "Articles"),
    say(view.lang, "Where the figures stand. Of every article, the figures that were taken and the numbers that were not, with the reason."),
)
for source in articles.sources(view):
    articles.article(view, source)
articles.coverage_map(view)
articles.disagreements(view)
ui.extract(view)
