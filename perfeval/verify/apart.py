"""A part of a model by itself: what goes before it may come out in any way whatever.

What is refuted of the part is so in every model that has it, so that one proof serves many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model, Node
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.encode import Encoder
from perfeval.verify.solver import Answer, Solver, is_installed
from perfeval.verify.terms import Term
from perfeval.verify.universe import ANY_ROW, universe_of
from perfeval.verify.values import Value


def refuted_apart(
    book: RuleBook, model: Model, nodes: Sequence[Node], free: str, truth: Callable[[Encoder], Term]
) -> bool:
    """Whether ``truth`` never holds of these nodes, however the column ``free`` of texts comes out."""
    if not is_installed():
        return False
    universe = universe_of([(book, model)], ANY_ROW)
    encoder = Encoder(universe, 0, model, book, loose=True)
    terms, column = universe.terms, model.columns[UNIT_GRAIN, free]
    any_text = Value(terms.truth(f"{free}？"), terms.number(free))
    encoder.done.columns[UNIT_GRAIN, free] = (any_text,)
    for node in nodes:
        encoder.node(node)
    wanted = truth(encoder)
    if wanted is terms.false:
        return True
    solver = Solver()
    solver.require([*universe.assumptions, *encoder.done.assumptions, *encoder.done.ranges])
    solver.require([terms.any(terms.is_value(any_text.term, universe.code(text)) for text in column.values)])
    return solver.ask([wanted]) is Answer.NO
