"""Write an edition to a folder: python -m edition SEED -o DIR [--pages N] [--strength X] [--layout NAME]"""

from __future__ import annotations

import argparse

from . import LAYOUTS, generate


def main() -> None:
    parser = argparse.ArgumentParser(prog="edition", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("-o", "--output", required=True, metavar="DIR")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--strength", type=float, default=0.5)
    parser.add_argument("--layout", choices=list(LAYOUTS), default="annals")
    options = parser.parse_args()
    made = generate(options.seed, options.pages, options.strength, options.layout)
    made.write(options.output)
    print(f"{made.pages} pages, {len(made.text.encode())} bytes, {len(made.truth)} records")


if __name__ == "__main__":
    main()
