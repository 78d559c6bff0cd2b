"""What kind of file was sent: told from its bytes, never from its name."""

import codecs
import csv
from collections.abc import Iterable
from itertools import islice

from chassis.errors import InvalidArgument

UTF8 = "utf-8"
WINDOWS = "windows-1252"
DELIMITERS = (",", ";", "\t")
SAMPLE_RECORDS = 20

#: How files that only look like text begin -> what they are.
SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


class CharsetFinder:
    """Reads the file once, in blocks, and tells its charset at the end."""

    def __init__(self, declared: str = "") -> None:
        """declared: utf-8, windows-1252 or "" to find out. Raises InvalidArgument."""
        if declared not in {"", UTF8, WINDOWS}:
            raise InvalidArgument.of("charset", f"must be {UTF8} or {WINDOWS}")
        self._declared = declared
        self._fits = {name: codecs.getincrementaldecoder(name)() for name in (UTF8, WINDOWS)}
        self._begun = False

    def take(self, block: bytes) -> None:
        """The next block. Raises InvalidArgument (NOT_CSV) for what is no text."""
        if not self._begun:
            refuse_signatures(block)
            self._begun = True
        if b"\0" in block:
            raise not_csv("a binary file")
        self._try(block)

    def finish(self) -> str:
        """The charset. Raises InvalidArgument (CHARSET_UNKNOWN)."""
        self._try(b"", final=True)
        wanted = [self._declared] if self._declared else [UTF8, WINDOWS]
        for name in wanted:
            if name in self._fits:
                return name
        raise InvalidArgument(
            "CHARSET_UNKNOWN", f"The file is not {' or '.join(wanted)}; save it as UTF-8."
        )

    def _try(self, block: bytes, *, final: bool = False) -> None:
        for name, decoder in [*self._fits.items()]:
            try:
                decoder.decode(block, final)
            except UnicodeDecodeError:
                del self._fits[name]


def refuse_signatures(block: bytes) -> None:
    """Raises InvalidArgument (NOT_CSV) for a file of another kind."""
    for signature, what in SIGNATURES.items():
        if block.startswith(signature):
            raise not_csv(what)


def not_csv(what: str) -> InvalidArgument:
    """The file is of another kind."""
    return InvalidArgument("NOT_CSV", f"This is {what}. Save it as CSV (UTF-8) and try again.")


def find_delimiter(sample: Iterable[str], declared: str = "") -> str:
    """What separates the cells, judged by the first lines; "," when there is but one column.

    declared: ",", ";", "tab" or "" to find out. Raises InvalidArgument.
    """
    if declared:
        meant = {"tab": "\t"}.get(declared, declared)
        if meant not in DELIMITERS:
            raise InvalidArgument.of("delimiter", 'must be ",", ";" or "tab"')
        return meant
    lines = list(sample)
    return max(DELIMITERS, key=lambda delimiter: _likeness(lines, delimiter))


def _likeness(lines: list[str], delimiter: str) -> tuple[bool, float, int]:
    """More than one column first, then rows as wide as the header, then the wider table."""
    widths = [len(cells) for cells in islice(_records(lines, delimiter), SAMPLE_RECORDS) if cells]
    if not widths:
        return False, 0.0, 0
    header = widths[0]
    return header > 1, widths.count(header) / len(widths), header


def _records(lines: list[str], delimiter: str) -> Iterable[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return
