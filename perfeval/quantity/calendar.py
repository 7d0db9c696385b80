"""Calendar days as ledgers and rules write them."""

from __future__ import annotations

import re
from datetime import date

DATE_FORM = "日期，如 2013-05-01 或 2013年5月1日"

_FORMS = (
    re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
)


def read_date(text: str) -> date | None:
    """The day that ``text`` names in one of the common forms; None if none fits or no such day."""
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            year, month, day = (int(part) for part in match.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def show_date(day: date) -> str:
    """A day as official texts write it: 2013年5月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
