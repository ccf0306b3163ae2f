"""Everything that goes wrong has one name of ours, and no name tells the token."""

import asyncio
import logging
import socket

import pytest

from bot import telegram_errors as errors
from bot.telegram_errors import Busy, MaybeSent, NeverSent, TelegramFailed, Unreachable
from bot.telegram_http import AiohttpRequest, PerhapsSent, TooManyBytes
from bot.telegram_in import Unreadable, number_of, read
from bot.telegram_out import Telegram
from bot.wording import Rendered
from conversations.events import Attached
from sandbox.values import list_or_none
from tests.telegram.playing import TOKEN, Phones, everything

HELLO = Rendered("Halo.")


@pytest.mark.parametrize("kind", ["drop", "reset", "deliver_then_drop", "hang"])
async def test_a_lost_answer_may_have_been_sent(telegram: Telegram, phones: Phones, kind: str) -> None:
    """Nobody can tell whether the message arrived; so we do not claim to."""
    chat = phones.citizen()
    phones.fault(kind, method="sendMessage", seconds=3)
    with pytest.raises(MaybeSent):
        await telegram.say(chat, HELLO)
    assert len(phones.shown(chat)) == (1 if kind == "deliver_then_drop" else 0)


async def test_a_body_that_trickles_past_the_limit_may_have_been_sent(
    telegram: Telegram, phones: Phones
) -> None:
    """A slow answer is waited for only so long."""
    chat = phones.citizen()
    phones.fault("slow_body", method="sendMessage", seconds=20)
    with pytest.raises(MaybeSent):
        await telegram.say(chat, HELLO)


@pytest.mark.parametrize("code", [500, 502, 503, 504, 302])
async def test_a_broken_gateway_may_have_sent_it(telegram: Telegram, phones: Phones, code: int) -> None:
    """Redirects are not followed, and a 5xx tells nothing about the message."""
    chat = phones.citizen()
    phones.fault("error", method="sendMessage", code=code)
    with pytest.raises(MaybeSent):
        await telegram.say(chat, HELLO)


async def test_nobody_listening_means_never_sent() -> None:
    """A refused connection is safe to repeat."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    door = Telegram(TOKEN, f"http://127.0.0.1:{port}")
    await door.open()
    with pytest.raises(NeverSent):
        await door.say(1, HELLO)
    await door.close()


async def test_nobody_leads_us_elsewhere(phones: Phones) -> None:
    """A redirect is not followed: the bot talks to Telegram and to nothing else (promise 27)."""

    async def elsewhere(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        await reading.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 307 Go\r\nLocation: {phones.url}/bot{TOKEN}/getMe\r\nContent-Length: 0\r\n\r\n"
        writing.write(head.encode())
        await writing.drain()
        writing.close()

    async with await asyncio.start_server(elsewhere, "127.0.0.1", 0) as server:
        door = Telegram(TOKEN, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await door.open()
        with pytest.raises(MaybeSent):
            await door.me()
        await door.close()
    assert phones.calls("getMe") == []


async def test_a_closed_door_sends_nothing() -> None:
    """After ``close`` a straggler is told that nothing left."""
    with pytest.raises(NeverSent):
        await Telegram(TOKEN).say(1, HELLO)


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        (400, "Bad Request: chat not found", "Unreachable"),
        (400, "Bad Request: group chat was upgraded to a supergroup chat", "Unreachable"),
        (400, "Bad Request: message to edit not found", "MessageGone"),
        (400, "Bad Request: message can't be edited", "MessageFixed"),
        (400, "Bad Request: message can't be deleted for everyone", "MessageFixed"),
        (400, "Bad Request: BUTTON_DATA_INVALID", "Refused"),
        (400, "Bad Request: something new of 2027", "Refused"),
        (401, "Unauthorized", "BadToken"),
        (403, "Forbidden: bot was blocked by the user", "Unreachable"),
        (403, "Forbidden: user is deactivated", "Unreachable"),
        (403, "Forbidden: bot can't initiate conversation with a user", "Unreachable"),
        (404, "Not Found", "BadToken"),
        (409, "Conflict: terminated by other getUpdates request", "Conflict"),
    ],
)
async def test_every_refusal_has_its_name(
    telegram: Telegram, phones: Phones, code: int, words: str, name: str
) -> None:
    """The rest of the program acts on names, never on Telegram's sentences."""
    chat = phones.citizen()
    phones.fault("error", method="sendMessage", code=code, description=words)
    with pytest.raises(TelegramFailed) as failed:
        await telegram.say(chat, HELLO)
    assert type(failed.value) is getattr(errors, name)


