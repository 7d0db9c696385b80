"""Findings of the syntax pass: PE101 to PE118."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.quantity.number import NUMBER_FORM, read_number
from perfeval.source.text import Span
from perfeval.source.visible import code_point

# What users call the kinds of words. Order is the order in which expectations are shown.
KIND_WORDS = {
    "GROUP": "类别或序列",
    "UNIT": "单位",
    "LEDGER": "台账",
    "BOOL_COLUMN": "是否栏",
    "ENUM_COLUMN": "取值栏",
    "NUMBER_COLUMN": "数字栏",
    "TEXT_COLUMN": "文字栏",
    "DATE_COLUMN": "日期栏",
    "YEAR_COLUMN": "年度栏",
    "GRADE_COLUMN": "等次栏",
    "VALUE": "取值",
    "GRADE": "等次名称",
    "QUANTITY": "算得的量",
    "CASES": "情形",
    "MEASURE": "处理措施",
    "NUMBER": "数",
    "DAY": "日期，如 2025年6月30日",
    "CLAUSE": "【条款名】",
    "QUOTED": "“ ”里的名称",
    "DEFINED": "名称",
    "ITEM": "序号（1）",
    "TEXT": "文字说明",
}
MAX_EXPECTED = 5
_WIDE = str.maketrans(",:;()+-=%", "，：；（）＋－＝％")
# Letters by which a piece that is too long is shown.
_SHOWN = 20
_HANDBOOK = "对照《句式手册》里同一类句子的写法。"


def shown(word: str) -> str:
    """A word as official texts write it: marks in full width."""
    return word.translate(_WIDE)


def expectations(terminals: Iterable[str], words: dict[str, list[str]]) -> tuple[str, ...]:
    """Terminals as users call them, at most five: kinds of names first, then words, then marks.

    words: the words of each terminal, in the order of the grammar.
    """
    asked = tuple(terminals)
    kinds = [name for kind, name in KIND_WORDS.items() if kind in asked]
    labels = [f"“{'/'.join(map(shown, words[kind]))}”" for kind in words if kind in asked]
    labels.sort(key=lambda label: len(label) == 3 and not label[1].isalpha())
    return tuple(dict.fromkeys([*kinds, *labels]))[:MAX_EXPECTED]


def unfinished(span: Span) -> Diagnostic:
    """PE101: a sentence without its full stop; ``span`` is its last word."""
    hint = "在句末加上“。”；如果后面还有，请在逗号、分号、冒号或顿号之后换行。"
    return Diagnostic("PE101", "这句话没有写完，末尾缺句号", span, ("“。”",), hint)


def line_broken(span: Span) -> Diagnostic:
    """PE101: a sentence that goes on in the next line although no mark stands at the break."""
    hint = "把下一行接上来；要换行，请在逗号、分号、冒号或顿号之后换。"
    return Diagnostic("PE101", "这句话在这里断了行，断开的地方没有标点", span, (), hint)


def torn(span: Span, mark: str, *, by_letter: bool) -> Diagnostic:
    """PE101, PE103: a sentence in two, by a line end behind ``span``, or by the last letter of ``span``.

    mark: what should stand there instead; a space for nothing.
    """
    if by_letter:
        stop = span.cut(len(span.text) - 1, len(span.text))
        if mark == " ":
            return needless_word(stop)
        return unexpected_word(stop, (), (f"“{shown(mark)}”",), None, None)
    if mark == " ":
        return line_broken(span)
    expected = (f"“{shown(mark)}”",)
    return Diagnostic("PE101", f"这一行末尾缺{expected[0]}", span, expected, f"在行末加上{expected[0]}。")


def unknown_name(span: Span, near: str, line: int) -> Diagnostic:
    """PE102: letters that look like a name that is declared in ``line``."""
    message = f"没有定义过“{span.text}”，是不是“{near}”？"
    if "".join(span.text.split()) == near:
        hint = "词的中间不能有空格，删去空格。"
        return Diagnostic("PE102", f"“{span.text}”中间有空格", span, (f"“{near}”",), hint)
    hint = f"改为“{near}”（在第{line}行定义）；如果确是新的名称，先在“ ”里定义。"
    return Diagnostic("PE102", message, span, (f"“{near}”",), hint)


def declared_otherwise(span: Span, written: Sequence[str], lines: Sequence[int]) -> Diagnostic:
    """PE102: a name that is only declared, while other sentences use one like it, or parts of it."""
    where = "、".join(map(str, lines[:MAX_EXPECTED])) + ("等" if len(lines) > MAX_EXPECTED else "")
    used = tuple(f"“{word}”" for word in written[:MAX_EXPECTED])
    message = f"这里定义的是“{span.text}”，别处用的却是{'、'.join(used)}"
    hint = f"统一成一种写法；{'、'.join(used)}在第{where}行。"
    if len(used) > 1:
        hint = f"看看是不是少了“、”；{'、'.join(used)}在第{where}行。"
    return Diagnostic("PE102", message, span, used, hint)


_SIGNS = "≥≤≧≦＞＜><≠"


def unknown_wording(span: Span, expected: tuple[str, ...], near: str | None) -> Diagnostic:
    """PE102: letters that are no word of the language and no declared name."""
    if any(sign in span.text for sign in _SIGNS):
        hint = "大小用文字写：“在……以上”“在……以下”含本数，“超过”“不满”不含。"
        return Diagnostic("PE102", f"没有“{span.text}”这种写法", span, expected, hint)
    if near is not None and near.replace("不", "") == span.text.replace("不", ""):
        near = None  # the word that differs in 不 alone means the opposite
    message = f"没有“{span.text}”这种写法" + (f"，是不是“{shown(near)}”？" if near else "")
    return Diagnostic("PE102", message, span, expected, f"改为“{shown(near)}”。" if near else _HANDBOOK)


def unknown_word(span: Span, expected: tuple[str, ...]) -> Diagnostic:
    """PE102: letters in the place of a name, but no such name is declared."""
    hint = "名称要先在“ ”里或冒号后的名单里写出来，才能使用。"
    return Diagnostic("PE102", f"没有定义过“{span.text}”", span, expected, hint)


def part_of_name(finding: Diagnostic, name: str, line: int) -> Diagnostic:
    """A finding about a name that is a part of another one, which nobody uses."""
    hint = f"第{line}行的“{name}”里有这几个字：看看那里是不是多了字、少了“、”。"
    return evolve(finding, hint=hint)


def name_in_the_way(finding: Diagnostic, name: str, line: int, words: Sequence[str]) -> Diagnostic:
    """A finding about a sentence that could be read, in these words, if the name were none."""
    instead = "、".join(f"“{shown(word)}”" for word in words)
    hint = f"第{line}行定义了名称“{name}”，这里的{instead}就连成了它；给那个名称换个写法，这句话就读得通。"
    return evolve(finding, expected=(), hint=hint)


def said_of_all(finding: Diagnostic, lines: Sequence[int]) -> Diagnostic:
    """A finding that stands for the same words in other lines as well."""
    where = "、".join(map(str, lines[:MAX_EXPECTED])) + ("等" if len(lines) > MAX_EXPECTED else "")
    return evolve(finding, hint=f"{finding.hint}第{where}行都用了它。") if len(lines) > 1 else finding


def no_number(span: Span) -> Diagnostic:
    """PE102: letters in the place of a number."""
    hint = "数用阿拉伯数字写，如 5、0.5；紧接“名”“位”“年”“种”等字的，也可写一、二、两。"
    return Diagnostic("PE102", f"“{span.text}”不是数", span, ("数",), hint)


def unexpected_word(
    span: Span, kinds: Sequence[str], expected: tuple[str, ...], declared: int | None, near: str | None
) -> Diagnostic:
    """PE103: a word that is known but cannot stand here. declared: the line that declares it."""
    named = next((KIND_WORDS[kind] for kind in kinds if kind in KIND_WORDS and kind != "QUOTED"), None)
    text = _in_marks(span)
    message = f"此处不应出现{text}" + (f"（{named}）" if named and declared else "")
    hint = _HANDBOOK
    if near:
        message += f"，是不是“{shown(near)}”？"
        hint = f"改为“{shown(near)}”。"
    elif declared and named:
        hint = f"{text}在第{declared}行定义为{named}；这里要写{'或'.join(expected[:3])}。"
    elif 0 < len(expected) <= 3:
        hint = f"改为{'或'.join(expected)}。"
    return Diagnostic("PE103", message, span, expected, hint)


def missing_word(span: Span, expected: tuple[str, ...], *, behind: bool = False) -> Diagnostic:
    """PE103: something is missing before (or behind) a word."""
    side = "后面" if behind else "前面"
    text = _in_marks(span)
    missing = expected[0] if expected else "词语"
    message = f"{text}{side}少了{missing}"
    return Diagnostic("PE103", message, span, expected, f"在{text}{side}加上{missing}。")


def needless_word(span: Span) -> Diagnostic:
    """PE103: something that is too much."""
    text = _in_marks(span)
    return Diagnostic("PE103", f"此处多了{text}", span, (), f"删去{text}。")


def range_written(span: Span, low: str, high: str) -> Diagnostic:
    """PE103: 600-700分, of which nobody knows whether the ends are included."""
    message = f"“{span.text}”没有说明两头的数算不算在内"
    hint = f"分两头写，如“综合得分在{low}分以上、综合得分不满{high}分的”。"
    return Diagnostic("PE103", message, span, ("“以上”", "“以下”", "“超过”", "“不满”"), hint)


def nested_too_deeply(span: Span, depth: int, limit: int) -> Diagnostic:
    """PE103: more brackets within brackets than anyone can read."""
    message = f"括号套得太深：这里是第{depth}层，上限是{limit}层"
    return Diagnostic("PE103", message, span, (), "先给一部分算式取个名称，再用这个名称。")


def bad_number(span: Span) -> Diagnostic:
    """PE104: a number that is not in the strict form."""
    whole, point, fraction = span.folded.replace(",", "").partition(".")
    meant = (whole.lstrip("0") or "0") + point + fraction
    hint = f"改为“{meant}”。" if read_number(meant) is not None else "减少位数。"
    return Diagnostic("PE104", f"“{span.text}”不是规范的数", span, (NUMBER_FORM,), hint)


def not_understood(span: Span) -> Diagnostic:
    """PE105: a line before the first heading that is neither title nor ``名目：内容。``"""
    return Diagnostic(
        "PE105",
        "正文第一个标题之前，只能写《书名》、“名目：内容。”和“注：……”",
        span,
        ("《……》", "文号：……。", "注：……"),
        "把这一行移到标题下面，或改成这三种写法之一。",
    )


def head_broken(span: Span) -> Diagnostic:
    """PE105: a line of the head that goes on in the next line."""
    hint = "把下一行接上来；书头的每个名目写在一行里。"
    return Diagnostic("PE105", "书头的这一行断成了两行", span, (), hint)


def unpaired(span: Span, mark: str, partner: str, behind: str | None) -> Diagnostic:
    """PE106: a bracket or quotation mark without its partner. behind: the word it belongs behind."""
    hint = "成对地写“ ”和【 】。"
    if behind is not None:
        side = "后面" if mark in "“【(" else "前面"
        hint = f"在“{behind}”{side}加上{_quoted(partner)}。"
    message = f"{_quoted(mark)}没有配对的{_quoted(partner)}"
    return Diagnostic("PE106", message, span, (_quoted(partner),), hint)


def _quoted(mark: str) -> str:
    names = {"“": "左引号", "”": "右引号"}
    return names.get(mark) or f"“{shown(mark)}”"


def no_sentence(span: Span) -> Diagnostic:
    """PE107: a line of which hardly a word is known; probably words of the plan."""
    return Diagnostic(
        "PE107",
        "这一行不像规则的句子",
        span,
        ("> 原文的原话", "三（七）1．标题", "注：……"),
        "照录原文的，行首写“>”；是标题的，写成“三（七）1．……”；是备注的，行首写“注：”。",
    )


def unknown_type(span: Span, near: str, types: Iterable[str]) -> Diagnostic:
    """PE108: the type of a column is misspelt."""
    message = f"栏目的类型没有“{span.text}”，是不是“{near}”？"
    others = [f"“{each}”" for each in types if each != near]
    hint = f"改为“{near}”" + ("，后面的限定用“，”隔开。" if span.text.startswith(near) else "。")
    return Diagnostic("PE108", message, span, (f"“{near}”", *others)[:MAX_EXPECTED], hint)


def bad_name(span: Span) -> Diagnostic:
    """PE109: a name that is empty or holds marks that cut sentences."""
    if not span.text.strip("“”【】 \u3000"):
        return Diagnostic("PE109", f"{span.text}里没有写名称", span, (), "在里面写上名称。")
    message = f"{_in_marks(span)}里有标点，不能作名称"
    return Diagnostic("PE109", message, span, (), "去掉名称里的标点；几个名称之间用“、”分开。")


def _in_marks(span: Span) -> str:
    return span.text if span.text[:1] in "“【" else f"“{span.text}”"


def clause_in_quote(span: Span) -> Diagnostic:
    """PE110: a clause in the line of a quotation."""
    hint = "在条款前面换行；只有照录的原文，行首才写“>”。"
    return Diagnostic("PE110", f"条款{span.text}没有另起一行", span, (), hint)


def empty_quote(span: Span) -> Diagnostic:
    """PE111: a quotation without words."""
    hint = "在“>”后面写上原文，或删去这一行。"
    return Diagnostic("PE111", "“>”后面没有写原文", span, ("> 原文的原话",), hint)


def example_without_name(span: Span) -> Diagnostic:
    """PE113: a line that begins an example, without a name in “ ”."""
    return Diagnostic("PE113", "例没有写名称", span, ("例“名称”",), "单独一行写“例”和“ ”里的名称。")


def outside_example(span: Span) -> Diagnostic:
    """PE113: 设, 则 or a row of a table that belongs to no example."""
    hint = "例从写着例和名称的一行开始，中间不能有标题、注和条款；把这一行接到它的例里。"
    return Diagnostic("PE113", "这一行不在哪个例里", span, ("例“名称”",), hint)


def empty_example(name: Span) -> Diagnostic:
    """PE112: an example that says nothing."""
    hint = "下一行起写“设……。”和“则……。”，中间不空行。"
    return Diagnostic("PE112", f"例“{name.text}”没有内容", name, (), hint)


# ---------------------------------------------------------------- limits


def hidden_in_text(span: Span) -> Diagnostic:
    """PE114: a character that nobody sees, or that turns the direction of what follows."""
    message = f"这里有看不见的字符（{code_point(span.text)}）"
    hint = "删去这一处前后的字，重新输入，不要粘贴；一行里可能不止一个。"
    return Diagnostic("PE114", message, span, (), hint)


def endless_sentence(span: Span, size: int, limit: int) -> Diagnostic:
    """PE115: a sentence beyond the limit of letters."""
    message = f"这句话有{size}字，上限是{limit}字"
    hint = "看看是不是漏了“。”；名单太长的，分成几句写。"
    return Diagnostic("PE115", message, _beginning(span), (), hint)


def too_many_sentences(span: Span, limit: int) -> Diagnostic:
    """PE116: the first sentence beyond the limit."""
    message = f"规则书的句子超过{limit}句，从这一句起是多的"
    return Diagnostic("PE116", message, _beginning(span), (), "分成几部规则书，或删去重复的内容。")


def too_many_words(span: Span, size: int, limit: int) -> Diagnostic:
    """PE116: the sentence with which the words of a rule book are beyond the limit."""
    message = f"到这一句，规则书已有{size}个词，上限是{limit}个"
    return Diagnostic("PE116", message, _beginning(span), (), "分成几部规则书，或删去重复的内容。")


def endless_name(span: Span, size: int, limit: int) -> Diagnostic:
    """PE117: a name beyond the limit of letters."""
    message = f"名称有{size}字，上限是{limit}字"
    hint = "取个短的名称；如果不是名称，看看是不是少了一个引号或括号。"
    return Diagnostic("PE117", message, _beginning(span), (), hint)


def and_more(where: Span | Cell | None, count: int) -> Diagnostic:
    """PE118: findings that are counted only; ``where`` is the place of the first of them."""
    hint = "先改好上面的，再检查一次。"
    return Diagnostic("PE118", f"从这里起还有{count}处问题，没有列出", where, (), hint)


def _beginning(span: Span) -> Span:
    """The first letters of a long piece of text, to show where it is."""
    return span.cut(0, min(span.end - span.start, _SHOWN))
