"""What the auditor says.

Law: a finding names what must not be, and where to look for it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be."""

    kind: str
    about: str