async def test_somebody_who_blocked_us_is_unreachable(telegram: Telegram, phones: Phones) -> None:
    """As Telegram really says it."""
    chat = phones.citizen()
    phones.post("block", chat_id=chat)
    with pytest.raises(Unreachable):
        await telegram.say(chat, HELLO)
    with pytest.raises(Unreachable):
        await telegram.say(999_999_999, HELLO)


async def _refused(telegram: Telegram, phones: Phones, chat: int) -> Busy:
    phones.fault("error", method="sendMessage", code=429, retry_after=7)
    with pytest.raises(Busy) as failed:
        await telegram.say(chat, HELLO)
    return failed.value


async def test_one_chat_has_to_wait_and_no_other(telegram: Telegram, phones: Phones) -> None:
    """Telegram does not say whom a 429 is for: one chat alone, however often, is that chat."""
    chat, other = phones.citizen(), phones.citizen()
    for _ in range(5):
        busy = await _refused(telegram, phones, chat)
        assert (busy.seconds, busy.whole_bot) == (7, False)
    assert not (await _refused(telegram, phones, other)).whole_bot


async def test_three_chats_in_a_row_mean_the_whole_bot(telegram: Telegram, phones: Phones) -> None:
    """And one message that goes through means that it was not."""
    chats = [phones.citizen() for _ in range(5)]
    said = []
    for chat in chats[:3]:
        said.append((await _refused(telegram, phones, chat)).whole_bot)
        # Polling goes on all the while, and tells nothing about sending.
        await telegram.me()
    assert said == [False, False, True]
    await telegram.say(chats[3], HELLO)
    assert not (await _refused(telegram, phones, chats[4])).whole_bot


async def test_a_webhook_or_a_second_program_is_a_conflict(telegram: Telegram, phones: Phones) -> None:
    """Two programs on one token would take each other's updates."""
    phones.fault("error", method="getUpdates", code=409)
    with pytest.raises(errors.Conflict):
        await telegram.take(0, 100, 0)


async def test_updates_that_are_no_list_are_no_updates(telegram: Telegram, phones: Phones) -> None:
    """A proxy's page in place of an answer is a lost answer."""
    phones.citizen()
    phones.fault("slow_body", method="getUpdates", seconds=0.01)
    assert await telegram.take(0, 100, 0)


async def test_a_file_that_is_larger_than_it_was_told_is_cut_off(telegram: Telegram, phones: Phones) -> None:
    """Telegram's word on a size is not trusted: bytes are counted as they come."""
    phones.sends(phones.citizen(), "document", b"x" * 1000, file_name="a.bin")
    (sent,) = [taken.event for taken in await everything(telegram) if isinstance(taken.event, Attached)]
    request = AiohttpRequest()
    await request.initialize()
    found = await request.call(f"{phones.url}/bot{TOKEN}/getFile", {"file_id": sent.file})
    path = f"{phones.url}/file/bot{TOKEN}/{found['file_path']}"
    with pytest.raises(TooManyBytes):
        _ = [piece async for piece in request.download(path, 999)]
    await request.shutdown()


