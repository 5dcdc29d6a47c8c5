"""``python -m opis`` is the command ``opis``."""

import sys

from opis.cli import main

if __name__ == "__main__":
    sys.exit(main())
