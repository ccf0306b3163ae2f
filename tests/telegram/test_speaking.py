"""What we say arrives as it was meant."""

import io

import pytest
from PIL import Image

from bot.telegram_errors import FileRefused, FileTooLarge, MessageFixed, MessageGone, NotModified
from bot.telegram_in import read
from bot.telegram_out import Me, Telegram
from bot.wording import Profile, Rendered
from conversations.events import Attached, MediaKind, Pressed
from tests.telegram.playing import Phones, everything

CARD = Rendered("Halo.\nhttps://contoh.id", (("code", 6, 17),), ((("Lanjut", "ab:go"), ("Keluar", ":exit")),))


def picture() -> bytes:
    """Draw a small picture."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    return drawn.getvalue()


async def test_the_bot_knows_who_it_is(telegram: Telegram) -> None:
    """The first call proves the token."""
    assert await telegram.me() == Me(7000000001, "teduh_sandbox_bot")


async def test_a_card_arrives_with_words_marks_and_buttons(telegram: Telegram, phones: Phones) -> None:
    """Everything of a rendered card reaches the phone; the words are marked, never parsed."""
    chat = phones.citizen()
    message = await telegram.say(chat, CARD, protected=True, silent=True)
    (shown,) = phones.shown(chat)
    assert (shown["id"], shown["text"], shown["protected"]) == (message, CARD.text, True)
    assert shown["entities"] == [{"type": "code", "offset": 6, "length": 17}]
    assert [button["text"] for button in shown["buttons"][0]] == ["Lanjut", "Keluar"]


async def test_nothing_asks_for_markup_or_previews(telegram: Telegram, phones: Phones) -> None:
    """No ``parse_mode`` leaves this door, and link previews are off."""
    chat = phones.citizen()
    await telegram.edit(chat, await telegram.say(chat, CARD), Rendered("*tebal* <b>x</b>"))
    for call in (*phones.calls("sendMessage"), *phones.calls("editMessageText")):
        assert "parse_mode" not in call["params"]
        assert "is_disabled" in str(call["params"]["link_preview_options"])
    assert phones.shown(chat)[0]["text"] == "*tebal* <b>x</b>"


async def test_an_edit_changes_the_card_and_takes_its_buttons(telegram: Telegram, phones: Phones) -> None:
    """A card edited to the neutral line has no button left."""
    chat = phones.citizen()
    message = await telegram.say(chat, CARD)
    await telegram.edit(chat, message, Rendered("Baik, terima kasih."))
    (shown,) = phones.shown(chat)
    assert (shown["text"], shown["buttons"]) == ("Baik, terima kasih.", [])


async def test_an_edit_that_changes_nothing_says_so(telegram: Telegram, phones: Phones) -> None:
    """The same words twice are no failure to the caller who knows the name."""
    chat = phones.citizen()
    message = await telegram.say(chat, CARD)
    with pytest.raises(NotModified):
        await telegram.edit(chat, message, CARD)


async def test_a_message_that_is_gone_or_not_ours_is_told_apart(telegram: Telegram, phones: Phones) -> None:
    """What the person deleted is gone; what the person wrote cannot be changed by us."""
    chat = phones.citizen()
    with pytest.raises(MessageGone):
        await telegram.edit(chat, 4711, CARD)
    with pytest.raises(MessageFixed):
        await telegram.edit(chat, 1, CARD)


async def test_more_than_a_hundred_messages_are_deleted(telegram: Telegram, phones: Phones) -> None:
    """Both sides, in as many calls as it takes; unknown ids do no harm."""
    chat = phones.citizen()
    for _ in range(3):
        await telegram.say(chat, CARD)
    assert await telegram.delete(chat, range(1, 202)) == ()
    assert phones.get(f"chat?chat_id={chat}") == []


async def test_what_is_too_old_to_delete_is_named_and_the_rest_goes(
    telegram: Telegram, phones: Phones
) -> None:
    """One undeletable message fails Telegram's bulk call, and must not keep the others."""
    chat = phones.citizen()
    old = await telegram.say(chat, CARD)
    phones.post("clock", advance_seconds=49 * 3600)
    new = await telegram.say(chat, CARD)
    assert await telegram.delete(chat, (old, new, 4711)) == (old,)
    assert [shown["id"] for shown in phones.shown(chat)] == [old]


async def test_a_press_is_answered_once_and_a_late_answer_is_no_failure(
    telegram: Telegram, phones: Phones
) -> None:
    """Telegram forgets presses: an answer that comes too late is told, not raised."""
    chat = phones.citizen()
    message = await telegram.say(chat, CARD)
    phones.post("press", chat_id=chat, message_id=message, callback_data="ab:go")
    pressed = (await everything(telegram))[-1].event
    assert isinstance(pressed, Pressed)
    assert (pressed.message, pressed.button) == (message, "ab:go")
    assert await telegram.answer(pressed.press, "Sudah.")
    assert not await telegram.answer(pressed.press)


