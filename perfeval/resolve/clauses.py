"""Sentences, quotes and headings in book order -> clauses with their citations."""

from __future__ import annotations

import re
from datetime import date

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.quantity.calendar import read_date
from perfeval.resolve import errors
from perfeval.resolve.citations import Coverage
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.rules import rules_of
from perfeval.resolve.scope import Scope
from perfeval.rulebook.book import Acknowledgement, Citation, Clause, ClauseKind, Option, Reading
from perfeval.rulebook.rules import Rule
from perfeval.source.document import Section
from perfeval.source.fold import fold, squeeze
from perfeval.source.text import Span
from perfeval.syntax.references import RULES
from perfeval.syntax.tree import Broken, Gap, Heading, Item, Phrase, Quote, Sentence, Word

_REMARKS = {
    "EXPLANATORY": ClauseKind.EXPLANATORY,
    "DELEGATED": ClauseKind.DELEGATED,
    "DISCRETIONARY": ClauseKind.DISCRETIONARY,
}
_SHORTEST_QUOTE = 6
# The day on which an option was adopted, before the reason.
_DATED = re.compile(r"\(([^()]*)\)\s*:\s*(.*)", re.DOTALL)
_QUOTED_NAME = re.compile(r"[^、,:;。()]{2,}")


@define
class _ReadingDraft:
    name: Word
    options: list[Option] = Factory(list)
    places: dict[str, Span] = Factory(dict)
    adopted: Word | None = None
    reason: str = ""
    day: date | None = None


@define
class _ClauseDraft:
    """broken: a sentence of it could not be used, so that what is missing may be just that."""

    name: Word
    citation: Citation
    span: Span
    kind: ClauseKind = ClauseKind.COMPUTED
    rules: list[Rule] = Factory(list)
    reading: _ReadingDraft | None = None
    note: str = ""
    broken: bool = False


@define
class _QuoteGroup:
    """Quotes and what they become. unsure: something that could not be read may belong to them."""

    spans: list[Span] = Factory(list)
    places: list[tuple[int, ...]] = Factory(list)
    kind: ClauseKind | None = None
    used: bool = False
    unsure: bool = False


