"""The alternatives of the grammar as Lark has them, and random sentences that are built from them.

Nothing here knows a frame of the language: a new alternative is built as soon as it is in the grammar.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from attrs import field, frozen

from perfeval.syntax.grammar import load_grammar

# Below so many phrases within phrases the shortest way to the end is taken.
DEEPEST = 14


@frozen
class Alternative:
    """One way to write a phrase: its symbols in order, each with whether it is a word."""

    number: int
    phrase: str
    alias: str | None
    symbols: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        name = f"{self.phrase}（{self.alias}）" if self.alias else self.phrase
        return f"{self.number} {name}: {' '.join(symbol for symbol, _ in self.symbols)}"


@frozen
class Derivation:
    """A sentence before it has words: the kinds of its words, and the alternatives that made it."""

    kinds: tuple[str, ...]
    alternatives: frozenset[int]


@frozen(eq=False)
class Frames:
    """All alternatives of one kind of sentence, and how deep each phrase is at least.

    above: for each phrase, the alternatives that it is a part of and its places there, the one through
    which it is reached soonest first.
    """

    start: str
    alternatives: tuple[Alternative, ...]
    of_phrase: Mapping[str, tuple[Alternative, ...]]
    heights: Mapping[str, int] = field(repr=False)
    above: Mapping[str, tuple[tuple[Alternative, int], ...]] = field(repr=False)

    def height(self, alternative: Alternative) -> int:
        """How many phrases stand within each other at least."""
        return max((self.heights[name] for name, is_word in alternative.symbols if not is_word), default=0)

    def any_sentence(self, dice: Random) -> Derivation:
        """A sentence in which some alternative stands, each as likely as any other."""
        return self.sentence_with(dice.choice(self.alternatives), dice)

    def sentence_with(self, alternative: Alternative, dice: Random) -> Derivation:
        """A sentence in which this alternative stands; the rest is thrown at random."""
        way = [(alternative, -1)]
        while (phrase := way[0][0].phrase) != self.start:
            ways = self.above[phrase]
            way.insert(0, dice.choice(ways) if len(way) < DEEPEST else ways[0])
        return self._derived(dice, way)

    def _derived(self, dice: Random, way: list[tuple[Alternative, int]]) -> Derivation:
        kinds: list[str] = []
        used: list[int] = []
        # What is still to be written, the next last: a symbol, its depth and the way that it has to go.
        waiting = [((self.start, False), 0, way)]
        while waiting:
            (name, is_word), depth, ahead = waiting.pop()
            if is_word:
                kinds.append(name)
                continue
            chosen, place = ahead[0] if ahead else (self._thrown(name, depth, dice), -1)
            used.append(chosen.number)
            waiting.extend(
                (symbol, depth + 1, ahead[1:] if index == place else [])
                for index, symbol in reversed(list(enumerate(chosen.symbols)))
            )
        return Derivation(tuple(kinds), frozenset(used))

    def _thrown(self, phrase: str, depth: int, dice: Random) -> Alternative:
        choices = self.of_phrase[phrase]
        if depth > DEEPEST:
            least = min(map(self.height, choices))
            choices = tuple(each for each in choices if self.height(each) == least)
        return dice.choice(choices)


def frames_of(start: str) -> Frames:
    """The frames of ``sentence`` or ``example``."""
    rules: list[Any] = list(load_grammar(start).lark.rules)
    of_phrase: dict[str, tuple[Alternative, ...]] = {}
    for number, rule in enumerate(rules):
        name = str(rule.origin.name)
        symbols = tuple((str(symbol.name), bool(symbol.is_term)) for symbol in rule.expansion)
        alternative = Alternative(number, name, rule.alias and str(rule.alias), symbols)
        of_phrase[name] = (*of_phrase.get(name, ()), alternative)
    above = _above(start, of_phrase)
    # The grammar of examples has frames that only sentences of clauses use.
    reached = {name: of_phrase[name] for name in (start, *above)}
    alternatives = tuple(each for name in reached for each in reached[name])
    return Frames(start, alternatives, reached, _heights(alternatives), above)


def _heights(alternatives: tuple[Alternative, ...]) -> dict[str, int]:
    heights: dict[str, int] = {}
    known = -1
    while known != len(heights):
        known = len(heights)
        found = dict(heights)
        for each in alternatives:
            inside = [name for name, is_word in each.symbols if not is_word]
            if each.phrase not in heights and all(name in heights for name in inside):
                found[each.phrase] = 1 + max((heights[name] for name in inside), default=0)
        heights = found
    return heights


def _above(
    start: str, of_phrase: Mapping[str, tuple[Alternative, ...]]
) -> dict[str, tuple[tuple[Alternative, int], ...]]:
    above: dict[str, tuple[tuple[Alternative, int], ...]] = {}
    waiting = [start]
    for phrase in waiting:
        for each in of_phrase[phrase]:
            for place, (name, is_word) in enumerate(each.symbols):
                if is_word:
                    continue
                if name not in above:
                    waiting.append(name)
                above[name] = (*above.get(name, ()), (each, place))
    return above
