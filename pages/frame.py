"""What runs first: navigation, filters, and the page that the address names."""

from pathlib import Path

from kzstats import view

view.frame(Path(__file__).parent)
