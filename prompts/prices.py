"""Writes sums of money as people read them, in Danish and English."""

from prompts.wording import Wording


def written_amount(
    amount: float, wording: Wording, language: str, currency: str = "DKK", vat_included: bool | None = None
) -> str:
    """`2.395 kr. ekskl. moms`; what is not said about VAT is not added."""
    written = f"{amount:,.2f}".removesuffix(".00").replace(",", " ").replace(".", ",").replace(" ", ".")
    key = {True: "price.with_vat", False: "price.without_vat", None: "price.plain"}[vat_included]
    unit = wording.say(language, "price.kroner") if currency == "DKK" else currency
    return wording.say(language, key, amount=written, currency=unit)
