"""Turns the text of a filter into a tree, checking every field, operator and value on the way.

filter     = [ expression ]
expression = factor { [ "AND" ] factor }
factor     = term { "OR" term }              OR binds tighter than AND (AIP-160)
term       = [ "NOT" | "-" ] simple
simple     = "(" expression ")" | restriction
restriction = name operator value | name "in" "(" value { "," value } ")" | word
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from chassis.custom_fields import Definition
from chassis.filtering.fields import Fields
from chassis.filtering.nodes import EVERYTHING, Node, all_of, any_of, opposite
from chassis.filtering.tokens import Refusal, Token, tokenize

MAX_DEPTH = 20
MAX_TERMS = 100
_CONNECTIVES = ("AND", "OR", "NOT")
_SHIFT = re.compile(r"[+]?[0-9]+(mo|m|h|d|w|y)")
_LIKELY_MEANT = {"and": "AND", "or": "OR", "not": "NOT", "&&": "AND", "||": "OR"}


class Parser:
    """Reads one filter, once. Recursion is as deep as the parentheses, at most MAX_DEPTH."""

    def __init__(self, text: str, fields: Fields, definitions: Iterable[Definition] = ()) -> None:
        self._tokens = tokenize(text)
        self._next = 0
        self._depth = 0
        self._terms = 0
        self._fields = fields
        self._known = fields.all(definitions)

    def parse(self) -> Node:
        """The tree. Raises Refusal."""
        if self._peek.kind == "end":
            return EVERYTHING
        node = self._expression()
        if self._peek.kind != "end":
            raise self._unexpected(self._peek)
        return node

    @property
    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self, *kinds: str) -> Token | None:
        """The next token if it is of one of these kinds."""
        token = self._peek
        if token.kind not in kinds:
            return None
        self._next += 1
        return token

    def _take_word(self, *words: str) -> Token | None:
        return self._take("word") if self._peek.word(*words) else None

    def _need(self, kind: str, what: str) -> Token:
        token = self._take(kind)
        if token is None:
            raise Refusal(f"expected {what}, not {_name(self._peek)}", self._peek.start)
        return token

    def _expression(self) -> Node:
        parts = [self._factor()]
        while self._take_word("AND") or self._begins_a_term():
            parts.append(self._factor())
        return all_of(parts)

    def _begins_a_term(self) -> bool:
        return self._peek.kind in ("word", "string", "-", "(") and not self._peek.word("OR")

    def _begins_a_list(self) -> bool:
        return self._peek.word("in", "IN") and self._tokens[self._next + 1].kind == "("

    def _factor(self) -> Node:
        parts = [self._term()]
        while self._take_word("OR"):
            parts.append(self._term())
        return any_of(parts)

    def _term(self) -> Node:
        if minus := self._take("-"):
            if self._peek.start != minus.end:
                raise Refusal(
                    "'-' stands right before its term, or inside one: now-7d", minus.start
                )
            return opposite(self._simple())
        return opposite(self._simple()) if self._take_word("NOT") else self._simple()

    def _simple(self) -> Node:
        if bracket := self._take("("):
            return self._group(bracket)
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise Refusal(f"a filter has at most {MAX_TERMS} terms", self._peek.start)
        return self._restriction()

    def _group(self, bracket: Token) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Refusal(f"brackets nest at most {MAX_DEPTH} deep", bracket.start)
        node = self._expression()
        self._need(")", "')' or another term")
        self._depth -= 1
        return node

    def _restriction(self) -> Node:
        name = self._take("word", "string")
        if name is None or name.word(*_CONNECTIVES):
            raise self._unexpected(name or self._peek)
        if operator := self._take("operator"):
            return self._compare(name, operator, [self._value()])
        if self._begins_a_list() and (operator := self._take("word")):
            return self._compare(name, replace(operator, text="in"), self._list())
        return self._bare(name)

    def _compare(self, name: Token, operator: Token, values: list[Token]) -> Node:
        if not name.word(*self._known):
            raise self._unknown(name)
        return self._known[name.text].check(operator.text, values, operator.start)

    def _value(self) -> Token:
        """A value; a minus sign in front of a word belongs to it."""
        minus = self._take("-")
        value = self._take("word", "string")
        if value is None or value.word(*_CONNECTIVES):
            raise Refusal(
                f"expected a value, not {_name(value or self._peek)}", (value or self._peek).start
            )
        if minus is None:
            return value
        if value.kind == "string" or minus.end != value.start or value.star_before:
            raise Refusal("expected a value behind '-'", minus.start)
        return replace(value, text=f"-{value.text}", start=minus.start)

    def _list(self) -> list[Token]:
        self._need("(", "'('")
        values = [self._value()]
        while self._take(","):
            values.append(self._value())
        self._need(")", "',' or ')'")
        return values

    def _bare(self, word: Token) -> Node:
        if word.kind == "word":
            if word.text in _LIKELY_MEANT:
                raise Refusal(f"write {_LIKELY_MEANT[word.text]}, in capitals", word.start)
            if _SHIFT.fullmatch(word.text):
                raise Refusal("write now-7d without spaces; words to find in quotes", word.start)
            if word.word(*self._known):
                operators = " ".join(self._known[word.text].operators)
                raise Refusal(f"{word.text!r} needs an operator: {operators}", self._peek.start)
        return self._fields.search(word)

    def _unknown(self, name: Token) -> Refusal:
        close = get_close_matches(name.text[:100], self._known, n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        names = ", ".join(self._known)
        return Refusal(f"unknown field {name.text[:100]!r}; {hint}fields: {names}", name.start)

    def _unexpected(self, token: Token) -> Refusal:
        return Refusal(f"expected a term, not {_name(token)}", token.start)


def _name(token: Token) -> str:
    return "the end" if token.kind == "end" else repr(token.text)
