"""Columns belong to a grain: 单位 (one value a unit) or the name of a ledger (one value a row)."""

from __future__ import annotations

UNIT_GRAIN = "单位"
# A column of a grain.
Place = tuple[str, str]
