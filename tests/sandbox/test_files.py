"""Files: what is kept of them, and what is refused."""

from pathlib import Path

import pytest
from PIL import Image

from tests.sandbox.line import Line, base64, picture

MEGABYTE = 1 << 20


def send(line: Line, chat: int, kind: str, content: bytes, name: str = "berkas.bin", **more: str) -> dict:
    """Upload a file; give the whole answer."""
    method = "sendVideoNote" if kind == "video_note" else f"send{kind.capitalize()}"
    return line.call(method, {kind: (name, content)}, chat_id=str(chat), **more)


def test_a_photo_is_scaled_to_telegrams_sizes(line: Line, chat: int) -> None:
    """The largest is 1280, and the camera's notes are gone."""
    sizes = send(line, chat, "photo", picture(3000, 2000))["result"]["photo"]
    assert [size["width"] for size in sizes] == [90, 320, 800, 1280]
    file = line.bot("getFile", file_id=sizes[-1]["file_id"])
    raw = line.http.get(f"/file/bot{line.token}/{file['file_path']}").content
    assert (len(raw), raw[:3]) == (file["file_size"], b"\xff\xd8\xff")


def test_every_size_of_a_photo_sends_the_whole_photo(line: Line, chat: int) -> None:
    """Also the smallest."""
    sizes = send(line, chat, "photo", picture(1000, 500))["result"]["photo"]
    again = line.bot("sendPhoto", chat_id=chat, photo=sizes[0]["file_id"])
    assert [size["width"] for size in again["photo"]] == [90, 320, 800, 1000]


def test_a_file_id_differs_each_time_and_the_unique_id_does_not(line: Line, chat: int) -> None:
    """As bots must expect."""
    first = send(line, chat, "document", b"isi")["result"]["document"]
    second = line.bot("sendDocument", chat_id=chat, document=first["file_id"])["document"]
    assert first["file_id"] != second["file_id"]
    assert first["file_unique_id"] == second["file_unique_id"]


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("photo", b"", "file must be non-empty"),
        ("photo", b"no picture", "IMAGE_PROCESS_FAILED"),
        ("document", b"", "file must be non-empty"),
    ],
)
def test_bad_uploads_are_refused(line: Line, chat: int, kind: str, content: bytes, words: str) -> None:
    """In Telegram's words."""
    assert send(line, chat, kind, content)["description"] == f"Bad Request: {words}"


def test_a_picture_of_an_odd_shape_is_refused(line: Line, chat: int) -> None:
    """Twenty times as long as wide is the limit."""
    assert send(line, chat, "photo", picture(2100, 100))["description"] == (
        "Bad Request: PHOTO_INVALID_DIMENSIONS"
    )


@pytest.mark.parametrize("kind", ["photo", "document", "voice"])
def test_a_call_without_a_file_is_refused(line: Line, chat: int, kind: str) -> None:
    """It is named which."""
    told = line.refused(f"send{kind.capitalize()}", chat_id=chat)
    assert told == f"Bad Request: there is no {kind} in the request"


def test_a_wrong_id_is_refused_in_two_ways(line: Line, chat: int) -> None:
    """When sending and when fetching."""
    assert line.refused("sendPhoto", chat_id=chat, photo="x") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert line.refused("getFile", file_id="x") == "Bad Request: invalid file_id"
    assert line.refused("getFile", file_id="A" * 60) == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )


def test_a_voice_cannot_be_sent_as_a_photo(line: Line, chat: int) -> None:
    """Both kinds are named."""
    voice = send(line, chat, "voice", b"OggS suara")["result"]["voice"]["file_id"]
    assert line.refused("sendPhoto", chat_id=chat, photo=voice) == (
        "Bad Request: can't use file of type VoiceNote as Photo"
    )


def test_more_than_twenty_megabytes_cannot_be_fetched(line: Line, chat: int) -> None:
    """They can be sent by a person all the same."""
    line.sim("say", chat_id=chat, document=base64(bytes(20 * MEGABYTE + 1)), file_name="besar.bin")
    document = line.updates()[-1]["message"]["document"]
    assert document["file_size"] == 20 * MEGABYTE + 1
    assert line.refused("getFile", file_id=document["file_id"]) == "Bad Request: file is too big"


