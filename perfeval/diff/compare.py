"""Two rule books -> their edits, and how books between the two are made."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import frozen

from perfeval.diff.clauses import edits_of, same_effect
from perfeval.diff.edits import CLAUSE, RESULTS, Edit, EditKind, Key
from perfeval.diff.heads import head_edits, quote_edits
from perfeval.diff.matching import new_names, out_of_order
from perfeval.diff.names import all_declared, declared, is_torn, spoken
from perfeval.diff.parts import Part, Parts, put_together, take_apart, text_of
from perfeval.diff.wording import same_wording
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.rulebook.calculations import LookedUp

_OTHER_MEANING = "字面没有改，所用的名称有了别的意思"


@frozen(eq=False)
class Difference:
    """Two books as parts, and what differs.

    parts_before names clauses as ``after`` does. edits: in the order of the books. keys: the parts
    whose edits may matter, in that order. following: parts whose words stayed and whose
    meaning changed with the declarations; moved: clauses that stand elsewhere among the others.
    """

    before: RuleBook
    after: RuleBook
    parts_before: Parts
    parts_after: Parts
    edits: tuple[Edit, ...]
    keys: tuple[Key, ...]
    following: tuple[Key, ...]
    moved: tuple[Key, ...]

    def between(self, taken: Collection[Key]) -> RuleBook | None:
        """The older book with the parts ``taken`` as in the newer; None if they do not fit the rest."""
        declared = [key for key in self.keys if key[0] != CLAUSE]
        along = self.following if all(key in taken for key in declared) else ()
        parts = self._mixed((*taken, *along))
        if is_torn(parts, self.parts_before, self.parts_after):
            return None
        # What is no part (title, archive) decides nothing.
        return put_together(parts, self.before)

    def needs(self) -> Iterable[tuple[Key, Key]]:
        """Pairs of edits that cannot be made without each other: one speaks of what the other declares."""
        both = self.parts_before, self.parts_after
        for mine, others in (both, both[::-1]):
            known = all_declared(others)
            edited = [(key, mine[key]) for key in self.keys if key in mine]
            owners = {name: key for key, part in edited for name in declared(part) if name not in known}
            for key, part in edited:
                yield from ((key, owners[name]) for name in spoken(part) if name in owners)

    def _mixed(self, taken: Collection[Key]) -> dict[Key, Part]:
        old, new = self.parts_before, self.parts_after
        order = [key for key in old if key not in taken or (key in new and key not in self.moved)]
        before: Key | None = None
        for key in new:
            if key in taken and key not in order:
                order.insert(0 if before is None else order.index(before) + 1, key)
            if key in order:
                before = key
        return {key: new[key] if key in taken else old[key] for key in order}


def compare(before: RuleBook, after: RuleBook) -> Difference:
    """The edits that lead from one book to the other."""
    names = new_names(before.clauses, after.clauses)
    old, new = take_apart(before, names), take_apart(after, {})
    old_names = {new_name: old_name for old_name, new_name in names.items()}
    order = [[key for key in parts if key[0] == CLAUSE] for parts in (old, new)]
    moved_names = out_of_order([name for _, name in order[0]], [name for _, name in order[1]])
    moved = tuple((CLAUSE, name) for name in moved_names)
    edits: list[Edit] = []
    following: list[Key] = []
    for key in _in_order(old, new):
        one, other = old.get(key), new.get(key)
        found = _edits(key, one, other, old_names.get(key[1], key[1]))
        if isinstance(one, Clause) and isinstance(other, Clause):
            found.extend(_moves(key, one, other, key in moved, (order[0], order[1])))
        edits.extend(found)
        if one is not None and other is not None and not found and not _same(one, other):
            following.append(key)
    if following and all(edit.key[0] == CLAUSE for edit in edits):
        texts = {key: (text_of(old[key]), text_of(new[key])) for key in following}
        edits.extend(
            Edit(key, EditKind.CHANGED, *both, _tables_changed(old[key], new[key]) or _OTHER_MEANING)
            for key, both in texts.items()
        )
        following = []
    edited = dict.fromkeys(edit.key for edit in edits)
    keys = tuple(key for key in edited if key in moved or _may_matter(key, old.get(key), new.get(key)))
    written = (*head_edits(before, after), *edits, *quote_edits(before, after))
    return Difference(before, after, old, new, written, keys, tuple(following), moved)


def _tables_changed(old: Part, new: Part) -> str:
    """The tables (附表) that hold something else than before, where that is what changed."""
    rows = [
        {rule.table: rule.rows for rule in part.rules if isinstance(rule, LookedUp)}
        for part in (old, new)
        if isinstance(part, Clause)
    ]
    names = [name for name in rows[-1] if rows[0].get(name) != rows[-1][name]] if rows else []
    return f"附表{'、'.join(f'“{name}”' for name in names)}改了" if names else ""


def _in_order(old: Parts, new: Parts) -> Iterable[Key]:
    """All parts in the order of the newer book; those that it has not follow what they followed."""
    order = list(new)
    before: Key | None = None
    for key in old:
        if key not in new:
            order.insert(0 if before is None else order.index(before) + 1, key)
        before = key
    return order


def _edits(key: Key, old: Part | None, new: Part | None, old_name: str) -> list[Edit]:
    """The edits of one part, save where a clause stands."""
    if old is None:
        return [] if new is None else [Edit(key, EditKind.ADDED, None, text_of(new))]
    if new is None:
        return [Edit(key, EditKind.REMOVED, text_of(old), None)]
    if isinstance(old, Clause) and isinstance(new, Clause):
        return edits_of(old, new, old_name)
    one, other = text_of(old), text_of(new)
    return [] if same_wording(one, other) else [Edit(key, EditKind.CHANGED, one, other)]


def _same(old: Part, new: Part) -> bool:
    if isinstance(old, Clause) and isinstance(new, Clause):
        return same_effect(old, new)
    return old == new


def _may_matter(key: Key, old: Part | None, new: Part | None) -> bool:
    """Whether an edited part does something else than before; the list of results computes nothing."""
    if key[0] == RESULTS:
        return False
    if old is None or new is None:
        only = old or new
        return not isinstance(only, Clause) or bool(only.rules or only.reading)
    return not _same(old, new)


def _moves(
    key: Key, old: Clause, new: Clause, moved: bool, orders: tuple[list[Key], list[Key]]
) -> list[Edit]:
    """The edit that a clause stands in another place of the plan, or elsewhere among the clauses."""
    if not moved and old.citation.path == new.citation.path:
        return []
    places = [
        clause.citation.shown + (_behind(key, order) if moved else "")
        for clause, order in zip((old, new), orders, strict=True)
    ]
    return [Edit(key, EditKind.MOVED, *places)]


def _behind(key: Key, order: list[Key]) -> str:
    place = order.index(key)
    return f"，在【{order[place - 1][1]}】之后" if place else "，在最前"
