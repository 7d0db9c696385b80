"""Is there any unit, within the declared ranges, whose result record differs between two books?

In this order, each step sound by itself:

1. node by node: equal columns from equal columns, for any number of rows (``alike``);
2. both models over the unknown rows of one unit, its rank and place left open: no difference means
   同义 within the bounds; a difference is looked for again where the series can be built, made as
   small as can be, and replayed;
3. where only rank or places are made otherwise: whole series that tell them apart (``series``).

What the solver finds is never believed: a witness that the engine does not confirm makes it 未定.
"""

from __future__ import annotations

from attrs import define, frozen

from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Situation
from perfeval.tables.model import Model
from perfeval.verify.acceptance import refused_by_one, take_the_same
from perfeval.verify.alike import Alike, alike_columns
from perfeval.verify.ample import ample_bounds, figured_ledgers, reach_everything, rest_on_rows
from perfeval.verify.baseline import Baseline, facts_of
from perfeval.verify.bounded import Pair, Witness, differences_in_turn, encode_new
from perfeval.verify.differences import divided, field_differs, refused
from perfeval.verify.drawn import drawn_witness
from perfeval.verify.encode import Encoder, encode
from perfeval.verify.proof import BEYOND, Proof, Verdict
from perfeval.verify.ranges import ranges_of
from perfeval.verify.replay import Side, compared_fields
from perfeval.verify.sampled import computes
from perfeval.verify.series import series_witness, steps_agree
from perfeval.verify.solver import STEPS, Answer, Solver, is_installed
from perfeval.verify.terms import Term
from perfeval.verify.universe import ANY_ROW, Bounds, Universe, same_unknowns, universe_of

NO_SOLVER = "没有安装求解器（附加包verify），未能证明"
NOT_CONFIRMED = "求解器认为可能，但没有找到引擎重算能证实的事实"
OTHER_LEDGERS = "两本规则书的名单或台账不同；两本都有的部分没有找到差别"
# Of the work for a few rows this part is worth spending on more of them.
_SHARE = 4
# So many times less may a question cost where much is computed that no formula says.
_FEWER = 8
TOO_MANY_ROWS = "规则里的封顶或次数，要很多条记录才到得了，没有逐一证明"
NO_SERIES = "名次或名额的算法不同，但没有找到能显出差别的一组单位"
TOO_HARD = "求解器在限定的步数内没有得出结论"


@define(eq=False)
class Ground:
    """The unknowns that two models share, and the old model over them."""

    universe: Universe
    old: Encoder
    solver: Solver | None

    @classmethod
    def made(cls, old: Side, new: Side | None, bounds: Bounds, steps: int, *, loose: bool) -> Ground:
        """new: None where it has the same unknowns as the old one."""
        sides = [old] if new is None else [old, new]
        universe = universe_of([(side.book, side.model) for side in sides], bounds)
        encoder = encode(universe, 0, old.book, old.model, loose=loose)
        solver = Solver(steps) if is_installed() else None
        if solver is not None:
            solver.require([*universe.assumptions, *encoder.done.assumptions, *encoder.done.ranges])
        return cls(universe, encoder, solver)


@frozen(eq=False)
class _Search:
    """What a difference is looked for in.

    new: the other book. alike: what is known to be the same. apart: steps over series that are not
    alike. fields: the results that may differ. near: the unit that a witness should be like.
    """

    new: Side
    alike: Alike
    apart: list[str]
    fields: list[str]
    near: Situation | None


