"""Words that look like ours and were not made by us."""


def forged(word: str) -> str:
    """A signed word (lower-case hexadecimal at its end) with another last digit, never its own."""
    return word[:-1] + ("1" if word.endswith("0") else "0")
