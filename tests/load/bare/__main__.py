"""Starts a part: `python -m tests.load.bare front PORT [ADDRESS]` or `... behind ADDRESS`."""

import sys

from tests.load.bare import front, hop

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["front", port, *behind]:
            front.serve(int(port), *behind)
        case ["behind", address]:
            hop.serve(address)
        case _:
            sys.exit(__doc__)