class Comparison:
    """One book, to be compared with others; what is known of it is worked out once.

    steps: how much work each question to the solver may cost.
    """

    def __init__(self, book: RuleBook, model: Model, steps: int = STEPS) -> None:
        self.old = Side(book, model)
        self.steps = steps // _FEWER if computes(model) else steps
        self._grounds: dict[tuple[Bounds, bool], Ground] = {}

    def _ground(self, new: Side, bounds: Bounds, steps: int, *, loose: bool) -> tuple[Ground, Encoder]:
        """The common ground, and an encoder for the new model over it."""
        shared = same_unknowns((self.old.book, self.old.model), (new.book, new.model))
        if not shared:
            ground = Ground.made(self.old, new, bounds, steps, loose=loose)
        else:
            ground = self._grounds.get((bounds, loose)) or Ground.made(
                self.old, None, bounds, steps, loose=loose
            )
            self._grounds[bounds, loose] = ground
        side = 0 if shared else 1
        return ground, Encoder(ground.universe, side, new.model, new.book, loose=loose)

    def against(
        self, book: RuleBook, model: Model, near: Situation | None = None, *, widely: bool = True
    ) -> Proof:
        """The answer for this book as the new one. near: facts of a real unit to stay close to.

        widely: whether no difference over a few unknown rows is looked for again over more, also where
        the few reach all that the rules count to.
        """
        new = Side(book, model)
        ground, encoder = self._ground(new, ANY_ROW, self.steps, loose=True)
        alike = alike_columns(ground.old, encoder, ground.solver)
        fields = compared_fields(self.old.book, book, [*ground.old.results, *encoder.results])
        false = ground.old.terms.false
        differing = [name for name in fields if field_differs(name, ground.old, encoder) is not false]
        if not self._same_rows(new, alike):
            drawn = drawn_witness(self.old, new)
            return Proof(Verdict.OPEN, reason=BEYOND) if drawn is None else _different(drawn)
        if not differing and _refused_alike(ground, encoder):
            proof = Proof(Verdict.SAME, ranges=ranges_of(ground.universe, counted=False))
        elif (drawn := drawn_witness(self.old, new)) is not None:
            # Where books compute what no formula says, this is much faster, and often all there is.
            return _different(drawn)
        elif not is_installed():
            return Proof(Verdict.OPEN, reason=NO_SOLVER)
        else:
            search = _Search(new, alike, encoder.apart, differing, near)
            proof = self._within_bounds(search, bounds_for(near), self.steps)
            if proof.verdict is Verdict.SAME:
                proof = self._with_more_rows(search, proof, widely=widely)
        return proof if proof.verdict is Verdict.DIFFERENT else _with_ledgers(self.old, new, proof)

    def _same_rows(self, new: Side, alike: Alike) -> bool:
        """Whether what is listed of rows is known to be the same."""
        listed = [
            (each.ledger, name)
            for side in (self.old, new)
            for each in side.book.row_results
            for name in each.fields
        ]
        return all(alike.places.get(place, False) for place in listed if place in new.model.columns)

    def _with_more_rows(self, search: _Search, few: Proof, *, widely: bool) -> Proof:
        """No difference over a few unknown rows counts only if they reach all that the rules count to."""
        books = [(side.book, side.model) for side in (self.old, search.new)]
        bounds = bounds_for(search.near)
        if self._rests_on_rows(search, bounds):
            return Proof(Verdict.OPEN, reason=BEYOND)
        reached = reach_everything(books, bounds)
        if reached and not widely:
            return few
        ample = ample_bounds(books, bounds)
        wide = Proof(Verdict.OPEN, reason=TOO_MANY_ROWS)
        if ample is not None:
            wide = self._within_bounds(search, ample, self.steps // _SHARE)
        # Where more rows are too hard, the few will do.
        return few if wide.verdict is Verdict.OPEN and reached else wide

    def _rests_on_rows(self, search: _Search, bounds: Bounds) -> bool:
        """Whether a difference might show only with more rows than were looked at."""
        sides = (self.old, search.new)
        ledgers = [name for side in sides for name in figured_ledgers(side.model, side.book.schema.ledgers)]
        if not ledgers:
            return False
        ground, encoder = self._ground(search.new, bounds, self.steps, loose=False)
        assert ground.solver is not None
        encode_new(ground.old, encoder, search.alike)
        asked = differences_in_turn(ground.old, encoder, search.fields)
        return rest_on_rows(ground.solver.unknowns(asked, encoder.done.assumptions), ledgers)

    def _within_bounds(self, search: _Search, bounds: Bounds, steps: int) -> Proof:
        """Both models over the unknown rows of one unit. steps: how much work a question may cost."""
        ground, encoder = self._ground(search.new, bounds, steps, loose=False)
        assert ground.solver is not None
        encode_new(ground.old, encoder, search.alike)
        pair = Pair(self.old, search.new, ground.old, encoder, ground.solver)
        reason = ""
        for differ in differences_in_turn(ground.old, encoder, search.fields):
            answer = pair.ask(differ)
            found = _nearest(pair, differ, search.near) if answer is Answer.YES else None
            if found is not None:
                return _different(found)
            reason = {Answer.YES: NOT_CONFIRMED, Answer.UNKNOWN: TOO_HARD, Answer.NO: ""}[answer]
        if not reason and steps_agree(pair, search.apart):
            return Proof(Verdict.SAME, ranges=ranges_of(ground.universe, counted=True))
        found = series_witness(pair)
        return Proof(Verdict.OPEN, reason=reason or NO_SERIES) if found is None else _different(found)


def _with_ledgers(old: Side, new: Side, proof: Proof) -> Proof:
    """The answer where the results do not differ, but perhaps what facts the books take."""
    if old.book.units == new.book.units and old.book.schema == new.book.schema:
        return proof
    found = refused_by_one(old, new)
    if found is not None:
        return _different(found)
    if is_installed() and take_the_same(old, new):
        return proof
    return Proof(Verdict.OPEN, reason="；".join(filter(None, [OTHER_LEDGERS, proof.reason])))


def bounds_for(near: Situation | None) -> Bounds:
    """Room for the rows of a real unit beside the unknown ones."""
    if near is None or not near.units:
        return Bounds()
    own = [(given.ledger, sum(row[0] == near.units[0] for row in given.rows)) for given in near.rows]
    return Bounds(more=tuple(sorted(own)))


def _nearest(pair: Pair, differ: Term, near: Situation | None) -> Witness | None:
    """A witness near a real unit, or near an ordinary one where that cannot be had."""
    known = facts_of(pair.universe, near) if near is not None and near.units else None
    found = pair.witness(differ, known) if known is not None else None
    return found or pair.witness(differ, Baseline(pair.universe))


def _different(found: Witness) -> Proof:
    return Proof(Verdict.DIFFERENT, found.situation, found.unit, found.changes)


def compare(
    old_book: RuleBook,
    old_model: Model,
    new_book: RuleBook,
    new_model: Model,
    near: Situation | None = None,
    steps: int = STEPS,
) -> Proof:
    """The answer for two books under chosen readings; see ``Comparison`` for one against many."""
    return Comparison(old_book, old_model, steps).against(new_book, new_model, near)


def _refused_alike(ground: Ground, new: Encoder) -> bool:
    """Whether both models refuse the same facts (tables with two answers, missing grades)."""
    terms = ground.old.terms
    differ = terms.any(terms.negation(terms.same(of(ground.old), of(new))) for of in (refused, divided))
    if differ is terms.false:
        return True
    if ground.solver is None:
        return False
    return ground.solver.ask([differ, *new.done.assumptions, *new.done.ranges]) is Answer.NO
