"""What an office has set: its name, forms, hotlines and intervals, as the rules see them.

Law: values only; where they come from is ``bot.settings``'s business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conversations.casework import Plan, Urgency
from conversations.form.model import Form


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number that somebody in danger can call."""

    name: str
    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """One office."""

    name: str
    languages: tuple[str, ...]
    """The first is the one strangers are greeted in."""
    form: Form = field(repr=False)
    """The form that new drafts begin with."""
    older_forms: Mapping[str, Form] = field(repr=False)
    """Forms that drafts and cases of earlier days were written with, by version."""
    plans: Mapping[Urgency, Plan]
    hotlines: tuple[Hotline, ...] = ()
    draft_hours: int = 24
    kept_years: int = 5
    """How long a closed report is kept, unless the law says otherwise; told before the story (UU 27/2022)."""
    card_minutes: int = 10
    """How long an opened case stays on an officer's screen."""
    code_hour: int = 8
    """When the coordinators are told the code of the audit chain, by the office's wall clock."""
    most_files: int = 5
    largest_file: int = 20 * 1024 * 1024
    """Bytes; what a bot may download from Telegram."""

    def form_of(self, version: str) -> Form | None:
        """Find the form a draft began with."""
        return self.form if version == self.form.version else self.older_forms.get(version)
