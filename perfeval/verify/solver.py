"""The solver (z3) over formulas: whole numbers and truths only, the same answer at every run.

The effort of a question is counted in the solver's own steps, not in seconds, so that a slow
machine gives the same answer as a fast one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from importlib.util import find_spec
from typing import Any

from perfeval.verify.terms import Op, Term, in_order

# A few seconds of work on an office machine.
STEPS = 12_000_000
_TACTICS = ("simplify", "propagate-values", "solve-eqs", "elim-uncnstr", "smt")


class Answer(Enum):
    """What the solver found."""

    YES = "有"
    NO = "无"
    UNKNOWN = "未定"


def is_installed() -> bool:
    """Whether the extra ``verify`` is there."""
    return find_spec("z3") is not None


class Solver:
    """What holds throughout, and questions about it.

    A question is put together with only what has to do with it: what holds of other unknowns can be
    met by itself (facts in order exist), so it takes no part.
    steps: how much work one question may cost, in the solver's count.
    """

    def __init__(self, steps: int = STEPS) -> None:
        import z3

        self._z3 = z3
        # A context of its own: what was asked elsewhere before has no influence on the answers.
        self._context = z3.Context()
        # Equalities and what is bound by nothing are taken out first: that halves the proofs.
        tactics = [z3.Tactic(name, self._context) for name in _TACTICS]
        self._way = z3.Then(*tactics, ctx=self._context)
        self._steps = steps
        self._required: list[Term] = []
        self._made: dict[int, Any] = {}
        self._names: dict[int, frozenset[str]] = {}
        self._model: Any = None

    def require(self, truths: Iterable[Term]) -> None:
        """These hold from now on."""
        self._required.extend(truths)

    def unknowns(self, truths: Sequence[Term], given: Sequence[Term] = ()) -> frozenset[str]:
        """The unknowns that a question has to do with, through what is required too."""
        return self._together(truths, given)[1]

    def ask(self, truths: Sequence[Term], given: Sequence[Term] = ()) -> Answer:
        """Whether all ``truths`` can hold together with what is required; see ``value`` after YES.

        given: what is required for this question alone.
        """
        solver = self._way.solver()
        solver.set("random_seed", 0)
        solver.set("rlimit", self._steps)
        for truth in (*self._together(truths, given)[0], *truths):
            # Straight to the library: its wrapper looks at every assertion again, which takes longer.
            self._z3.Z3_solver_assert(self._context.ref(), solver.solver, self._translated(truth).as_ast())
        found = solver.check()
        self._model = solver.model() if found == self._z3.sat else None
        if found == self._z3.sat:
            return Answer.YES
        return Answer.NO if found == self._z3.unsat else Answer.UNKNOWN

    def _together(self, truths: Sequence[Term], given: Sequence[Term]) -> tuple[list[Term], frozenset[str]]:
        """What is required of the unknowns in a question, of those that this brings in, and so on."""
        names = frozenset[str]().union(*(self._names_in(truth) for truth in truths))
        kept: list[Term] = []
        left = [*self._required, *given]
        while True:
            near = [truth for truth in left if not names.isdisjoint(self._names_in(truth))]
            if not near:
                return kept, names
            kept.extend(near)
            names = names.union(*(self._names_in(truth) for truth in near))
            taken = {truth.number for truth in near}
            left = [truth for truth in left if truth.number not in taken]

    def _names_in(self, truth: Term) -> frozenset[str]:
        found = self._names.get(truth.number)
        if found is None:
            found = frozenset(term.name for term in in_order([truth]) if term.name)
            self._names[truth.number] = found
        return found

    def value(self, term: Term) -> int:
        """The value of a number (or a truth: 0 or 1) in the last answer YES."""
        found = self._model.eval(self._translated(term), model_completion=True)
        if self._z3.is_true(found):
            return 1
        return 0 if self._z3.is_false(found) else found.as_long()

    def _translated(self, wanted: Term) -> Any:
        made = self._made
        if wanted.number not in made:
            waiting = [wanted]
            while waiting:
                term = waiting[-1]
                missing = [part for part in term.parts if part.number not in made]
                if missing:
                    waiting.extend(missing)
                else:
                    waiting.pop()
                    if term.number not in made:
                        made[term.number] = self._translate(term, [made[part.number] for part in term.parts])
        return made[wanted.number]

    def _translate(self, term: Term, parts: list[Any]) -> Any:
        z3, context = self._z3, self._context
        match term.op:
            case Op.CONSTANT:
                return self._whole(term.constant)
            case Op.NUMBER:
                return z3.Int(term.name, context)
            case Op.SUM:
                own = [
                    part if factor == 1 else self._whole(factor) * part
                    for part, factor in zip(parts, term.factors, strict=True)
                ]
                return z3.Sum([*own, self._whole(term.constant)])
            case Op.PRODUCT:
                return z3.Product(parts)
            case Op.FLOOR:
                # Whole division of the solver, which rounds down for a positive divisor.
                divided = z3.Z3_mk_div(context.ref(), parts[0].as_ast(), self._whole(term.constant).as_ast())
                return z3.ArithRef(divided, context)
            case Op.CHOICE:
                return z3.If(*parts)
            case Op.TRUE | Op.FALSE:
                return z3.BoolVal(term.op is Op.TRUE, context)
            case Op.TRUTH:
                return z3.Bool(term.name, context)
            case Op.NOT:
                return z3.Not(parts[0])
            case Op.ALL:
                return z3.And(parts)
            case Op.ANY:
                return z3.Or(parts)
            case Op.AT_MOST_ZERO:
                return parts[0] <= self._whole(0)
            case Op.IS_ZERO:
                return parts[0] == self._whole(0)

    def _whole(self, value: int) -> Any:
        return self._z3.IntVal(value, self._context)
