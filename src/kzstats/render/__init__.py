"""How it is shown: one renderer for each library, over the same content.

Plotly and SVG draw the same marks, Streamlit and HTML show the same blocks, and the press sets PDF,
PNG and workbooks by typst and XlsxWriter in a process of its own.
"""
