"""What must never be part of the project: a machine's paths, strange hosts, anybody's telephone number."""

import re
import tomllib
from pathlib import Path

_MACHINE_PATH = re.compile(r"(?<![\w).])/(?:work|root|home/[a-z][\w-]*|Users)/")
_HOST = re.compile(r"https?://([A-Za-z0-9.-]*[A-Za-z0-9])")
_PHONE = re.compile(r"(?<![\d.:-])(?:\+?62[ .-]?|0)8\d{1,3}(?:[ .-]?\d{3,5}){2,3}(?!\d)")
INVENTED = ".example"
"""Nobody ever has a name under it (RFC 2606)."""
HOSTS = {
    "127.0.0.1",
    "localhost",
    "api.telegram.org",
    "t.me",
    "example.com",
    "github.com",
    "contoh.id",
    "i.imgur.com",  # in the sandbox's own examples of links
    "openrosa.org",
    "www.w3.org",
}
_INVENTED = re.compile(r"^(?:0|62)81234567890$|0{6}")
"""Numbers that anybody sees to be made up: counted off, or six noughts."""


def digits(text: str) -> str:
    """Keep the digits."""
    return re.sub(r"\D", "", text)


def test_no_path_of_a_machine_is_told(tracked: dict[str, str]) -> None:
    """A path tells who worked where."""
    assert [name for name, text in tracked.items() if _MACHINE_PATH.search(text)] == []


def test_no_host_is_named_that_does_not_belong_here(tracked: dict[str, str]) -> None:
    """No package host, no test server, no tracker."""
    found = {(name, host.lower()) for name, text in tracked.items() for host in _HOST.findall(text)}
    assert sorted(pair for pair in found if pair[1] not in HOSTS and not pair[1].endswith(INVENTED)) == []


def test_no_number_is_anybodys(tracked: dict[str, str], root: Path) -> None:
    """Only public hotlines, as the example names them, and numbers that are plainly invented."""
    example = tomllib.loads((root / "config.example.toml").read_text("utf-8"))
    public = {digits(line["number"]) for line in example["hotlines"]} | {
        digits(line["note"]) for line in example["hotlines"]
    }
    found = {
        (name, number)
        for name, text in tracked.items()
        if not name.startswith("requirements")
        for number in map(digits, _PHONE.findall(text))
    }
    assert sorted(pair for pair in found if pair[1] not in public and not _INVENTED.search(pair[1])) == []


def test_the_address_of_the_shelter_is_nowhere(tracked: dict[str, str]) -> None:
    """Nor of anything else: no street is named at all."""
    streets = re.compile(r"\b(?:Jl|Jln|Jalan)\.? [A-Z][a-z]+ (?:No|Nomor)\b")
    assert [name for name, text in tracked.items() if streets.search(text)] == []
