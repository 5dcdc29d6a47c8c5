"""Where a book comes from: everything that can be read becomes bytes with a name, and a layout where a scan has one."""

from opis.sources.layout import Layout
from opis.sources.text import Loaded, Source, load, load_str

__all__ = ["Layout", "Loaded", "Source", "load", "load_str"]