@pytest.mark.parametrize(
    ("kind", "shown_as", "name"),
    [
        (MediaKind.PHOTO, "photo", "a.png"),
        (MediaKind.VIDEO, "video", "a.mp4"),
        (MediaKind.AUDIO, "audio", "a.mp3"),
        (MediaKind.VOICE, "audio", "a.mp3"),
        (MediaKind.DOCUMENT, "document", "a.bin"),
    ],
)
async def test_a_message_becomes_a_file(
    telegram: Telegram, phones: Phones, kind: MediaKind, shown_as: str, name: str
) -> None:
    """The placeholder of a view turns into the attachment, caption marked and buttons kept."""
    chat = phones.citizen()
    message = await telegram.say(chat, Rendered("Membuka…"), protected=True)
    await telegram.turn_into_file(chat, message, kind, picture(), CARD, name)
    (shown,) = phones.shown(chat)
    assert (shown["media_kind"], shown["caption"], shown["protected"]) == (shown_as, CARD.text, True)
    assert shown["caption_entities"] == [{"type": "code", "offset": 6, "length": 17}]
    assert len(shown["buttons"][0]) == 2


async def test_a_picture_that_telegram_cannot_show_comes_as_a_document(
    telegram: Telegram, phones: Phones
) -> None:
    """What somebody sent as a picture reaches the officer, whatever is in it."""
    chat = phones.citizen()
    message = await telegram.say(chat, CARD)
    await telegram.turn_into_file(chat, message, MediaKind.PHOTO, b"no picture at all", CARD, "a.jpg")
    assert phones.shown(chat)[0]["media_kind"] == "document"


async def test_a_card_that_carries_a_file_has_no_text_to_edit(telegram: Telegram, phones: Phones) -> None:
    """Wiping such a card takes a deletion: the caller learns that it is there and fixed."""
    chat = phones.citizen()
    message = await telegram.say(chat, CARD)
    await telegram.turn_into_file(chat, message, MediaKind.DOCUMENT, b"isi", CARD, "a.bin")
    with pytest.raises(MessageFixed):
        await telegram.edit(chat, message, CARD)


async def _attached(telegram: Telegram, phones: Phones, content: bytes) -> str:
    phones.sends(phones.citizen(), "document", content, file_name="a.bin")
    event = (await everything(telegram))[-1].event
    assert isinstance(event, Attached)
    return event.file


async def test_a_file_comes_in_whole(telegram: Telegram, phones: Phones) -> None:
    """More than a mebibyte, piece by piece."""
    content = bytes(range(256)) * 8192
    file = await _attached(telegram, phones, content)
    assert b"".join([piece async for piece in telegram.download(file, len(content))]) == content


async def test_a_file_above_the_limit_does_not_come_in(telegram: Telegram, phones: Phones) -> None:
    """Our own limit, before the bytes are fetched."""
    file = await _attached(telegram, phones, b"x" * 1000)
    with pytest.raises(FileTooLarge):
        _ = [piece async for piece in telegram.download(file, 999)]
    assert phones.calls("file") == []


async def test_a_file_that_telegram_does_not_know_is_refused(telegram: Telegram, phones: Phones) -> None:
    """Retrying would not help, and the name says so."""
    phones.citizen()
    with pytest.raises(FileRefused):
        _ = [piece async for piece in telegram.download("tidak-ada", 10)]


async def test_a_file_too_big_for_bots_is_too_large(telegram: Telegram, phones: Phones) -> None:
    """Telegram's own limit has the same name as ours."""
    phones.fault("error", method="getFile", code=400, description="Bad Request: file is too big")
    with pytest.raises(FileTooLarge):
        _ = [piece async for piece in telegram.download("x", 10)]


async def test_the_bot_shows_a_neutral_face(telegram: Telegram, phones: Phones) -> None:
    """Name and descriptions are set, and no command is listed."""
    await telegram.present((Profile("", "Teduh", "Halo.", "Layanan informasi."),))
    assert phones.calls("deleteMyCommands")
    (name,) = phones.calls("setMyName")
    assert name["params"]["name"] == "Teduh"


async def test_confirming_forgets_what_was_taken(telegram: Telegram, phones: Phones) -> None:
    """The next life of the program is not given them again."""
    phones.citizen()
    (first,) = [read(raw).update_id for raw in await telegram.take(0, 100, 0)]
    await telegram.confirm(first + 1)
    assert await telegram.take(0, 100, 0) == []
