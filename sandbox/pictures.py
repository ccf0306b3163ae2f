"""Pictures as Telegram keeps them.

Law: recompressed to JPEG, nothing of the camera's notes stays, no size above 1280.
"""

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

EDGES = (90, 320, 800, 1280)
LONGEST_SUM = 10_000
STEEPEST = 20
THUMBNAIL = 320
SEEN_AS_PICTURES = (b"\xff\xd8\xff", b"\x89PNG")


class PictureError(Exception):
    """The bytes are no picture Telegram would take; the text is Telegram's."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One size of a photo."""

    width: int
    height: int
    content: bytes = field(repr=False)


def sizes_of(content: bytes) -> list[Picture]:
    """Give the photo in the sizes Telegram keeps, smallest first."""
    try:
        with Image.open(BytesIO(content)) as opened:
            _refuse_odd_shapes(opened.width, opened.height)
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise PictureError("IMAGE_PROCESS_FAILED") from None
    longest = max(image.size)
    edges = [edge for edge in EDGES if edge < longest] + ([longest] if longest <= EDGES[-1] else [])
    return [_scaled(image, edge) for edge in edges]


def _refuse_odd_shapes(width: int, height: int) -> None:
    if width + height > LONGEST_SUM or max(width, height) > STEEPEST * min(width, height):
        raise PictureError("PHOTO_INVALID_DIMENSIONS")


def _scaled(image: Image.Image, edge: int) -> Picture:
    ratio = min(1.0, edge / max(image.size))
    size = max(1, round(image.width * ratio)), max(1, round(image.height * ratio))
    copy = image if ratio == 1.0 else image.resize(size, Image.Resampling.BILINEAR)
    out = BytesIO()
    copy.save(out, "JPEG", quality=82)
    return Picture(copy.width, copy.height, out.getvalue())


def thumbnail_of(content: bytes) -> Picture | None:
    """Give a small picture of a file that happens to be one."""
    try:
        if not content.startswith(SEEN_AS_PICTURES):
            return None
        return next(size for size in reversed(sizes_of(content)) if max(size.width, size.height) <= THUMBNAIL)
    except PictureError:
        return None
