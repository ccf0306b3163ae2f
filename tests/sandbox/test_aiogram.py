"""aiogram 3 as a second client: it reads every answer into strict models of the Bot API."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MenuButtonCommands,
    Message,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from tests.sandbox.line import TOKEN, Json, Line, base64, picture

KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ya", callback_data="ya")]])


def session_to(line: Line) -> AiohttpSession:
    """Point aiogram at the sandbox."""
    return AiohttpSession(api=TelegramAPIServer.from_base(line.url))


@pytest.fixture
async def bot(line: Line) -> AsyncIterator[Bot]:
    """Aiogram's bot."""
    bot = Bot(TOKEN, session=session_to(line))
    yield bot
    await bot.session.close()


def photo() -> BufferedInputFile:
    """Give a picture to upload."""
    return BufferedInputFile(picture(), "p.png")


async def test_it_knows_the_bot(bot: Bot) -> None:
    """getMe, name, descriptions, menu button."""
    me = await bot.get_me()
    assert (me.is_bot, me.username) == (True, "teduh_sandbox_bot")
    await bot.set_my_name("Halo")
    await bot.set_my_description("Pesan", language_code="id")
    await bot.set_my_short_description("P")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_my_name()).name == "Halo"
    assert (await bot.get_my_description("id")).description == "Pesan"
    assert (await bot.get_my_short_description()).short_description == "P"
    assert (await bot.get_chat_menu_button()).type == "commands"


async def test_it_sets_commands_by_scope_and_language(bot: Bot, chat: int) -> None:
    """Reading never falls back to another scope."""
    scope = BotCommandScopeChat(chat_id=chat)
    await bot.set_my_commands([BotCommand(command="status", description="Keadaan")], scope, "id")
    assert [each.command for each in await bot.get_my_commands(scope, "id")] == ["status"]
    assert await bot.get_my_commands(scope) == []
    await bot.delete_my_commands(scope, "id")
    assert await bot.get_my_commands(scope, "id") == []


async def test_it_sends_and_edits_text(bot: Bot, chat: int) -> None:
    """With a keyboard, a reply and a quote."""
    first = await bot.send_message(chat, "<b>Halo</b> semua", parse_mode="HTML", reply_markup=KEYS)
    assert (first.text, first.entities[0].type) == ("Halo semua", "bold")
    assert first.reply_markup.inline_keyboard[0][0].callback_data == "ya"
    reply = ReplyParameters(message_id=first.message_id, quote="semua")
    answer = await bot.send_message(chat, "ya", reply_parameters=reply, protect_content=True)
    assert (answer.quote.text, answer.has_protected_content) == ("semua", True)
    edited = await bot.edit_message_text("baru", chat_id=chat, message_id=first.message_id)
    assert (edited.text, edited.reply_markup, edited.edit_date > 0) == ("baru", None, True)


async def test_it_sends_every_kind_of_file(bot: Bot, chat: int) -> None:
    """Each answer has the fields that the Bot API requires of its kind."""
    raw = BufferedInputFile(b"isi berkas", "berkas.pdf")
    assert (await bot.send_photo(chat, photo(), caption="x")).photo[-1].width == 640
    assert (await bot.send_document(chat, raw)).document.file_name == "berkas.pdf"
    assert (await bot.send_voice(chat, raw, duration=3)).voice.duration == 3
    assert (await bot.send_video(chat, raw)).video.width > 0
    assert (await bot.send_audio(chat, raw, title="t")).audio.title == "t"
    assert (await bot.send_video_note(chat, raw)).video_note.length > 0
    assert (await bot.send_animation(chat, raw)).animation.file_id
    assert (await bot.send_location(chat, 0.9, 104.4)).location.latitude == 0.9
    assert (await bot.send_contact(chat, "110", "Polri")).contact.phone_number == "110"
    assert (await bot.send_venue(chat, 0.9, 104.4, "Kantor", "Jalan")).venue.title == "Kantor"
    assert (await bot.send_dice(chat)).dice.value in range(1, 7)


async def test_it_downloads_what_it_uploaded(bot: Bot, chat: int) -> None:
    """GetFile and the download path."""
    sent = await bot.send_document(chat, BufferedInputFile(b"isi berkas", "berkas.txt"))
    file = await bot.get_file(sent.document.file_id)
    assert (await bot.download_file(file.file_path)).read() == b"isi berkas"


async def test_it_sends_albums_and_changes_media(bot: Bot, chat: int) -> None:
    """An album is several messages; a text becomes a picture in place."""
    album = await bot.send_media_group(
        chat, [InputMediaPhoto(media=photo(), caption="a"), InputMediaPhoto(media=photo())]
    )
    assert len({message.media_group_id for message in album}) == 1
    text = await bot.send_message(chat, "sebentar")
    changed = await bot.edit_message_media(
        InputMediaDocument(media=BufferedInputFile(b"x", "a.txt")), chat_id=chat, message_id=text.message_id
    )
    assert changed.document.file_name == "a.txt"
    captioned = await bot.edit_message_caption(
        chat_id=chat, message_id=text.message_id, caption="*a*", parse_mode="MarkdownV2"
    )
    assert captioned.caption_entities[0].type == "bold"


