"""Where the parser stands after some words: its stack of states, without the tree.

Trying what could stand at a place takes many short runs; these need no tree and copy cheaply.
"""

from __future__ import annotations

from typing import Any

from lark import Lark
from lark.parsers.lalr_analysis import Shift

END = "$END"


class Track:
    """A place in a sentence as the LALR automaton sees it; never changed, only continued.

    terminal: the kind of the word before it.
    """

    __slots__ = ("_last", "_stack", "_table", "terminal")

    def __init__(
        self, table: dict[Any, dict[str, Any]], stack: tuple[Any, ...], last: Any, terminal: str = ""
    ) -> None:
        self._table = table
        self._stack = stack
        self._last = last
        self.terminal = terminal

    def after(self, terminal: str) -> Track | None:
        """The place behind a word of this kind, or None where it cannot stand here."""
        stack = list(self._stack)
        while True:
            move = self._table[stack[-1]].get(terminal)
            if move is None:
                return None
            action, target = move
            if action is Shift:
                return Track(self._table, (*stack, target), self._last, terminal)
            self._reduce(stack, target)

    def may_end(self) -> bool:
        """Whether a sentence may end here."""
        stack = list(self._stack)
        while stack[-1] != self._last:
            move = self._table[stack[-1]].get(END)
            if move is None or move[0] is Shift:
                return False
            self._reduce(stack, move[1])
        return True

    def accepted(self) -> tuple[str, ...]:
        """The kinds of words that can stand here, in a fixed order."""
        tried = sorted(name for name in self._table[self._stack[-1]] if name.isupper() and name != END)
        return tuple(name for name in tried if self.after(name) is not None)

    def _reduce(self, stack: list[Any], rule: Any) -> None:
        if rule.expansion:
            del stack[-len(rule.expansion) :]
        stack.append(self._table[stack[-1]][rule.origin.name][1])


def start_of(lark: Lark) -> Track:
    """The place before the first word."""
    table: Any = lark.parser.parser._parse_table
    (start,) = table.start_states.values()
    (end,) = table.end_states.values()
    return Track(table.states, (start,), end)
