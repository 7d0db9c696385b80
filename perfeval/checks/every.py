"""All checks, in the order of their codes."""

from __future__ import annotations

from perfeval.checks import (
    against_itself,
    against_quote,
    beyond_full_marks,
    choices_unstated,
    counted_twice,
    low_grade_score,
    never_binding,
    never_used,
    no_answer,
    numbers_unfounded,
    numbers_unused,
    other_year,
    readings_alike,
    repeated_clauses,
    row_order,
    splitting_names,
    stated_counts,
    two_answers,
    unused_facts,
    upside_down,
    values_without_points,
    worthless_points,
)
from perfeval.checks.check import Check

CHECKS: tuple[Check, ...] = (
    two_answers.CHECK,  # PE801
    no_answer.CHECK,  # PE802
    never_used.CHECK,  # PE803
    never_binding.CHECK,  # PE804
    values_without_points.CHECK,  # PE805
    low_grade_score.CHECK,  # PE806
    worthless_points.CHECK,  # PE807
    against_itself.CHECK,  # PE808
    beyond_full_marks.CHECK,  # PE809
    stated_counts.CHECK,  # PE810
    numbers_unfounded.CHECK,  # PE811
    numbers_unused.CHECK,  # PE812
    choices_unstated.CHECK,  # PE813
    repeated_clauses.CHECK,  # PE814
    counted_twice.CHECK,  # PE815
    unused_facts.CHECK,  # PE816
    splitting_names.CHECK,  # PE817
    readings_alike.CHECK,  # PE818
    row_order.CHECK,  # PE819
    upside_down.CHECK,  # PE820
    other_year.CHECK,  # PE821
    against_quote.CHECK,  # PE822
)