async def test_it_copies_forwards_pins_reacts_and_deletes(bot: Bot, chat: int) -> None:
    """And shows that it is typing."""
    sent = await bot.send_message(chat, "kata")
    assert (await bot.forward_message(chat, chat, sent.message_id)).forward_origin.type == "user"
    assert (await bot.copy_message(chat, chat, sent.message_id)).message_id > sent.message_id
    assert len(await bot.copy_messages(chat, chat, [sent.message_id])) == 1
    await bot.pin_chat_message(chat, sent.message_id)
    assert (await bot.get_chat(chat)).pinned_message.message_id == sent.message_id
    await bot.unpin_all_chat_messages(chat)
    await bot.set_message_reaction(chat, sent.message_id, [ReactionTypeEmoji(emoji="👍")])
    await bot.send_chat_action(chat, "typing")
    assert await bot.delete_messages(chat, [sent.message_id])


async def test_it_reads_groups_and_members(line: Line, bot: Bot, chat: int) -> None:
    """Members, administrators, invitations."""
    group = line.sim("group", kind="supergroup", title="Piket", owner=chat)["chat_id"]
    line.sim("bot_in", chat_id=group, rights={"can_invite_users": True})
    assert (await bot.get_chat(group)).title == "Piket"
    assert (await bot.get_chat_member(group, chat)).status == "creator"
    assert {each.status for each in await bot.get_chat_administrators(group)} == {"creator", "administrator"}
    assert await bot.get_chat_member_count(group) == 2
    assert (await bot.create_chat_invite_link(group, member_limit=3)).member_limit == 3


@pytest.mark.parametrize(
    ("error", "wish"),
    [
        (TelegramBadRequest, {"text": ""}),
        (TelegramForbiddenError, {"text": "x", "blocked": True}),
        (TelegramRetryAfter, {"text": "x", "fault": {"kind": "error", "code": 429, "retry_after": 7}}),
        (TelegramConflictError, {"text": "x", "fault": {"kind": "error", "code": 409}}),
    ],
)
async def test_it_tells_refusals_apart(
    line: Line, bot: Bot, chat: int, error: type[Exception], wish: Json
) -> None:
    """Each becomes aiogram's own error."""
    if wish.get("blocked"):
        line.sim("block", chat_id=chat)
    if "fault" in wish:
        line.sim("faults", **wish["fault"])
    with pytest.raises(error):
        await bot.send_message(chat, wish["text"])


async def test_it_follows_a_group_that_became_a_supergroup(line: Line, bot: Bot, chat: int) -> None:
    """The new address is in the refusal."""
    group = line.sim("group", title="Piket", owner=chat)["chat_id"]
    line.sim("bot_in", chat_id=group)
    new = line.sim("upgrade", chat_id=group)["chat_id"]
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group, "x")
    assert moved.value.migrate_to_chat_id == new


async def test_a_method_that_is_not_telegrams_is_not_found(bot: Bot) -> None:
    """And a wrong token is no bot."""

    class SendTelepathy(TelegramMethod[bool]):
        __returning__ = bool
        __api_method__ = "sendTelepathy"

    with pytest.raises(TelegramNotFound):
        await bot(SendTelepathy())


async def test_a_wrong_token_is_unauthorized(line: Line) -> None:
    """As after a revocation."""
    stranger = Bot("7000000001:wrong", session=session_to(line))
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    await stranger.session.close()


async def test_its_dispatcher_hears_all_a_person_does(line: Line, bot: Bot, chat: int) -> None:
    """Words, presses, files, edits, blocking: polled, parsed, answered."""
    heard: list[str] = []
    dispatcher = Dispatcher()

    @dispatcher.message(F.text == "halo")
    async def hello(message: Message) -> None:
        heard.append("text")
        keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Bantuan")]])
        await message.answer("Ya?", reply_markup=KEYS)
        await message.answer("Atau?", reply_markup=keyboard)

    @dispatcher.message()
    async def other(message: Message) -> None:
        heard.append(message.content_type)

    @dispatcher.callback_query()
    async def pressed(press: CallbackQuery) -> None:
        heard.append(f"press {press.data}")
        await press.answer("Baik")
        await press.message.edit_text("Selesai")

    @dispatcher.edited_message()
    async def edited(message: Message) -> None:
        heard.append(f"edited {message.text}")

    @dispatcher.my_chat_member()
    async def standing(change: ChatMemberUpdated) -> None:
        heard.append(change.new_chat_member.status)

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5))
    for deed, wish, sign in deeds():
        await asyncio.to_thread(line.sim, deed, chat_id=chat, **wish)
        await until(heard, sign)
    await dispatcher.stop_polling()
    await polling
    assert [message["text"] for message in line.chat(chat) if message["from"]["is_bot"]] == [
        "Selesai",
        "Atau?",
    ]


def deeds() -> list[tuple[str, dict, str]]:
    """Give what a person does, and what the bot must hear of it."""
    return [
        ("say", {"text": "halo"}, "text"),
        ("press", {"text": "Ya"}, "press ya"),
        ("press", {"text": "Bantuan"}, "text"),
        ("say", {"photo": base64(picture())}, "photo"),
        ("say", {"voice": base64(b"OggS suara")}, "voice"),
        ("say", {"location": {"latitude": 0.9, "longitude": 104.4}}, "location"),
        ("edit", {"message_id": 2, "text": "hai"}, "edited hai"),
        ("block", {}, "kicked"),
    ]


async def until(heard: list[str], sign: str) -> None:
    """Wait until something was heard."""
    async with asyncio.timeout(10):
        while sign not in heard:  # noqa: ASYNC110 - the bot is a program of its own
            await asyncio.sleep(0.01)
    heard.clear()
