"""What a new office begins with."""

from pathlib import Path

from storage.office_key import Purpose
from storage.opening import Places, found, open_places


async def test_the_head_has_a_key_that_the_office_has_not(tmp_path: Path) -> None:
    """What names an official is sealed to another key from the first day; both open unattended."""
    places = Places(
        f"sqlite:///{tmp_path / 'data' / 'teduh.db'}",
        tmp_path / "data",
        tmp_path / "kunci" / "teduh.key",
        tmp_path / "kunci" / "drafts.key",
    )
    await found(places, "uji")
    opened = await open_places(places, alone=True)
    try:
        assert opened.unlocked == {Purpose.OFFICE, Purpose.HEAD}
        assert opened.keyring.public(Purpose.HEAD).id != opened.keyring.public(Purpose.OFFICE).id
    finally:
        await opened.close()