class ClauseBuilder:
    """Takes the items of a book one after the other; ``clauses`` and ``found`` are what comes out."""

    def __init__(self, scope: Scope, coverage: Coverage | None) -> None:
        self.scope = scope
        self.coverage = coverage
        self.found: list[Diagnostic] = []
        self.clauses: list[Clause] = []
        self.acknowledged: list[Acknowledgement] = []
        # The clause in whose block the next sentence stands, although it may have no more sentences.
        self.here = ""
        self.heading: Heading | None = None
        self.section: Section | None = None
        # A heading, and the beginning of a clause, that could not be read.
        self.heading_lost = False
        self.lost = False
        self.forgotten = 0
        self.quotes = _QuoteGroup()
        self.open: _ClauseDraft | None = None
        self.names: dict[str, Span] = {}
        self.readings: dict[str, Span] = {}

    def item(self, item: Item) -> None:
        """Take the next item."""
        if self.is_quote(item):
            return
        if isinstance(item, Heading):
            self.start_section(item)
        elif isinstance(item, Quote):
            self.quote(item)
        elif isinstance(item, Gap):
            self.lost, self.here = False, ""
            if self.open is None or self.open.reading is None or self.open.reading.adopted is not None:
                self.close_clause()
        elif isinstance(item, Broken):
            self.broken(item)
        elif isinstance(item, Sentence):
            try:
                self.sentence(item.phrase, item.span)
            except RefusalError as refusal:
                self.found.append(refusal.finding)
                self.broken(None)
            if item.repaired and self.open is not None:
                self.open.broken = True

    def is_quote(self, item: Item) -> bool:
        """Whether a sentence with a mistake is a quote whose > was forgotten; then it is taken as one."""
        if not isinstance(item, Broken) and not (isinstance(item, Sentence) and item.repaired):
            return False
        if self.coverage is None or self.section is None:
            return False
        span = item.span
        if len(span.text) < _SHORTEST_QUOTE or not self.coverage.has(span, self.section):
            return False
        if self.forgotten != span.line:
            self.found.append(errors.mark_forgotten(span))
        self.forgotten = span.line
        self.quote(Quote(span))
        return True

    def start_section(self, heading: Heading) -> None:
        """What follows is about another place of the plan, or about none in an annex."""
        self.here = ""
        self.close_quotes()
        self.heading, self.heading_lost, self.section = heading, False, None
        if self.coverage is not None and heading.path:
            self.section = self.coverage.heading(heading)
            self.quotes.unsure = not self.coverage.trusted
        elif self.coverage is not None:
            self.coverage.close_heading()

    def close(self) -> None:
        """The book ends here."""
        self.close_quotes()
        if self.coverage is not None:
            self.coverage.close_heading()

    def broken(self, item: Broken | None) -> None:
        """A sentence cannot be used: what is missing around it may be just that."""
        self.quotes.used = True
        if self.open is not None:
            self.open.broken = True
        if item is None:
            return
        self.quotes.unsure = self.lost = True
        if item.span.text.startswith("【"):
            self.close_clause()
        elif not item.span.folded.endswith("。"):
            # A line that is no sentence may have been a heading.
            self.heading_lost = True
            if self.coverage is not None:
                self.coverage.distrust()

    # ------------------------------------------------------------ quotes

    def quote(self, quote: Quote) -> None:
        """Quoted words: they begin a group of their own if those before became something."""
        places: tuple[int, ...] = ()
        if (self.heading is None or not self.heading.path) and not self.heading_lost:
            self.found.append(errors.quote_without_heading(quote.span))
        elif self.coverage is not None and self.section is not None:
            places = self.coverage.quote(quote.span, self.section)
            if not places and self.open is not None:
                self.open.broken = True  # the line may have been a sentence of this clause
        if self.quotes.used:
            self.close_quotes()
        self.close_clause()
        self.lost, self.here = False, ""
        self.quotes.spans.append(quote.span)
        self.quotes.places.append(places)
        if not places:
            self.quotes.unsure = True

    def close_quotes(self) -> None:
        """No more becomes of the quotes so far."""
        self.close_clause()
        group = self.quotes
        if group.spans and not group.used and not group.unsure:
            self.found.append(errors.quote_without_clause(group.spans[0]))
        if self.coverage is not None and group.kind is not None:
            for places in group.places:
                self.coverage.take(places, group.kind)
        self.quotes = _QuoteGroup()

    def use_quotes(self, kind: ClauseKind) -> None:
        """Something becomes of the quotes."""
        self.quotes.used = True
        if self.quotes.kind is None or kind is ClauseKind.COMPUTED:
            self.quotes.kind = kind

    # ------------------------------------------------------------ sentences

    def sentence(self, phrase: Phrase, span: Span) -> None:
        """One sentence. Raises RefusalError."""
        if phrase.rule == "acknowledge":
            self.acknowledge(phrase, span)
        elif phrase.rule == "sentence":
            self.close_clause()
            self.here = ""
            self.use_quotes(ClauseKind.COMPUTED)  # declarations were bound beforehand
            self.check_units(phrase.phrase(0))
        elif phrase.rule in RULES:
            self.close_clause()
            self.here = ""
            self.use_quotes(ClauseKind.COMPUTED)  # what it names was put in behind it
        elif phrase.rule == "remarked":
            self.remarked(phrase, span)
        elif phrase.rule in ("clause", "reading"):
            draft = self.start(phrase.word(0), span, ClauseKind.COMPUTED)
            if phrase.rule == "reading":
                draft.reading = self.reading_named(phrase.word(1))
                self.option(draft.reading, phrase.phrase(2), span)
            else:
                draft.rules.extend(rules_of(phrase.phrase(1), self.scope))
        elif self.open is None:
            lost, self.lost = self.lost, True
            self.quotes.used = True
            if not lost:
                raise RefusalError(errors.sentence_without_clause(span))
        else:
            self.open.span = self.open.span.to(span)
            self.continued(self.open, phrase, span)

    def continued(self, draft: _ClauseDraft, phrase: Phrase, span: Span) -> None:
        """One more sentence of the open clause."""
        if phrase.rule == "more":
            draft.rules.extend(rules_of(phrase.phrase(0), self.scope))
            return
        reading = draft.reading
        if reading is None:
            if not draft.broken:
                hint = "先写【条款名】口径“名称”：“选项”：……。"
                raise RefusalError(errors.reading_problem("这里没有口径，不能写选项或“采用”", span, hint))
        elif phrase.rule == "next_option":
            self.option(reading, phrase.phrase(0), span)
        elif reading.adopted is not None:
            hint = f"第{reading.adopted.span.line}行已经写过；只留一个“采用”。"
            raise RefusalError(errors.reading_problem("这个口径采用了两次", phrase.word(0).span, hint))
        else:
            reading.adopted, reading.reason = phrase.word(0), phrase.word(1).text
            self.adoption_day(reading, phrase.word(1))

    def acknowledge(self, phrase: Phrase, span: Span) -> None:
        """An answer to a finding. Raises RefusalError."""
        name, reason = phrase.word(0), phrase.word(1)
        written = name.span.text[1:-1].strip()
        if not reason.text.strip("。 "):
            raise RefusalError(errors.answer_without_reason(written, name.span))
        self.acknowledged.append(Acknowledgement(written, self.here, reason.text, span))

    def reading_named(self, name: Word) -> _ReadingDraft:
        """A new reading; names of readings are used on the command line, so there is one of each."""
        if name.text in self.readings:
            self.found.append(errors.declared_twice("口径", name.text, name.span, self.readings[name.text]))
        self.readings.setdefault(name.text, name.span)
        return _ReadingDraft(name)

    def adoption_day(self, reading: _ReadingDraft, said: Word) -> None:
        """Take the day off the reason, where it stands right behind the option. Raises RefusalError."""
        dated = _DATED.fullmatch(fold(said.text))
        before = said.span.source.folded[: said.span.start].rstrip()
        if dated is None or before.endswith(":"):
            return
        reading.reason = said.text[dated.start(2) :]
        reading.day = read_date(dated.group(1).strip())
        if reading.day is None:
            message = f"“{dated.group(1)}”不是采用的日期"
            hint = "写成（2013年11月20日）；没有日期就连括号一起删去。"
            raise RefusalError(errors.reading_problem(message, said.span, hint))

    def option(self, reading: _ReadingDraft, phrase: Phrase, span: Span) -> None:
        """One option of a reading. Raises RefusalError."""
        name = phrase.word(0)
        if name.text in reading.places:
            raise RefusalError(errors.declared_twice("选项", name.text, name.span, reading.places[name.text]))
        reading.places[name.text] = name.span
        rules = rules_of(phrase.phrase(1), self.scope)
        text = span.source.text[phrase.phrase(1).span.start : span.end].strip()
        reading.options.append(Option(name.text, rules, text))

    def remarked(self, phrase: Phrase, span: Span) -> None:
        """仅作说明, 另行制定, 酌情认定: with a clause name, or of the quotes above."""
        remark = phrase.phrase(1)
        kind = _REMARKS[remark.word(0).kind]
        name = phrase.parts[0]
        if not isinstance(name, Word):
            self.use_quotes(kind)
            return
        draft = self.start(name, span, kind)
        if len(remark.parts) > 1:
            draft.note = remark.word(1).text
        self.close_clause()

    def check_units(self, declaration: Phrase) -> None:
        """Units of a list stand in the list that is quoted above it, if most of them do."""
        listed = [
            word
            for part in [*declaration.phrases("names"), *declaration.phrases("series")]
            for names in ([part] if part.rule == "names" else part.phrases("names"))
            for word in names.words()
        ]
        sound = self.quotes.spans and all(self.quotes.places) and not self.quotes.unsure
        if not declaration.rule.startswith("category") or not sound:
            return
        quoted = squeeze("\n".join(span.text for span in self.quotes.spans))[0]
        items = _QUOTED_NAME.findall(quoted)
        missing = [word for word in listed if squeeze(word.text)[0] not in items]
        if not missing or len(missing) * 2 > len(listed):
            return
        used = [word.text for word in listed if word not in missing]
        known = [name for name in items if name not in used]
        for word in missing:
            self.found.append(errors.unit_not_quoted(word.text, word.span, nearest(word.text, known)))

    # ------------------------------------------------------------ clauses

    def start(self, name: Word, span: Span, kind: ClauseKind) -> _ClauseDraft:
        """Open a clause."""
        self.close_clause()
        path = self.heading.path if self.heading else ()
        quotes = tuple(quote.text for quote in self.quotes.spans)
        if not quotes and not self.quotes.unsure:
            self.found.append(errors.clause_without_quote(name.text, name.span))
        if name.text in self.names:
            self.found.append(errors.declared_twice("条款", name.text, name.span, self.names[name.text]))
        self.names.setdefault(name.text, name.span)
        self.use_quotes(kind)
        self.lost = False
        self.open, self.here = _ClauseDraft(name, Citation(path, quotes), span, kind), name.text
        return self.open

    def close_clause(self) -> None:
        """The open clause has no more sentences."""
        draft, self.open = self.open, None
        if draft is None:
            return
        reading = None
        if draft.reading is not None and not draft.broken:
            reading = self.reading(draft.reading)
        self.clauses.append(
            Clause(
                draft.name.text,
                draft.citation,
                draft.kind,
                tuple(draft.rules),
                reading,
                draft.note,
                draft.span.text,
                draft.span,
            )
        )

    def reading(self, draft: _ReadingDraft) -> Reading | None:
        """The reading, or a finding about what it lacks."""
        names = tuple(f"“{option.name}”" for option in draft.options)
        name, shown, adopted = draft.name.span, draft.name.text, draft.adopted
        if len(draft.options) < 2:
            hint = "写出另一种读法；只有一种读法就不必写口径。"
            self.found.append(errors.reading_problem(f"口径“{shown}”只有一个选项", name, hint))
        elif adopted is None:
            hint = "在最后一个选项下面写：采用“……”：理由。"
            self.found.append(errors.reading_problem(f"口径“{shown}”没有写采用哪一个", name, hint, names))
        elif adopted.text not in draft.places:
            near = nearest(adopted.text, draft.places)
            message = f"口径“{shown}”没有“{adopted.text}”这个选项" + (f"，是不是“{near}”？" if near else "")
            hint = "改为上面写出的一个选项。"
            if near:
                hint = f"和第{draft.places[near].line}行的“{near}”写成一样。"
            self.found.append(errors.reading_problem(message, adopted.span, hint, names))
        elif not draft.reason.strip("。 "):
            hint = "在冒号后面写明采用这种读法的理由。"
            message = f"采用口径“{shown}”没有写理由"
            self.found.append(errors.reading_problem(message, adopted.span, hint))
        else:
            return Reading(draft.name.text, tuple(draft.options), adopted.text, draft.reason, draft.day)
        return None
