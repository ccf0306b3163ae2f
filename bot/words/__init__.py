"""The words receipts are made of: common, easily spelled, telling nothing.

Law: no two differ by a single slip of the pen, so that a word misspelt is never another one; the list only
grows.
"""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def receipt_words() -> tuple[str, ...]:
    """Read the list."""
    return tuple(files(__name__).joinpath("kata.txt").read_text("ascii").split())
