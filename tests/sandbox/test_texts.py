"""Texts are parsed, measured and refused as Telegram does it."""

import pytest

from tests.sandbox.line import Json, Line, picture

Spans = list[tuple[str, int, int]]
MARKED = [
    ("HTML", "<b>tebal</b> <i>miring</i>", "tebal miring", [("bold", 0, 5), ("italic", 6, 6)]),
    ("html", "<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("HTML", "😀 <u>x</u>", "😀 x", [("underline", 3, 1)]),
    ("HTML", "&lt;b&gt; &amp; &#65;&#x42; &copy;", "<b> & AB &copy;", []),
    ("HTML", "<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
    ("HTML", "<tg-spoiler>s</tg-spoiler>", "s", [("spoiler", 0, 1)]),
    ("HTML", '<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
    ("HTML", '<pre><code class="language-python">x = 1</code></pre>', "x = 1", [("pre", 0, 5)]),
    ("HTML", "<code>a</code> /start", "a /start", [("code", 0, 1), ("bot_command", 2, 6)]),
    ("HTML", "<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
    ("HTML", '<a href="http://example.com">situs</a>', "situs", [("text_link", 0, 5)]),
    ("HTML", '<a href="tg://user?id=42">orang</a>', "orang", [("text_mention", 0, 5)]),
    ("HTML", '<tg-time unix="1700000000" format="t">tadi</tg-time>', "tadi", [("date_time", 0, 4)]),
    ("HTML", "<b></b>kosong", "kosong", []),
    ("Markdown", "*tebal* _miring_ `kode`", "tebal miring kode",
     [("bold", 0, 5), ("italic", 6, 6), ("code", 13, 4)]),
    ("Markdown", r"\*bukan\* [situs](http://example.com)", "*bukan* situs", [("text_link", 8, 5)]),
    ("Markdown", "```py\nx\n```", "x", [("pre", 0, 1)]),
    ("MarkdownV2", "*tebal _dan miring_*", "tebal dan miring", [("bold", 0, 16), ("italic", 6, 10)]),
    ("MarkdownV2", "__garis__ ~coret~ ||rahasia||", "garis coret rahasia",
     [("underline", 0, 5), ("strikethrough", 6, 5), ("spoiler", 12, 7)]),
    ("MarkdownV2", r"1\. satu\!", "1. satu!", []),
    ("MarkdownV2", ">kutipan\n>dua\nbukan", "kutipan\ndua\nbukan", [("blockquote", 0, 11)]),
    ("MarkdownV2", ">satu\n>dua||", "satu\ndua", [("expandable_blockquote", 0, 8)]),
    ("MarkdownV2", "`a*b`", "a*b", [("code", 0, 3)]),
    ("MarkdownV2", r"[situs](http://example.com/\))", "situs", [("text_link", 0, 5)]),
    ("", "hubungi a@b.co atau @warga_satu #aman https://example.com.", None,
     [("email", 8, 6), ("mention", 20, 11), ("hashtag", 32, 5), ("url", 38, 19)]),
]  # fmt: skip

E = "can't parse entities: "
RESERVED = E + "Character '.' is reserved and must be escaped with the preceding '\\'"
REFUSED = [
    ("HTML", "<b>a", E + "Can't find end tag corresponding to start tag \"b\""),
    ("HTML", "<p>a</p>", E + 'Unsupported start tag "p" at byte offset 0'),
    ("HTML", "é</b>", E + "Unexpected end tag at byte offset 2"),
    ("HTML", "<b>a</i>", E + 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("HTML", "a <b", E + "Unclosed start tag at byte offset 2"),
    ("HTML", "<b>a</b", E + "Unclosed end tag at byte offset 4"),
    ("HTML", "<span>a</span>", E + 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("Markdown", "é *a", E + "Can't find end of the entity starting at byte offset 3"),
    ("MarkdownV2", "selesai.", RESERVED),
    ("MarkdownV2", "é *a", E + "Can't find end of Bold entity at byte offset 3"),
    ("MarkdownV2", "`a", E + "Can't find end of Code entity at byte offset 0"),
    ("MarkdownV2", "_a", E + "Can't find end of Italic entity at byte offset 0"),
    ("MarkdownV2", "[a](b", E + "Can't find end of a URL at byte offset 4"),
    ("BBCode", "a", "unsupported parse_mode"),
    ("", "", "message text is empty"),
    ("", " \n ", "text must be non-empty"),
    ("", "x" * 4097, "message is too long"),
    ("", "é" * 16385, "text is too long"),
    ("HTML", "<b></b>", "text must be non-empty"),
]  # fmt: skip


def spans(message: Json) -> Spans:
    """Give the entities of a message in short."""
    return [(each["type"], each["offset"], each["length"]) for each in message.get("entities", [])]


@pytest.mark.parametrize(("mode", "text", "plain", "entities"), MARKED)
def test_marked_text_becomes_entities(
    line: Line, chat: int, mode: str, text: str, plain: str | None, entities: list[tuple[str, int, int]]
) -> None:
    """Offsets and lengths are in UTF-16 units, as the real server gives them."""
    sent = line.bot("sendMessage", chat_id=chat, text=text, parse_mode=mode)
    assert sent["text"] == (text if plain is None else plain)
    assert spans(sent) == entities


@pytest.mark.parametrize(("mode", "text", "words"), REFUSED)
def test_bad_text_is_refused_in_telegrams_words(
    line: Line, chat: int, mode: str, text: str, words: str
) -> None:
    """Nothing lands in the chat."""
    before = len(line.chat(chat))
    assert line.refused("sendMessage", chat_id=chat, text=text, parse_mode=mode) == f"Bad Request: {words}"
    assert len(line.chat(chat)) == before


def test_4096_are_counted_after_parsing_and_in_code_points(line: Line, chat: int) -> None:
    """Marks do not count, and an emoji is one."""
    sent = line.bot("sendMessage", chat_id=chat, text=f"<b>{'😀' * 4096}</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096
    assert spans(sent) == [("bold", 0, 8192)]


def test_space_around_a_text_is_trimmed_and_entities_move_along(line: Line, chat: int) -> None:
    """As Telegram stores it."""
    sent = line.bot("sendMessage", chat_id=chat, text="  \n<b>a</b> b \n", parse_mode="HTML")
    assert (sent["text"], spans(sent)) == ("a b", [("bold", 0, 1)])


def test_control_characters_vanish_and_entities_stay_on_their_words(line: Line, chat: int) -> None:
    """A carriage return is dropped from the stored text."""
    sent = line.bot("sendMessage", chat_id=chat, text="a\r\n<b>b</b>", parse_mode="HTML")
    assert (sent["text"], spans(sent)) == ("a\nb", [("bold", 2, 1)])


def test_entities_may_be_sent_beside_the_text(line: Line, chat: int) -> None:
    """Kinds that Telegram finds by itself are ignored there."""
    given = [{"type": "bold", "offset": 0, "length": 2}, {"type": "url", "offset": 0, "length": 2}]
    assert spans(line.bot("sendMessage", chat_id=chat, text="abc", entities=given)) == [("bold", 0, 2)]


def test_a_caption_over_1024_is_refused(line: Line, chat: int) -> None:
    """Counted after parsing."""
    photo = {"photo": ("p.png", picture())}
    assert line.refused("sendPhoto", photo, chat_id=str(chat), caption="x" * 1025) == (
        "Bad Request: message caption is too long"
    )


def test_parameters_are_read_from_query_form_multipart_and_json(line: Line, chat: int) -> None:
    """All ways give the same message."""
    path, wish = f"/bot{line.token}/sendMessage", {"chat_id": str(chat), "text": "sama"}
    answers = [
        line.http.get(path, params=wish),
        line.http.post(path, data=wish),
        line.http.post(path, json=wish),
        line.http.post(path, data=wish, files={"unused": b"x"}),
    ]
    assert [answer.json()["result"]["text"] for answer in answers] == ["sama"] * 4


def test_method_names_are_case_insensitive_and_unknown_ones_are_404(line: Line) -> None:
    """A name Telegram does not know never gets a cheerful true."""
    assert line.bot("GETME")["is_bot"] is True
    told = line.call("sendTelepathy")
    assert (told["error_code"], told["description"]) == (404, "Not Found: method not found")


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("7000000001:wrong", "Unauthorized"),
        ("nonsense", "Unauthorized: invalid token specified"),
        ("0123:abc", "Unauthorized: invalid token specified"),
    ],
)
def test_a_wrong_token_is_refused(line: Line, token: str, words: str) -> None:
    """With 401, and different words for one that never could be a token."""
    answer = line.http.get(f"/bot{token}/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, words)
