"""Prices as providers state them: amount, currency, with or without VAT."""

import re
from collections.abc import Mapping

from ingest.records.headings import plain, words
from ingest.records.values import ValueTrouble, number_of, words_of
from ingest.yamlmarks import plain as without_lines
from knowledge.types import Price

_CURRENCIES = {"kr": "DKK", "dkk": "DKK", "kroner": "DKK", "eur": "EUR", "euro": "EUR", "€": "EUR", "sek": "SEK"}
_UNIT = r"(?:kr\b\.?|dkk\b|kroner\b|eur\b|euro\b|€|sek\b)"
_AMOUNT = r"\d+(?:[.,\u00a0\u202f ]\d+)*"
_BESIDE_UNIT = re.compile(
    rf"{_UNIT}\s*({_AMOUNT})|({_AMOUNT})(?:,-|\.-)?\s*{_UNIT}|({_AMOUNT})(?:,-|\.-)", re.IGNORECASE
)
_ANY = re.compile(_AMOUNT)


def price(value: object, vat: object = None, currency: object = None) -> Price | None:
    """Read a price.

    Words alone (`oplyses senere`) and several different amounts raise `ValueTrouble` as a notice: the words stand in
    the record's text, and which amount counts is not ours to choose.
    """
    value = without_lines(value)
    if isinstance(value, Mapping):
        return _offer(value, vat, currency)
    if isinstance(value, list | tuple) and value:
        offers = {price(item, vat, currency) for item in value} - {None}
        if len(offers) > 1:
            raise ValueTrouble("several_prices", "write one price", only_notice=True)
        return next(iter(offers), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _checked(float(value), _currency(words_of(currency)), vat_included(vat))
    written = words_of(value)
    said = vat_included(vat)
    included = said if said is not None else vat_included(written)
    return _checked(_amount(written), _currency(words_of(currency) or written), included)


def vat_included(value: object) -> bool | None:
    """Tell whether VAT is in the price, from `ja`, `inkl.`, `ekskl. moms`, `+ moms`; None when it is not said."""
    if isinstance(value, bool):
        return value
    written = words_of(value).casefold()
    tokens = {plain(token) for token in written.split()} | {plain(written)}
    known = words()["prices"]
    if re.search(rf"\+\s*{known['vat_word']}|(?:plus|uden|ex)\s+{known['vat_word']}", written):
        return False
    if tokens & {plain(word) for word in known["vat_excluded"] if plain(word) != plain(known["vat_word"])}:
        return False
    if f"med {known['vat_word']}" in written or tokens & {plain(word) for word in known["vat_included"]}:
        return True
    return None


def _offer(offer: Mapping[object, object], vat: object, currency: object) -> Price | None:
    fields = {plain(str(key)): value for key, value in offer.items()}
    inner = fields.get(plain("priceSpecification"))
    if isinstance(inner, Mapping | list):
        return price(
            inner, fields.get(plain("valueAddedTaxIncluded"), vat), fields.get(plain("priceCurrency"), currency)
        )
    amount = fields.get("price", fields.get(plain("pris"), fields.get(plain("amount"), fields.get(plain("beløb")))))
    stated = fields.get(plain("valueAddedTaxIncluded"), fields.get("moms", vat))
    return price(amount, stated, fields.get(plain("priceCurrency"), fields.get("valuta", currency)))


def _amount(written: str) -> float:
    if plain(written) in {plain(word) for word in words()["prices"]["free"]}:
        return 0.0
    beside = [next(filter(None, match.groups())) for match in _BESIDE_UNIT.finditer(written)]
    found = {_number(digits) for digits in beside or _ANY.findall(written)}
    if len(found) > 1:
        raise ValueTrouble("several_prices", "write one price", only_notice=True)
    if not found:
        raise ValueTrouble("no_amount", "write an amount", only_notice=True)
    return found.pop()


def _number(digits: str) -> float:
    # No price has three decimals: 2,395 is written by somebody who separates thousands the English way.
    return float(digits.replace(",", "")) if re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits) else number_of(digits)


def _currency(written: str) -> str:
    found = re.search(rf"{_UNIT}", written, re.IGNORECASE)
    return _CURRENCIES[found.group().casefold().rstrip(".")] if found else "DKK"


def _checked(amount: float, currency: str, vat: bool | None) -> Price:
    if amount < 0:
        raise ValueTrouble("bad_number", "a price is not below 0")
    return Price(amount, currency, vat)
