"""What a person does on the page, and what they see of it."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.sandbox.page import Page, until

KEYS = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya", "style": "primary"}]]}
WIDE = "document.documentElement.scrollWidth <= window.innerWidth"


def test_start_is_pressed_and_words_are_sent(page: Page) -> None:
    """The bot hears both; the phone shows them with ticks."""
    phone = page.phone("warga")
    phone.press("MULAI")
    phone.shows("/start")
    phone.write("Saya mau bertanya")
    phone.shows("Saya mau bertanya")
    assert [update["message"]["text"] for update in page.line.updates()] == ["/start", "Saya mau bertanya"]


def test_a_button_is_pressed_and_its_answer_is_shown(page: Page) -> None:
    """It stays busy until the bot answers; the word appears over the chat."""
    phone = page.started("warga")
    page.line.bot("sendMessage", chat_id=phone.chat_id, text="Aman?", reply_markup=KEYS)
    phone.press("Ya")
    query = until(lambda: [each for each in page.line.updates() if "callback_query" in each])[0][
        "callback_query"
    ]
    assert phone.button("Ya").get_attribute("aria-busy") == "true"
    page.line.bot("answerCallbackQuery", callback_query_id=query["id"], text="Baik")
    until(lambda: [each for each in phone.all(".toast") if each.text == "Baik"])
    until(lambda: phone.button("Ya").get_attribute("aria-busy") is None)


def test_a_message_changes_in_place_and_says_so(page: Page) -> None:
    """Its button goes with the old words."""
    phone = page.started("warga")
    sent = page.line.bot("sendMessage", chat_id=phone.chat_id, text="lama", reply_markup=KEYS)
    phone.shows("lama")
    page.line.bot("editMessageText", chat_id=phone.chat_id, message_id=sent["message_id"], text="baru")
    phone.shows("baru")
    assert (phone.shows_no("lama"), len(phone.all(".edited")), phone.all(".buttons")) == (True, 1, [])


def test_a_deleted_message_vanishes_with_its_notification(page: Page) -> None:
    """From the chat and from the lock screen."""
    phone = page.started("warga")
    sent = page.line.bot("sendMessage", chat_id=phone.chat_id, text="segera hilang")
    until(phone.lock_screen)
    page.line.bot("deleteMessage", chat_id=phone.chat_id, message_id=sent["message_id"])
    phone.shows_no("segera hilang")
    until(lambda: phone.lock_screen() == "")


def test_the_lock_screen_shows_the_first_40_characters(page: Page) -> None:
    """Not one more, and nothing of an edit."""
    phone = page.started("warga")
    words = "Halo. Kami bertanya pelan-pelan saja ya, satu per satu."
    sent = page.line.bot("sendMessage", chat_id=phone.chat_id, text=words)
    until(phone.lock_screen)
    assert phone.lock_screen() == words[:40] + "…"
    page.line.bot("editMessageText", chat_id=phone.chat_id, message_id=sent["message_id"], text="Rahasia")
    phone.shows("Rahasia")
    assert "Rahasia" not in phone.lock_screen()


def test_ones_own_message_is_edited_and_deleted_from_its_menu(page: Page) -> None:
    """The bot hears of the edit, never of the deletion."""
    phone = page.started("warga")
    phone.write("salah ketik")
    phone.shows("salah ketik")
    phone.menu_of("salah ketik", "Sunting")
    phone.field().clear()
    phone.write("benar ketik")
    phone.shows("benar ketik")
    phone.menu_of("benar ketik", "Hapus")
    phone.shows_no("ketik")
    assert page.line.updates()[-1]["edited_message"]["text"] == "benar ketik"


def test_a_picture_is_attached_with_words_and_sent(page: Page, picture_file: Path) -> None:
    """The bot gets a photo in sizes."""
    phone = page.started("warga")
    phone.element.find_element(By.CSS_SELECTOR, 'button[aria-label="Lampirkan"]').click()
    phone.button("Foto").click()
    phone.element.find_element(By.CSS_SELECTOR, 'input[type="file"]').send_keys(str(picture_file))
    phone.write("lihat ini")
    until(lambda: phone.all("img.photo"))
    message = page.line.updates()[-1]["message"]
    assert (message["caption"], message["photo"][-1]["width"]) == ("lihat ini", 640)


def test_a_voice_note_is_recorded_and_sent(page: Page) -> None:
    """From the browser's microphone, as Ogg."""
    phone = page.started("warga")
    phone.element.find_element(By.CSS_SELECTOR, 'button[aria-label="Rekam suara"]').click()
    until(lambda: phone.all(".recording"))
    until(lambda: phone.all(".rec-clock")[0].text.endswith(":01") or None)
    phone.element.find_element(By.CSS_SELECTOR, 'button[aria-label="Kirim rekaman"]').click()
    until(lambda: phone.all(".sound"))
    assert page.line.updates()[-1]["message"]["voice"]["mime_type"] == "audio/ogg"


