"""Findings about sentences that name other files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.source.text import Span

_MAX_EXPECTED = 5


def _near(word: str, known: Iterable[str]) -> tuple[str, tuple[str, ...], str]:
    """What to say of the known words: a question, the words, and a next step."""
    names = tuple(dict.fromkeys(known))
    near = nearest(word, names)
    if near is not None:
        return f"，是不是“{near}”？", (f"“{near}”",), f"改为“{near}”。"
    return "", tuple(f"“{each}”" for each in names[:_MAX_EXPECTED]), ""


def file_missing(written: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """PE231: a part of the book is not there. known: the rule texts beside it."""
    near, expected, hint = _near(written, known)
    hint = hint or "把这个文件放进规则书的文件夹，或改正文件名。"
    return Diagnostic("PE231", f"规则书旁边没有所附的文件“{written}”{near}", span, expected, hint)


def book_missing(written: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """PE231: another rule book is not there. known: the books there are, as paths."""
    near, expected, hint = _near(written, known)
    hint = hint or "核对文件夹的名称；里面要有 book.jx。"
    return Diagnostic("PE231", f"找不到规则书“{written}”{near}", span, expected, hint)


def not_a_file_name(written: str, span: Span) -> Diagnostic:
    """PE232: 附 takes the name of a file in the same folder and nothing else."""
    message = f"所附的只能是同一个文件夹里的 .jx 文件，不能是“{written}”"
    return Diagnostic("PE232", message, span, ("“细则一.jx”",), "只写文件名，不写文件夹。")


def not_a_book_path(written: str, span: Span) -> Diagnostic:
    """PE232: a path that could lead anywhere."""
    return Diagnostic(
        "PE232",
        f"“{written}”不能指一本规则书",
        span,
        ("“../文件夹”", "“文件夹”", "“../文件夹/文件.jx”"),
        "只能写旁边的文件夹（../名称）或规则书自己文件夹里的。",
    )


def attached_twice(written: str, span: Span, before: Span | None) -> Diagnostic:
    """PE233: a file is a part of the book already. before: where; None: it is the book itself."""
    if before is None:
        hint = "删去这一句：一本书不能附上自己。"
    else:
        hint = f"{before.line_seen_from(span.source)}已经附过；只留一处。"
    return Diagnostic("PE233", f"“{written}”附了两次", span, (), hint)


def circle(files: Sequence[str], span: Span) -> Diagnostic:
    """PE233: a book that rests on itself. files: from the first book to the one named again."""
    last = files[-1]
    start = files.index(last) if last in files[:-1] else 0
    shown = "→".join(f"“{file}”" for file in files[start:])
    message = "规则书绕成了一圈" if last in files[:-1] else "规则书一本引一本，引得太深"
    return Diagnostic("PE233", message, span, (), f"{shown}：去掉其中一处沿用或取自。")


def too_many_files(span: Span, limit: int) -> Diagnostic:
    """PE234: more files are named than a book may name."""
    return Diagnostic("PE234", f"附、沿用、取自超过{limit}处", span, (), "把几个文件合成一个。")


def too_large(span: Span, limit: int) -> Diagnostic:
    """PE234: the parts of a book are too large together."""
    message = f"规则书的各个文件合起来超过{limit // 1_000_000 or 1} MB"
    return Diagnostic("PE234", message, span, (), "核对附上的是不是规则书的文件。")


def other_book_broken(written: str, span: Span, found: Sequence[Diagnostic]) -> Diagnostic:
    """PE235: another book has mistakes of its own."""
    hint = "先改好那本规则书。"
    if found and found[0].code == "PE235":
        hint = found[0].hint  # the book that is to be mended first
    elif found:
        first = found[0]
        where = first.where
        place = f"{where.original.source.name} 第{where.original.line}行" if isinstance(where, Span) else ""
        said = first.message if first.message.endswith("？") else f"{first.message}。"
        hint = f"先改好那本规则书：{place}{'：' if place else ''}{said}"
    return Diagnostic("PE235", f"规则书“{written}”有错", span, (), hint)


def nothing_of_kind(written: str, kind: str, span: Span) -> Diagnostic:
    """PE236: another book declares nothing of a kind."""
    return Diagnostic("PE236", f"规则书“{written}”里没有声明{kind}", span, (), f"删去“{kind}”，在本书里写。")


def nothing_left_out(written: str, name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """PE236: what is to be left out is not there."""
    near, expected, hint = _near(name, known)
    message = f"沿用的里面没有名为“{name}”的声明{near}"
    return Diagnostic("PE236", message, span, expected, hint or "改为那本规则书里声明的名称，或删去。")


def no_such_result(written: str, name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """PE236: another book does not give such a result, or not as one value a unit."""
    near, expected, hint = _near(name, known)
    message = f"规则书“{written}”的结果里没有“{name}”，或者它不是一个单位一个值{near}"
    return Diagnostic("PE236", message, span, expected, hint or "改为那本规则书“结果依次列出”里的。")


def not_taken(span: Span) -> Diagnostic:
    """PE237: a book fills an open term, but nothing of it is used."""
    return Diagnostic(
        "PE237",
        f"另行制定的由“{span.text}”规定，本书却没有取它的结果",
        span,
        (f"台账“……”取自“{span.text}”的结果：……。",),
        "在附件里写明取哪些结果，或改写这一句。",
    )


def not_at_line_start(span: Span) -> Diagnostic:
    """PE238: a sentence that names a file stands where it is not looked for."""
    return Diagnostic("PE238", "附、沿用、取自要从一行的开头写起，一行一句", span, (), "另起一行写这一句。")
