"""Full and half width are one: a folded copy with one character for each character.

NFKC is not used: it changes lengths, and then places in messages would be wrong.
"""

from __future__ import annotations

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Spaces that word processors and web pages put into official texts.
_SPACES = dict.fromkeys([0x3000, 0xA0, 0x200B, 0xFEFF, 0x09, 0x0D], 0x20)
# Characters nobody sees that do no harm in a rule text: line ends, and what counts as a space.
HARMLESS = {**_SPACES, 0x0A: 0x20}
_TABLE = {**_FULL_WIDTH, **_SPACES, ord("−"): ord("-"), ord("～"): ord("~")}

_IGNORED = frozenset(" \n,.;:!?()[]<>\"'、。·—…《》〈〉“”‘’【】〔〕-")


def fold(text: str) -> str:
    """The text with full-width signs, digits and spaces as half-width; same length."""
    return text.translate(_TABLE)


def squeeze(text: str) -> tuple[str, list[int]]:
    """The folded text without white space, and for each kept character its offset in ``text``."""
    folded = fold(text)
    kept = [index for index, char in enumerate(folded) if not char.isspace()]
    return "".join([folded[index] for index in kept]), kept


def counts_as_text(char: str) -> bool:
    """Whether a character carries text: neither white space nor punctuation."""
    return not (char.isspace() or fold(char) in _IGNORED)
