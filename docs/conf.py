"""Sphinx builds these pages: `make docs`."""

from opis import __version__

project = "opis"
author = "the opis authors"
copyright = "2026, the opis authors"  # noqa: A001 - Sphinx wants this name
version = release = __version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "opis"
html_show_sourcelink = False
pygments_style = "friendly"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # numpydoc's sections give them
autosummary_generate = False  # numpydoc asks for it; nothing here is summarised
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
