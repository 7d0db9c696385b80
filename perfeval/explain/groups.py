"""A recorder to which rows that fared alike are the same, in whatever order they stand."""

from __future__ import annotations

from attrs import field, frozen

from perfeval.explain.account import RowEntry, Status
from perfeval.explain.batch import Ident
from perfeval.explain.entries import Entries, Tell
from perfeval.explain.holes import Line, alone
from perfeval.explain.reads import OWN, any_rows
from perfeval.explain.recorder import Recorder
from perfeval.tables.places import UNIT_GRAIN

# Stands for an entry that is data already, with the first of its ledger.
TOLD_ALREADY = object()


@frozen
class GroupEntry(RowEntry):
    """One of the entries of a ledger; its place among them is not known. told_as: as what it is data."""

    told_as: object = TOLD_ALREADY

    def data(self) -> object:
        """The first one: a hole for all."""
        return self.told_as


@frozen(eq=False)
class GroupRecorder(Recorder):
    """As ``Recorder``, but entries come sorted by how they fared, and only how many they are is read.

    Of their texts the reason of the first with each status may be told, as data all of them or none.
    ledgers: those whose entries were asked for.
    """

    ledgers: list[str] = field(init=False, factory=list)

    def entries(self, ident: Ident, ledger: str, tell: Tell) -> tuple[RowEntry, ...]:
        """Entries of the unit's rows; those of other units have to have fared alike, in any order."""
        if ledger in self.ledgers or ledger == UNIT_GRAIN:
            # Whether two clauses speak of one row is not known.
            self.doubts.append("entries of one ledger told twice")
        self.ledgers.append(ledger)
        self.read(("any rows", ledger), any_rows(ledger))
        if not self.plain.rows(ledger):
            return ()
        kept, about = self.memory(ident, ledger, tell), ("entries", *ident, ledger)
        self.read(about, OWN.read(lambda view, own: kept.kind(view), kept.every_kind))
        self.hole(about, OWN.read(lambda view, own: kept.all(view), kept.alls))
        nothing = self.hole(("entries", "not to be told"), None)
        found: list[GroupEntry] = []
        for number, (status, has_no_points, has_no_why, has_no_value, _) in enumerate(
            kept.summary(self.plain)
        ):
            is_first = all(entry.status.value != status for entry in found)
            why = self._first(about, kept, Status(status)) if is_first else nothing
            line = Line(-1 - number)
            line.hole = self.holes["entries", "not to be told"][0]
            found.append(
                GroupEntry(
                    ledger,
                    line,
                    Status(status),
                    None if has_no_points else nothing,
                    "" if has_no_why else why,
                    (nothing,),
                    "" if has_no_value else nothing,
                    TOLD_ALREADY if number else alone(self.holes[about][0]),
                )
            )
        return tuple(found)

    def _first(self, about: Ident, kept: Entries, status: Status) -> str:
        return self.hole((*about, status), OWN.read(lambda view, own: kept.first(view, status)))
