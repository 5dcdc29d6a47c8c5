"""The report: a book as one page of HTML that needs nothing from outside.

``page.html`` is the page, ``*.css`` and ``*.js`` are put into it as they are.  The modules here make what it shows:
``facts`` the lists, ``timeline`` the picture, ``text`` the reading view, ``data`` what the scripts know of each record.
"""

from opis.show.report.page import report

__all__ = ["report"]