@pytest.mark.parametrize("kind", ["drop", "hang", "slow_body"])
async def test_a_file_that_breaks_off_may_be_fetched_again(
    telegram: Telegram, phones: Phones, kind: str
) -> None:
    """Half a file is no file, and fetching it anew harms nobody."""
    chat = phones.citizen()
    phones.sends(chat, "document", b"x" * 200_000, file_name="a.bin")
    file = str(phones.get(f"chat?chat_id={chat}")[-1]["media"]["file_id"])
    phones.fault(kind, method="file", seconds=15, times=2)
    with pytest.raises(NeverSent):
        _ = [piece async for piece in telegram.download(file, 200_000)]


async def test_the_token_is_in_no_failure_and_no_log(
    telegram: Telegram, phones: Phones, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither text, cause, context nor a log line at DEBUG holds it, and no word of a person either."""
    caplog.set_level(logging.DEBUG)
    chat = phones.citizen()
    for kind, more in (
        ("drop", {}),
        ("hang", {"seconds": 2}),
        ("error", {"code": 401}),
        ("error", {"code": 502}),
    ):
        phones.fault(kind, method="sendMessage", **more)
        with pytest.raises(TelegramFailed) as failed:
            await telegram.say(chat, Rendered("rahasia sekali"))
        assert failed.value.__cause__ is None
        assert failed.value.__context__ is None
        assert TOKEN not in repr(failed.value)
    async with _other_door(phones) as stranger:
        with pytest.raises(errors.BadToken):
            await stranger.me()
    await telegram.me()
    ours = [record for record in caplog.records if not record.name.startswith("uvicorn")]
    written = " ".join(f"{record.getMessage()} {record.exc_text}" for record in ours)
    assert TOKEN[11:] not in written
    assert "rahasia" not in written


class _other_door:  # noqa: N801 - reads as what it is
    def __init__(self, phones: Phones) -> None:
        self._door = Telegram(f"8{TOKEN}", phones.url)

    async def __aenter__(self) -> Telegram:
        await self._door.open()
        return self._door

    async def __aexit__(self, *_: object) -> None:
        await self._door.close()


def test_half_a_sign_in_one_update_spoils_no_other() -> None:
    """A lone surrogate stands in one person's text; what the others wrote in the same answer is read."""
    answer = AiohttpRequest.parse_json_payload(rb'{"ok":true,"result":[{"text":"\ud83d"},{"text":"Halo"}]}')
    assert answer["result"] == [{"text": "\ud83d"}, {"text": "Halo"}]


@pytest.mark.parametrize(
    "bad",
    [
        b"[" * 5000 + b"]" * 5000,
        b"1" * 5000,
        b'"\xff"',
        b"no word of JSON's",
        rb'{"text":"\ud83d","more":no}',
    ],
)
def test_an_update_that_no_reader_takes_spoils_no_other(bad: bytes) -> None:
    """Nested beyond reason, a number without end: Telegram would give the same answer again for ever."""
    good = rb'{"update_id":%d,"message":{"text":"a ]} \" {[ \\"}}'
    batch = b",".join([good % 1, b'{"update_id":2,"message":' + bad + b"}", good % 3])
    answer = AiohttpRequest.parse_json_payload(b'{"ok":true,"result":[' + batch + b"]}")
    updates = list_or_none(answer["result"]) or []
    assert [number_of(one) for one in updates] == [1, 2, 3]
    assert updates[0] == {"update_id": 1, "message": {"text": 'a ]} " {[ \\'}}
    assert updates[2] == {"update_id": 3, "message": {"text": 'a ]} " {[ \\'}}
    with pytest.raises(Unreadable):
        read(updates[1])


@pytest.mark.parametrize("cut", [1, 2, 3, 40])
def test_an_answer_that_is_cut_short_is_none(cut: int) -> None:
    """Half of a batch is not taken for the whole of it."""
    answer = b'{"ok":true,"result":[{"update_id":1,"message":{}},{"update_id":2,"message":{"text":"Halo"}}]}'
    with pytest.raises(PerhapsSent):
        AiohttpRequest.parse_json_payload(answer[:-cut])
