"""The text as sentences are cut from it: half width, and quotation marks that open and close."""

from __future__ import annotations

import re

from perfeval.source.text import SourceText

_OTHER_FORMS = str.maketrans("｡､「」", "。、“”")
_STRAIGHT = re.compile('"([^"\n]*)"')


def marked(source: SourceText) -> str:
    """The folded text with 「甲」 and "甲" as “甲”; one character for one, so that places stay exact.

    A straight mark without a partner on its line stays as it is.
    """
    text = source.folded
    if '"' in text:
        text = _STRAIGHT.sub("“\\1”", text)
    return text.translate(_OTHER_FORMS)
