"""What an office can set, and what stands where it sets nothing.

Law: no setting weakens the sealing, moves the clock or names a reporter's words. ``config.example.toml``
shows every one of these; a test holds the two equal. Paths are meant from the folder of the file.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from conversations.casework import Plan, Rung, Urgency
from conversations.duty import Called
from conversations.form.model import Form
from conversations.house import Hotline, House

SHIPPED: Literal["bawaan"] = "bawaan"
Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _located(path: Path, found: ValidationInfo[Path | None]) -> Path:
    return Path(found.context or Path(), path.expanduser())


Located = Annotated[Path, AfterValidator(_located)]
Minutes = Annotated[int, Field(ge=1, le=90 * 24 * 60)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, hide_input_in_errors=True)


class OfficeSettings(_Section):
    """Who we are."""

    name: str = Field(min_length=1, max_length=80)
    zone: str = "Asia/Jakarta"
    languages: tuple[Language, ...] = Field(LANGUAGES, min_length=1)
    """The first greets strangers."""

    @field_validator("zone")
    @classmethod
    def _is_known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (OSError, ValueError, LookupError):
            raise ValueError("tulis zona seperti Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura") from None
        return zone


class TelegramSettings(_Section):
    """How Telegram is reached."""

    token_file: Located | Literal[""] = ""
    """Empty: the token comes from the environment or from systemd."""
    server: str = "https://api.telegram.org"
    messages_a_second: float = Field(30, ge=0, le=1000)
    """New messages in all; 0: no limit of our own (Telegram's stands)."""
    messages_a_second_to_a_chat: float = Field(1, ge=0, le=100)

    @field_validator("server")
    @classmethod
    def _is_safe(cls, server: str) -> str:
        parts = urlsplit(server)
        if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in _LOOPBACK):
            raise ValueError("tulis alamat https://… (http:// hanya untuk 127.0.0.1)")
        return server.rstrip("/")


class StorageSettings(_Section):
    """Where everything is kept."""

    data_dir: Located = Path("data")
    key_file: Located = Path("kunci/teduh.key")
    draft_key_file: Located | Literal[""] = ""
    """Empty: beside the key file, where no backup of the data takes it."""
    database: SecretStr = SecretStr("sqlite")
    """It may hold a password."""

    @field_validator("database")
    @classmethod
    def _is_known(cls, database: SecretStr) -> SecretStr:
        if database.get_secret_value() != "sqlite" and not database.get_secret_value().startswith(
            "postgresql+asyncpg://"
        ):
            raise ValueError('tulis "sqlite" atau "postgresql+asyncpg://…"')
        return database

    @property
    def url(self) -> str:
        """The database as storage opens it."""
        written = self.database.get_secret_value()
        return f"sqlite:///{self.data_dir / 'teduh.db'}" if written == "sqlite" else written

    @property
    def draft_keys(self) -> Path:
        """The keys of the day."""
        return self.draft_key_file or self.key_file.with_name("drafts.key")

    @model_validator(mode="after")
    def _lies_apart(self) -> Self:
        if self.draft_keys.resolve().is_relative_to(self.data_dir.resolve()):
            raise ValueError("draft_key_file harus di luar data_dir, supaya tidak ikut dicadangkan")
        return self


class FormSettings(_Section):
    """What reporters are asked."""

    path: Literal["bawaan"] | Located = SHIPPED
    places: Literal["bawaan"] | Located = SHIPPED
    """A folder whose lists take the place of the shipped ones."""


class ReporterSettings(_Section):
    """What reporters may rely on."""

    draft_hours: int = Field(24, ge=1, le=7 * 24)
    most_files: int = Field(5, ge=0, le=20)
    kept_years: int = Field(5, ge=1, le=50)
    """Told before the story; how long the office keeps a case is the office's to decide."""


class DutySettings(_Section):
    """What officers see."""

    card_minutes: int = Field(10, ge=1, le=24 * 60)
    code_hour: int = Field(8, ge=0, le=23)


class RungSettings(_Section):
    """One call."""

    to: Literal["on-duty", "second", "coordinator"]
    minutes: Minutes


class PlanSettings(_Section):
    """How the alert of one urgency climbs."""

    rungs: tuple[RungSettings, ...] = Field(min_length=1)
    first_step_minutes: Minutes
    grace_minutes: Minutes

    def plan(self) -> Plan:
        """Give it as the rules see it."""
        rungs = tuple(Rung(Called(rung.to), rung.minutes) for rung in self.rungs)
        return Plan(rungs, self.first_step_minutes, self.grace_minutes)


def _climbing(last: int, first_step: int, grace: int) -> PlanSettings:
    calls = (("on-duty", 15), ("on-duty", 15), ("second", 15), ("coordinator", last))
    rungs = [{"to": to, "minutes": minutes} for to, minutes in calls]
    return PlanSettings.model_validate(
        {"rungs": rungs, "first_step_minutes": first_step, "grace_minutes": grace}
    )


class UrgencySettings(_Section):
    """Agency standard: high at once, medium within 6 hours, low within 3 working days."""

    tinggi: PlanSettings = _climbing(15, 60, 60)
    sedang: PlanSettings = _climbing(30, 6 * 60, 2 * 60)
    rendah: PlanSettings = _climbing(60, 24 * 60, 24 * 60)


class HotlineSettings(_Section):
    """A number for somebody in danger, and when somebody of the office last tried it."""

    name: str = Field(min_length=1, max_length=60)
    number: str = Field(min_length=2, max_length=40)
    note: str = Field("", max_length=200)
    checked_on: date | Literal["never"] = "never"


class LogSettings(_Section):
    """What is written down of the running."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Settings(_Section):
    """Everything."""

    office: OfficeSettings
    telegram: TelegramSettings = TelegramSettings()
    storage: StorageSettings = StorageSettings()
    form: FormSettings = FormSettings()
    reporter: ReporterSettings = ReporterSettings()
    duty: DutySettings = DutySettings()
    urgency: UrgencySettings = UrgencySettings()
    hotlines: tuple[HotlineSettings, ...] = ()
    log: LogSettings = LogSettings()

    @model_validator(mode="before")
    @classmethod
    def _with_every_section(cls, written: object) -> object:
        """Read a section left out as an empty one: its paths, too, are meant from the file's folder."""
        return {"storage": {}, **written} if isinstance(written, dict) else written

    @property
    def zone(self) -> ZoneInfo:
        """The office's zone."""
        return ZoneInfo(self.office.zone)


def house_of(settings: Settings, form: Form, older_forms: Mapping[str, Form]) -> House:
    """Give the office as the rules see it."""
    return House(
        name=settings.office.name,
        languages=settings.office.languages,
        form=form,
        older_forms=older_forms,
        plans={urgency: getattr(settings.urgency, urgency).plan() for urgency in Urgency},
        hotlines=tuple(Hotline(line.name, line.number, line.note) for line in settings.hotlines),
        draft_hours=settings.reporter.draft_hours,
        card_minutes=settings.duty.card_minutes,
        code_hour=settings.duty.code_hour,
        most_files=settings.reporter.most_files,
        kept_years=settings.reporter.kept_years,
    )
