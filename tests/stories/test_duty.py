"""Whatever happens to the officer on duty, a report reaches somebody, and calls until it is taken."""

from tests.support.offices import Worlds
from tests.support.phones import Phone, eventually
from tests.support.world import OFFICER, Wishes, World

NOBODY = "Tidak ada petugas piket yang bisa dihubungi."


def test_two_officers_accept_at_the_same_time_and_one_owns_the_case(world: World) -> None:
    """The other is told who it is; both cards say the same afterwards."""
    world.citizen().reports()
    number = world.officer.alert()
    world.moves(minutes=16)
    world.moves(minutes=16)
    world.second.sees_button("Terima", number)
    presses = [(phone, phone.touches("Terima", number)) for phone in (world.officer, world.second)]
    flashes = [phone.flash(press) for phone, press in presses]
    winner, loser = (0, 1) if "Anda tangani" in flashes[0] else (1, 0)
    assert "Anda tangani" in flashes[winner]
    assert flashes[loser] == f"Sudah diterima oleh {presses[winner][0].name}."
    presses[winner][0].sees_button("Catat langkah", number)
    presses[loser][0].sees(f"Kasus {number} sudah diterima oleh {presses[winner][0].name}.")


def test_nobody_on_duty_calls_the_coordinator_at_once_and_says_so(worlds: Worlds) -> None:
    """An empty roster is no reason for silence."""
    world = worlds(Wishes(on_duty=()))
    world.citizen().reports()
    world.coordinator.sees_button("Terima", NOBODY)


def test_officers_who_blocked_the_bot_are_passed_over_and_the_coordinator_is_told(world: World) -> None:
    """Both are gone before the report comes: the coordinator hears of it at once."""
    world.officer.blocks()
    world.second.blocks()
    world.citizen().reports()
    world.coordinator.sees_button("Terima", NOBODY)


def test_an_officer_who_blocks_while_it_rings_is_passed_over_at_once(world: World) -> None:
    """Whoever is next on duty is called in the same minute."""
    world.citizen().reports()
    number = world.officer.alert()
    world.officer.blocks()
    world.second.sees_button("Terima", number)


def test_an_officer_whose_phone_is_gone_is_passed_over_at_once(world: World) -> None:
    """Telegram refuses the alert; the next on duty is called in the same minute."""
    world.line.post("/sim/vanish", chat_id=OFFICER.chat)
    world.citizen().reports()
    world.second.sees_button("Terima", "menunggu")


def test_an_owner_who_blocked_the_bot_is_no_reason_for_silence(world: World) -> None:
    """The reminder that could not be brought goes to the coordinator at once."""
    world.citizen().reports()
    number = world.officer.accepts()
    world.officer.records(number, "Menunggu", "Besok")
    world.line.post("/sim/vanish", chat_id=OFFICER.chat)
    world.moves(days=2)
    world.coordinator.sees(number, "tindak lanjut")


def test_an_alert_climbs_until_somebody_accepts_and_repeats_over_a_restart(world: World) -> None:
    """Again, then the second officer, then the coordinator, then the coordinator again and again."""
    world.citizen().reports()
    number = world.officer.alert()
    calls = [(world.officer, 2), (world.second, 1), (world.coordinator, 1)]
    for phone, times in calls:
        world.moves(minutes=16)
        hears(world, phone, number, times)
    world.settles()
    world.kills()
    world.moves(minutes=70)
    world.starts()
    hears(world, world.coordinator, number, 2)
    world.moves(minutes=61)
    hears(world, world.coordinator, number, 3)
    world.coordinator.accepts(number)
    world.moves(days=1)
    world.coordinator.asks_for_overview("Belum diterima: 0")
    assert rung(world, world.coordinator, number) == 3
    assert rung(world, world.officer, number) == 2
    assert rung(world, world.second, number) == 1


def test_hours_without_the_program_are_made_up_for_by_one_call(world: World) -> None:
    """However long it was down: once each, not once for every hour that was missed."""
    world.citizen().reports()
    number = world.officer.alert()
    world.settles()
    world.kills()
    world.moves(days=3)
    world.starts()
    hears(world, world.officer, number, 2)
    world.coordinator.asks_for_overview("Belum diterima: 1")
    assert rung(world, world.coordinator, number) == 0


def test_an_invitation_makes_an_account_pending_until_a_coordinator_confirms(worlds: Worlds) -> None:
    """Before that it may do nothing; afterwards it is an officer like any other."""
    world = worlds()
    newcomer = world.stranger("Sari")
    newcomer.starts(invitation(world, "petugas", "Sari Dewi"))
    newcomer.sees("Koordinator akan memastikan")
    world.citizen().reports()
    number = world.officer.alert()
    alert = world.officer.sees_button("Lihat", number)
    press = newcomer.touches_exactly(newcomer.reads()[-1].id, alert.callbacks[alert.buttons.index("Lihat")])
    newcomer.flash(press)
    assert number not in str(newcomer.shows())
    world.coordinator.touches("Benar, terima", "Sari Dewi")
    newcomer.sees("sudah terhubung sebagai petugas")
    newcomer.starts()
    newcomer.sees("Selamat bertugas, Sari Dewi.")


def test_an_invitation_is_good_for_one_account(worlds: Worlds) -> None:
    """Whoever opens it second is a stranger."""
    world = worlds()
    code = invitation(world, "koordinator", "Sari Dewi")
    world.stranger("Sari").starts(code)
    world.coordinator.sees_button("Benar, terima", "Sari Dewi")
    late = world.stranger("Bayu")
    late.starts(code)
    late.sees_button("Bahasa Indonesia")
    assert len([one for one in world.coordinator.reads() if "Benar, terima" in one.buttons]) == 1


def invitation(world: World, role: str, name: str) -> str:
    """Have the console make an invitation; gives the code in its link."""
    said = world.console("invite", role, "--name", name)
    return said.partition("?start=")[2].split()[0]


def rung(world: World, phone: Phone, number: str) -> int:
    """Count how often somebody's phone rang for a case that waits."""
    texts = (
        str(call["params"]["text"])
        for call in world.calls("sendMessage")
        if isinstance(call["params"], dict) and int(str(call["params"]["chat_id"])) == phone.chat
    )
    return sum(f"Kasus {number} menunggu" in text for text in texts)


def hears(world: World, phone: Phone, number: str, times: int) -> None:
    """Wait until somebody's phone has rung so often."""
    eventually(
        lambda: True if rung(world, phone, number) >= times else None,
        lambda: f"{phone.name} was called {rung(world, phone, number)} times, not {times}",
    )
    assert rung(world, phone, number) == times