def test_time_is_moved_from_the_strip(page: Page) -> None:
    """By a day, and the page says how far ahead it is."""
    next(each for each in page.all(".steps button") if each.text == "+1 hari").click()
    until(lambda: page.one(".ahead:not([hidden])"))
    assert page.one(".ahead").text == "maju 1 hari"
    assert page.line.see("clock")["offset_seconds"] == 86_400


def test_two_phones_talk_to_the_bot_at_once(page: Page) -> None:
    """Nobody sees the other's words; the dot is where a message came."""
    citizen, officer = page.started("warga"), page.started("petugas")
    citizen.write("dari warga")
    page.line.bot("sendMessage", chat_id=officer.chat_id, text="untuk petugas")
    officer.shows("untuk petugas")
    citizen.shows("dari warga")
    assert "untuk petugas" not in citizen.words()
    assert officer.all(".dot:not([hidden])")
    officer.field().click()
    until(lambda: not officer.all(".dot:not([hidden])"))


def test_protected_words_cannot_be_copied(page: Page) -> None:
    """A small lock says so."""
    phone = page.started("petugas")
    page.line.bot("sendMessage", chat_id=phone.chat_id, text="rahasia", protect_content=True)
    phone.shows("rahasia")
    assert phone.all(".guard")
    phone.menu_of("rahasia", "Salin teks")
    until(lambda: [each for each in phone.all(".toast") if "dilindungi" in each.text])


def test_what_people_type_is_never_markup(page: Page) -> None:
    """Shown literally on every phone."""
    phone = page.started("warga")
    page.line.sim("say", chat_id=phone.chat_id, text="<img src=x onerror=alert(1)>")
    phone.shows("<img src=x onerror=alert(1)>")
    assert not phone.all(".words img")


def test_everything_can_be_done_from_the_keyboard(page: Page) -> None:
    """F6 goes from phone to phone; Enter sends; a button is reached by Tab and pressed by Space."""
    phone = page.started("warga")
    page.line.bot("sendMessage", chat_id=phone.chat_id, text="Aman?", reply_markup=KEYS)
    phone.shows("Aman?")
    page.one("body").send_keys(Keys.F6)
    page.keys("dengan papan ketik", Keys.ENTER)
    phone.shows("dengan papan ketik")
    for _ in range(20):
        if page.browser.switch_to.active_element.text == "Ya":
            break
        page.keys(Keys.SHIFT, Keys.TAB)
    page.keys(Keys.SPACE)
    until(lambda: [each for each in page.line.updates() if "callback_query" in each])


def test_faults_are_laid_and_taken_back_on_the_page(page: Page) -> None:
    """The number in the bar tells how many lie on the line."""
    page.one("#faults-button").click()
    page.one("#faults-drawer .fault-form .primary").click()
    until(lambda: page.one("#faults-count:not([hidden])"))
    assert page.line.see("faults")[0]["kind"] == "error"
    next(each for each in page.all("#faults-drawer button") if each.text == "Cabut semua").click()
    until(lambda: not page.line.see("faults"))


