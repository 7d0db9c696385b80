"""Places in an order, bands of a distribution and shares of an amount, told for one member."""

from __future__ import annotations

from fractions import Fraction

from perfeval.explain.counted import NAMED, called, group_name, members
from perfeval.explain.element import Element
from perfeval.explain.told import Told
from perfeval.rulebook import calculations as k
from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.tables.phrases_values import fraction_words, number_words


def ordering(element: Element, rule: k.Ordering) -> Told:
    """The place, of how many, what was compared, who shares it and who stands before."""
    step = element.maker(rule.name)
    assert isinstance(step, s.OrderStep)
    place = element.value(rule.name)
    if not isinstance(place, int):
        return Told(False, f"没有{step.keys[0][0]}，不排{rule.name}")
    places = element.values(rule.name) or ()
    group = _once(element, step, [each for each in members(element, step.within) if places[each] is not None])
    way = _way(element, *step.keys[0])
    again = "".join(f"，相同的再比{_way(element, *key)}" for key in step.keys[1:])
    name = group_name(element, step.within, len(group))
    why = f"在{name}中按{way}{again}，排第{place}名"
    tied = [each for each in group if places[each] == place and each != element.index]
    if tied:
        why += f"（与{_called(element, tied)}并列）"
    return Told(True, why, _ahead(element, step, [each for each in group if _before(places[each], place)]))


def _once(element: Element, step: s.OrderStep, group: list[int]) -> list[int]:
    """The members, of those that take one place together only one: the element itself, or the first."""
    values = None if step.once is None else element.values(step.once)
    if values is None:
        return group
    first = {values[element.index]: element.index}
    for each in group:
        first.setdefault(values[each], each)
    return [each for each in group if first[values[each]] == each]


def _before(one: object, place: int) -> bool:
    return isinstance(one, int) and one < place


def _way(element: Element, name: str, highest: bool) -> str:
    days = element.column(name).kind is Kind.DATE
    way = ("从晚到早" if highest else "从早到晚") if days else ("从高到低" if highest else "从低到高")
    return f"{name}（{element.shown(name)}）{way}"


def _called(element: Element, others: list[int]) -> str:
    names = "、".join(called(element, each) for each in others[:NAMED])
    return f"{names}等{len(others)}个" if len(others) > NAMED else names


def _ahead(element: Element, step: s.OrderStep, ahead: list[int]) -> tuple[str, ...]:
    """Those that stand before, the nearest ones of many."""
    if not ahead:
        return ()
    places, key = element.values(step.name) or (), step.keys[0][0]
    values = element.values(key) or ()
    ordered = sorted(ahead, key=lambda each: (places[each], each))
    shown = [
        f"第{places[each]}名{called(element, each)}（{element.words_for(key, values[each])}）"
        for each in ordered[-NAMED:]
    ]
    word = f"排在前面的有{len(ahead)}个，最近的是：" if len(ahead) > NAMED else "排在前面的："
    return (f"{word}{'、'.join(shown)}",)


# ---------------------------------------------------------------- bands


def bands(element: Element, rule: k.Bands) -> Told:
    """The band, where the member stands, and how many each band has."""
    step = element.maker(rule.name)
    assert isinstance(step, s.BandsStep)
    key, highest = step.key
    words, numbers = element.values(rule.name) or (), element.values(key) or ()
    if element.value(rule.name) is None:
        return Told(False, f"没有{key}，不分{rule.name}")
    group = [each for each in members(element, step.within) if words[each] is not None]
    own = numbers[element.index]
    place = 1 + sum(_goes_before(numbers[each], own, highest) for each in group)
    tied = [each for each in group if numbers[each] == own and each != element.index]
    shared = f"（与{_called(element, tied)}相同）" if tied else ""
    name = group_name(element, step.within, len(group))
    band = f"{rule.name}为{element.shown(rule.name)}"
    why = f"在{name}中按{_way(element, key, highest)}，排第{place}名{shared}，{band}"
    counted = [f"{band.word}{sum(words[each] == band.word for each in group)}个" for band in rule.bands]
    return Told(True, why, (f"各档：{'、'.join(counted)}",))


def _goes_before(one: object, own: object, highest: bool) -> bool:
    assert isinstance(one, int)
    assert isinstance(own, int)
    return one > own if highest else one < own


# ---------------------------------------------------------------- shares


def share_out(element: Element, rule: k.ShareOut) -> Told:
    """The proportion, what it comes to in whole steps, and what is left over."""
    step = element.maker(rule.name)
    assert isinstance(step, s.ShareStep)
    got, amount = element.value(rule.name), element.value(step.amount)
    if not isinstance(got, int) or not isinstance(amount, int):
        return Told(False, f"没有{step.by}，不分{rule.name}")
    weights, column = element.values(step.by) or (), element.column(rule.name)
    group = [each for each in members(element, step.within) if weights[each] is not None]
    whole, own = sum(_number(weights[each]) for each in group), _number(element.value(step.by))
    total = Fraction(amount, 10 ** element.column(step.amount).places)
    part = Fraction(total * own, whole) if whole else Fraction(0)
    sums = f"{step.by}{element.shown(step.by)}÷{group_name(element, step.within, len(group))}合计"
    all_of_it = f"{sums}{element.words_for(step.by, whole)}"
    why = f"{rule.name}＝总额{element.shown(step.amount)}×{all_of_it}"
    least = number_words(step.step, column.places, column.unit)
    given = part.numerator * 10**column.places // (part.denominator * step.step) * step.step
    why += f"＝{fraction_words(part, column.unit)}"
    if part * 10**column.places != got:
        why += f"，分到{least}，为{element.words_for(rule.name, given)}"
    if got != given:
        why += f"，另得尾差{element.words_for(rule.name, got - given)}，共{element.shown(rule.name)}"
    return Told(True, why)


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
