"""What editors and reference managers take: TEI, CSL-JSON and BibTeX."""

from opis.exports.bibtex import to_bibtex
from opis.exports.csl import to_csl
from opis.exports.tei import to_tei

__all__ = ["to_bibtex", "to_csl", "to_tei"]
