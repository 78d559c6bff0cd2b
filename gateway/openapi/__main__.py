"""`python -m gateway.openapi` writes the document to standard output."""

import sys

from gateway.catalogue import load
from gateway.composition import DESCRIPTORS
from gateway.openapi.document import write

if __name__ == "__main__":
    sys.stdout.buffer.write(write(load(DESCRIPTORS)))