def test_a_photo_over_ten_megabytes_is_refused(line: Line, chat: int) -> None:
    """A document of that size is taken."""
    assert (
        send(line, chat, "photo", bytes(10 * MEGABYTE + 1))["description"] == "Bad Request: file is too big"
    )
    assert send(line, chat, "document", bytes(10 * MEGABYTE + 1))["ok"]


def test_a_voice_tells_its_length(line: Line, chat: int) -> None:
    """Read from the file when nobody says it."""
    page = b"OggS\x00\x04" + (48_000 * 7).to_bytes(8, "little") + bytes(20)
    line.sim("say", chat_id=chat, voice=base64(page), mime_type="audio/ogg")
    assert line.updates()[-1]["message"]["voice"]["duration"] == 7
    line.sim("say", chat_id=chat, voice=base64(b"x"), duration=3)
    assert line.updates()[-1]["message"]["voice"]["duration"] == 3


def test_what_a_person_sends_can_be_fetched_byte_for_byte(line: Line, chat: int) -> None:
    """A document keeps its name and kind."""
    line.sim("say", chat_id=chat, document=base64(b"rahasia"), file_name="catatan.pdf", caption="lihat")
    message = line.updates()[-1]["message"]
    assert (message["caption"], message["document"]["mime_type"]) == ("lihat", "application/pdf")
    path = line.bot("getFile", file_id=message["document"]["file_id"])["file_path"]
    assert line.http.get(f"/file/bot{line.token}/{path}").content == b"rahasia"


def test_a_wrong_token_fetches_no_file(line: Line, chat: int) -> None:
    """Nor a path that is none."""
    path = line.bot("getFile", file_id=send(line, chat, "document", b"x")["result"]["document"]["file_id"])[
        "file_path"
    ]
    assert line.http.get(f"/file/bot1:wrong/{path}").status_code == 401
    assert line.http.get(f"/file/bot{line.token}/documents/none").status_code == 404


def test_an_album_has_two_to_ten_items_of_kinds_that_go_together(line: Line, chat: int) -> None:
    """Audio and documents only with their own kind; no keyboard."""
    photo = send(line, chat, "photo", picture())["result"]["photo"][-1]["file_id"]
    paper = send(line, chat, "document", b"x")["result"]["document"]["file_id"]
    one, other = {"type": "photo", "media": photo}, {"type": "document", "media": paper}
    refused = [
        line.refused("sendMediaGroup", chat_id=chat, media=media)
        for media in ([one], [one] * 11, [one, other])
    ]
    assert refused == [
        "Bad Request: media must have from 2 to 10 items",
        "Bad Request: media must have from 2 to 10 items",
        "Bad Request: document can't be mixed with other media types",
    ]
    assert len(line.bot("sendMediaGroup", chat_id=chat, media=[one, one])) == 2


def test_the_page_gets_media_without_running_them(line: Line, chat: int) -> None:
    """A file that a person sent must never act on the page."""
    line.sim("say", chat_id=chat, document=base64(b"<script>1</script>"), file_name="x.html")
    shown = line.chat(chat)[-1]["media"]
    answer = line.http.get("/sim/media", params={"file_id": shown["file_id"]})
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_address_on_the_pretended_web_may_be_sent(line: Line, chat: int) -> None:
    """The sandbox opens no other."""
    line.sim("web", url="https://contoh.id/a.png", content=base64(picture(300, 300)))
    assert line.bot("sendPhoto", chat_id=chat, photo="https://contoh.id/a.png")["photo"]
    assert "wrong file identifier" in line.refused("sendPhoto", chat_id=chat, photo="https://contoh.id/b.png")


def test_pictures_are_turned_as_the_camera_held_them(line: Line, chat: int, tmp_path: Path) -> None:
    """An Exif turn is done, not kept."""
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (200, 100)).save(tmp_path / "p.jpg", exif=exif)
    sizes = send(line, chat, "photo", (tmp_path / "p.jpg").read_bytes())["result"]["photo"]
    assert (sizes[-1]["width"], sizes[-1]["height"]) == (100, 200)
