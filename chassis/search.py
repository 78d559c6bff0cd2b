"""Search as people type: whole words first, then their beginnings, then words with an error.

It works on three columns that the database computes: `search_text` by fold() (small letters, no
accents; words, addresses, numbers like +4930123456), `search_words` and `typo_keys` by the
functions of that name, with an index each; see chassis/migrations. Each step ranks a bounded
number of candidates, so that no question takes long.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    Uuid,
    all_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased

from chassis.entity import Entity
from chassis.transaction import Transaction

R = TypeVar("R", bound=Entity)
Condition = ColumnElement[bool]
#: What a record must have of one word of a question, which is a parameter.
Way = Callable[[Any], Condition]

DEFAULT_SIZE = 20
MAX_SIZE = 50
#: Words of a question that narrow; more only rank.
MAX_WORDS = 8
#: How alike a question and a record with an error must be, 0 to 1.
ALIKE = 0.3

#: The same signs stand between words as in the database's search_words().
_WORD = re.compile(r"""[^\s.,;:@\-_/\\|()\[\]{}<>"'+&!?*#%~`=^$´’]+""")
_NUMBER = re.compile(r"[\d\s()+./-]+")
_TEXT: Any = literal_column("search_text")
_WORDS: Any = literal_column("search_words")
_KEYS: Any = literal_column("typo_keys")


@dataclass(frozen=True, slots=True)
class Step:
    """One way to look: what candidates must have of which word, how many of them are ranked, and
    how alike the question they must be. last: only taken when nothing was found before."""

    asked: Sequence[tuple[Way, str]]
    candidates: int = 500
    alike: float = 0.0
    last: bool = False


class Search(Generic[R]):
    """Search over a mapped class."""

    def __init__(self, model: type[R]) -> None:
        self._model: Any = model

    def find(self, tx: Transaction, text: str, *, size: int = 0) -> list[R]:
        """The best matches of those in scope, best first. size: 0 for 20, at most 50.

        All words must be found: each as it is, as a beginning, or with an error in its first
        letters. Only when nothing has them all, what has one of them is shown.
        """
        size = min(size or DEFAULT_SIZE, MAX_SIZE)
        text = " ".join(text.replace("\0", " ").split())
        found: list[R] = []
        for step in steps(text):
            if len(found) < size and not (step.last and found):
                found += self._best(tx, text, step, found, size - len(found))
        return found

    def _best(
        self, tx: Transaction, text: str, step: Step, found: Sequence[R], wanted: int
    ) -> list[R]:
        """The best of a step's candidates, without those found before."""
        ways = tuple(way for way, _ in step.asked)
        statement = _ranked(self._model, tx.select(self._model), ways, step.candidates, step.alike)
        question = {
            **{f"word_{place}": word for place, (_, word) in enumerate(step.asked)},
            "question": text,
            "like": number(text) or text,
            "found": [record.id for record in found],
            "wanted": wanted,
        }
        return list(tx.execute(statement, question).scalars())


@lru_cache(maxsize=1024)
def _ranked(
    model: Any, scoped: Select[Any], ways: tuple[Way, ...], candidates: int, alike: float
) -> Select[Any]:
    """The statement of a step, made once: making it costs as much as running it."""
    searched = scoped.add_columns(_TEXT.label("searched"))
    words = [bindparam(f"word_{place}", type_=Text) for place in range(len(ways))]
    searched = searched.where(*(way(word) for way, word in zip(ways, words, strict=True)))
    searched = searched.where(model.id != all_(bindparam("found", type_=ARRAY(Uuid))))
    rows = searched.limit(candidates).subquery()
    record = aliased(model, rows)
    like = func.word_similarity(func.fold(bindparam("like", type_=Text)), rows.c.searched)
    best = select(record).order_by(_place(rows.c.searched), like.desc(), record.id.desc())
    if alike:
        best = best.where(like >= alike)
    return best.limit(bindparam("wanted"))


def steps(text: str) -> Iterator[Step]:
    """The ways to look for a question, the strictest first."""
    if digits := number(text):
        yield from _number_steps(digits)
        return
    words = _WORD.findall(text)[:MAX_WORDS]
    telling = [word for word in words if len(word) > 1] or words
    if telling:
        yield Step([(_has, word) for word in telling])
        yield Step([(_begins_bare if _trunk(word) else _begins, word) for word in telling])
    known = [word for word in words if sum(sign.isalpha() for sign in word) > 2]
    if known:
        yield Step([(_resembles, word) for word in known], candidates=2000, alike=ALIKE)
    if len(known) > 1:
        yield Step([(_resembles, " ".join(known))], candidates=2000, alike=ALIKE, last=True)


def number(text: str) -> str:
    """The digits of a phone number as people type it, without zeros in front: "030 123" is 30123.

    "" when it is none.
    """
    if not _NUMBER.fullmatch(text):
        return ""
    digits = re.sub(r"\D", "", text.replace("(0)", "")).lstrip("0")
    return digits if len(digits) > 2 else ""


def _number_steps(digits: str) -> Iterator[Step]:
    """A number is found from its beginning, with or without its country, and from its end."""
    yield Step([(_passes, f"'{digits}':* | '~{digits[::-1]}':*")])
    if len(digits) > 7:  # one half is right when the other has an error
        half = len(digits) // 2
        either = f"'{digits[:half]}':* | '~{digits[: half - 1 : -1]}':*"
        yield Step([(_passes, either)], candidates=2000, alike=ALIKE)


def _has(word: Any) -> Condition:
    """It stands in the record."""
    return _passes(_quoted(word))


def _begins(word: Any) -> Condition:
    """A word of the record begins so."""
    return _passes(_quoted(word) + ":*")


def _begins_bare(word: Any) -> Condition:
    """The same for a number, also without its trunk prefix."""
    return or_(_begins(word), _begins(func.ltrim(word, "0")))


def _trunk(word: str) -> bool:
    """Whether it is a number with a trunk prefix, the zeros before an area."""
    return word.isdigit() and word.startswith("0") and bool(word.strip("0"))


def _quoted(word: Any) -> Any:
    return func.quote_literal(func.fold(word), type_=Text)


def _passes(query: Any) -> Condition:
    """The words of the record match a tsquery, given as text."""
    matches: Condition = _WORDS.op("@@")(cast(query, TSQUERY))
    return matches


def _resembles(words: Any) -> Condition:
    """A word of the record shares a key with one of these."""
    shares: Condition = _KEYS.op("&&")(func.typo_keys(func.fold(words)))
    return shares


def _place(searched: Any) -> Any:
    """Where the question stands in a record: 0 it begins it, 1 as words in it, 2 and 3 as the
    beginning of words, 4 elsewhere or not at all."""
    question = bindparam("question", type_=Text)
    whole = func.strpos(searched, func.fold(" " + question + " "))
    beginning = func.strpos(searched, func.fold(" " + question))
    return case((whole == 1, 0), (whole > 1, 1), (beginning == 1, 2), (beginning > 1, 3), else_=4)