def test_the_log_shows_what_the_bot_asked(page: Page) -> None:
    """And what it was answered, but never the token."""
    phone = page.started("warga")
    page.line.bot("sendMessage", chat_id=phone.chat_id, text="halo")
    page.one("#calls-button").click()
    until(lambda: [each for each in page.all(".calls b") if each.text == "sendMessage"])
    assert page.line.token not in page.browser.page_source


def test_the_page_speaks_two_languages(page: Page) -> None:
    """All of it changes at a press."""
    page.one("#language-button").click()
    until(lambda: page.one("html").get_attribute("lang") == "en")
    assert "START" in page.phone("warga").element.text
    page.one("#language-button").click()
    until(lambda: page.one("html").get_attribute("lang") == "id")


def test_a_story_says_what_happens(page: Page) -> None:
    """In the page's language; the strip goes when the story is over."""
    words = {"id": "Ponsel petugas berdering.", "en": "The officer's phone rings."}
    page.line.sim("story", title={"id": "Contoh", "en": "Example"}, words=words, step=1, steps=4)
    until(lambda: page.one("#story:not([hidden])"))
    assert "Ponsel petugas berdering." in page.one("#story").text
    page.line.sim("story")
    until(lambda: page.one("#story[hidden]"))


OUT_OF_SIGHT = """
const [what, width] = arguments;
const out = ({ left, right }) => right > width + 0.5 || left < -0.5;
return [...document.querySelectorAll(what)].filter((each) => out(each.getBoundingClientRect())).length;
"""


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_nothing_that_is_pressed_lies_beside_the_screen(page: Page, width: int) -> None:
    """Neither the last tab nor the last step of the clock, also when the clock has much to tell."""
    page.open(width, 844)
    page.line.later(86_400 * 12 + 3600 * 13 + 60 * 45)
    until(lambda: page.one(".ahead:not([hidden])"))
    for what in (".steps button", "#tabs:not([hidden]) button", ".tools button", ".phone:not([hidden])"):
        assert page.browser.execute_script(OUT_OF_SIGHT, what, width) == 0, what
    brand, clock = page.one(".brand h1"), page.one(".time b")
    beside = brand.rect["x"] + brand.rect["width"] <= clock.rect["x"]
    assert beside or brand.rect["y"] + brand.rect["height"] <= clock.rect["y"] + 1


@pytest.mark.parametrize(("width", "height", "shown"), [(1440, 900, 5), (1024, 768, 5), (390, 844, 1)])
def test_it_fits_the_screen(page: Page, width: int, height: int, shown: int) -> None:
    """Side by side where there is room, one at a time where there is not; never wider than the screen."""
    page.open(width, height)
    assert sum(phone.is_displayed() for phone in page.all(".phone")) == shown
    assert page.browser.execute_script(f"return {WIDE}")


def test_on_a_small_screen_a_tab_turns_to_another_phone(page: Page) -> None:
    """With its dot when a message waits there."""
    page.open(390, 844)
    page.line.sim("start", chat_id=page.people["petugas"])
    page.line.bot("sendMessage", chat_id=page.people["petugas"], text="halo petugas")
    tab = next(each for each in page.all('[role="tab"]') if each.text.lower().startswith("petugas"))
    until(lambda: tab.find_elements(By.CSS_SELECTOR, ".dot:not([hidden])"))
    tab.click()
    assert page.phone("petugas").shows("halo petugas")


def test_nothing_is_fetched_from_outside(page: Page) -> None:
    """It works without a network."""
    fetched = page.browser.execute_script(
        "return performance.getEntriesByType('resource').map(each => each.name)"
    )
    assert fetched
    assert all(name.startswith(page.line.url) for name in fetched)
