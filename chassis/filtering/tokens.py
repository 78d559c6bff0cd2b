"""Cuts the text of a filter into tokens, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

MAX_LENGTH = 8192

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]+(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?)
    |(?P<operator>!=|<=|>=|[=<>:])
    |(?P<sign>[(),-])
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<word>[^\s(),"'=<>!:\\]+)""",
    re.VERBOSE | re.DOTALL,
)
_PIECE = re.compile(r"\\(?P<escaped>.)|(?P<star>\*)|(?P<plain>[^\\*]+)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\", "*": "*"}
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class Refusal(Exception):  # noqa: N818 -- becomes InvalidArgument at the door
    """Why a filter is not understood; position counts characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a filter.

    kind: "word", "string", "operator", one of "( ) , -", or "end". text: what it means, escapes
    resolved; star_before, star_after: it began or ended with a wildcard.
    """

    kind: str
    text: str
    start: int
    end: int
    star_before: bool = False
    star_after: bool = False

    @property
    def starred(self) -> bool:
        """It has a wildcard."""
        return self.star_before or self.star_after

    @property
    def anything(self) -> bool:
        """It is nothing but a wildcard: *"""
        return self.starred and not self.text

    @property
    def null(self) -> bool:
        """It stands for no value: null, or an empty string."""
        return not self.starred and (not self.text or (self.kind == "word" and self.text == "null"))

    def word(self, *words: str) -> bool:
        """It is one of these words, without quotes."""
        return self.kind == "word" and not self.starred and self.text in words


def tokenize(text: str) -> list[Token]:
    """The tokens of a filter, an "end" last. Raises Refusal."""
    if len(text) > MAX_LENGTH:
        raise Refusal(f"a filter has at most {MAX_LENGTH} characters", MAX_LENGTH)
    if bad := _NOT_TEXT.search(text):
        raise Refusal("a character that is no text", bad.start())
    return [*_tokens(text), Token("end", "", len(text), len(text))]


def _tokens(text: str) -> Iterator[Token]:
    position, touching = 0, False
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise Refusal(_unreadable(text[position]), position)
        value = match.lastgroup in ("word", "time", "string")
        if value and touching:
            raise Refusal("a space is missing here", position)
        if match.lastgroup != "space":
            yield _token(match)
        position, touching = match.end(), value


def _token(match: re.Match[str]) -> Token:
    kind, text, (start, end) = str(match.lastgroup), match.group(), match.span()
    if kind == "operator":
        return Token(kind, text, start, end)
    if kind == "sign":
        return Token(text, text, start, end)
    if kind == "string":
        inner = _starred(Token("string", text[1:-1], start + 1, end - 1))
        return replace(inner, start=start, end=end)
    return _starred(Token("word", text, start, end))


def _starred(token: Token) -> Token:
    """The token with its escapes resolved and its wildcards taken off."""
    pieces: list[str] = []
    before = after = False
    for piece in _PIECE.finditer(token.text):
        if piece["star"]:
            before = before or piece.start() == 0
            after = after or piece.end() == len(token.text)
            if piece.start() > 0 and piece.end() < len(token.text):
                raise Refusal(
                    "'*' stands only at the start or the end; write \"\\*\" for the sign itself",
                    token.start + piece.start(),
                )
        else:
            pieces.append(piece["plain"] or _unescape(piece, token.start))
    return replace(token, text="".join(pieces), star_before=before, star_after=after)


def _unescape(piece: re.Match[str], start: int) -> str:
    try:
        return _ESCAPES[piece["escaped"]]
    except KeyError:
        known = " ".join("\\" + sign for sign in _ESCAPES)
        raise Refusal(f"unknown escape; there are {known}", start + piece.start()) from None


def _unreadable(sign: str) -> str:
    if sign in "\"'":
        return "the quote is not closed"
    if sign == "!":
        return "'!' stands only in '!='; for the opposite write NOT or '-'"
    return f"unexpected {sign!r}; put text with signs in quotes"
