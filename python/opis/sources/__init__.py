"""Where a book comes from: everything that can be read becomes bytes with a name."""

from opis.sources.text import Loaded, Source, load, load_str

__all__ = ["Loaded", "Source", "load", "load_str"]
