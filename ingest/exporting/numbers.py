"""Numbers as Danish tables write them, so that they are read back as the same number."""

from decimal import Decimal


def danish(number: float) -> str:
    """Write a number with a decimal comma; three decimals get a fourth, lest they be read as thousands."""
    written = f"{Decimal(repr(number)):f}".removesuffix(".0").replace(".", ",")
    whole, comma, decimals = written.partition(",")
    return f"{whole}{comma}{decimals}0" if len(decimals) == 3 else written
