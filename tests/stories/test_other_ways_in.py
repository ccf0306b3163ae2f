"""Those who come another way: in danger, for a resident, by a link, or twice at once."""

from storage.opening import LOCK
from tests.support import inside
from tests.support.citizens import code_on
from tests.support.officers import SECRECY
from tests.support.world import OFFICIAL, World, free_port


def test_somebody_in_danger_is_told_whom_to_call_and_may_ask_to_be_called(shared_world: World) -> None:
    """Nothing is told, and the request says that it is a Send of its own."""
    citizen = shared_world.citizen()
    citizen.begins("Bahasa Indonesia", "Ada bahaya sekarang")
    citizen.sees("110")
    before = len(shared_world.asks(inside.all_cases))
    citizen.presses("Minta dihubungi petugas")
    citizen.sees("Hanya permintaan itu yang terkirim")
    assert len(shared_world.asks(inside.all_cases)) == before
    citizen.touches("Kirim permintaan")
    assert len(code_on(citizen.sees("Ini kodenya:")).split()) == 5
    number = shared_world.officer.alert()
    assert "Prioritas: tinggi" in shared_world.officer.sees(number).text
    shared_world.officer.opens(number=number)
    shared_world.officer.sees(SECRECY, "minta dihubungi")
    shared_world.officer.accepts(number)


def test_a_village_official_reports_for_a_resident_and_is_named_to_the_office(shared_world: World) -> None:
    """The lines for officials are said; the office sees who wrote, and from where."""
    official = shared_world.official
    official.starts()
    official.presses("Bahasa Indonesia")
    official.presses("Untuk warga")
    official.sees("wajib membantu", "jangan menyelesaikan kekerasan seksual")
    official.presses("Setuju, lanjut")
    official.fills(story="Tetangga di gang sebelah.")
    official.sends_report()
    number = shared_world.officer.alert()
    facts = shared_world.officer.opens(number=number)
    assert OFFICIAL.name in facts.text
    assert OFFICIAL.place in facts.text
    shared_world.officer.accepts(number)


def test_an_official_who_writes_for_themselves_is_not_named(shared_world: World) -> None:
    """Then they are a citizen like any other."""
    official = shared_world.official
    official.starts()
    official.presses("Bahasa Indonesia")
    for button in ("Untuk saya sendiri", "Aman", "Hanya saya", "Setuju, lanjut"):
        official.presses(button)
    official.fills()
    official.sends_report()
    number = shared_world.officer.alert()
    assert OFFICIAL.name not in shared_world.officer.opens(number=number).text
    shared_world.officer.accepts(number)


def test_somebody_who_shares_the_phone_tells_it_in_a_few_presses(shared_world: World) -> None:
    """No free text, and little to read over a shoulder."""
    citizen = shared_world.citizen()
    citizen.begins("Bahasa Indonesia", "Aman", "Ada orang lain", "Setuju, lanjut")
    citizen.fills()
    citizen.sends_report()
    assert not [one for one in citizen.shows() if one.mine and one.text != "/start"]


def test_a_second_program_over_the_same_folder_is_refused_in_words(shared_world: World) -> None:
    """One sentence, and the first goes on."""
    second = shared_world.another(shared_world.home.parent / "second.log", free_port())
    second.launch()
    assert second.ends() != 0
    said = second.said().decode().strip()
    assert "sudah berjalan" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1
    shared_world.citizen().begins()
    assert (shared_world.home / "data" / LOCK).exists()


def test_sigterm_finishes_what_is_in_hand_and_ends_in_order(world: World) -> None:
    """Nothing that was taken is taken again after the next start."""
    citizen = world.citizen()
    citizen.begins()
    assert world.stops() == 0
    applied = world.asks(inside.count_applied)
    assert applied == world.line.acts
    world.starts()
    citizen.fills()
    citizen.sends_report()
    assert world.asks(inside.count_applied) == world.line.acts
