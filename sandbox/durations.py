"""How long a recording lasts and how large its picture is, read from the file itself.

Law: what cannot be read is zero, never an error: Telegram takes the file all the same.
"""

import struct

OGG_HEADER = 27
OPUS_RATE = 48_000
WAV_HEADER = 44
MP3_SYNC, MP3_MASK, MP3_LAYER_3 = 0xFF, 0xE6, 0xE2
FRAME = (320, 240)


def duration_of(content: bytes) -> int:
    """Give whole seconds of an Ogg, WAV, MP4 or MP3 file."""
    if content[:4] == b"OggS":
        return _ogg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return _wav(content)
    if content[4:8] == b"ftyp":
        return _mp4(content)
    return _mp3(content) if content[:3] == b"ID3" or content[:1] == b"\xff" else 0


def _ogg(content: bytes) -> int:
    last = content.rfind(b"OggS")
    if len(content) < last + OGG_HEADER:
        return 0
    position = int(struct.unpack_from("<q", content, last + 6)[0])
    vorbis = content.find(b"\x01vorbis", 0, 200)
    rate = int(struct.unpack_from("<I", content, vorbis + 12)[0]) if vorbis > 0 else OPUS_RATE
    return max(0, round(position / rate)) if rate else 0


def _wav(content: bytes) -> int:
    if len(content) < WAV_HEADER:
        return 0
    per_second = int(struct.unpack_from("<I", content, 28)[0])
    return round((len(content) - WAV_HEADER) / per_second) if per_second else 0


def _mp4(content: bytes) -> int:
    at = content.find(b"mvhd")
    if at < 0 or len(content) < at + 40:
        return 0
    wide = content[at + 4] == 1
    scale, length = struct.unpack_from(">IQ" if wide else ">II", content, at + (24 if wide else 16))
    return round(length / scale) if scale else 0


def _mp3(content: bytes) -> int:
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
    for at in range(min(len(content) - 4, 100_000)):
        if content[at] == MP3_SYNC and content[at + 1] & MP3_MASK == MP3_LAYER_3:
            rate = rates[content[at + 2] >> 4]
            return round((len(content) - at) * 8 / (rate * 1000)) if rate else 0
    return 0


def frame_of(content: bytes) -> tuple[int, int]:
    """Give width and height of an MP4's first picture track."""
    at = content.find(b"tkhd")
    while at >= 0:
        place = at + (92 if content[at + 4 : at + 5] == b"\x01" else 80)
        width, height = struct.unpack_from(">HxxH", content, place) if len(content) >= place + 8 else (0, 0)
        if width and height:
            return int(width), int(height)
        at = content.find(b"tkhd", at + 4)
    return FRAME
