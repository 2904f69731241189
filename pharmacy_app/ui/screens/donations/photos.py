"""Photos before they are kept: turned upright, made small enough to read and no larger, without what the telephone wrote into them."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from pharmacy_app.domain.errors import Refusal, Trouble
from pharmacy_app.services.donation_documents import PDF, media_type
from pharmacy_app.ui import printing

LONGEST = 2200  # pixels of the longer side: a packing list on A4 can be read well
QUALITY = 85
SMALL = 1_000_000  # bytes; what is smaller, and no JPEG, stays as it is
MOST_READ = 60 * 1024 * 1024  # bytes of a photo before it is made smaller
MOST_PIXELS = 120_000_000


def prepared(content: bytes) -> bytes:
    """The bytes to keep: a photo of at most 2200 pixels, or the PDF as it is.

    A JPEG is always written anew, so that the place where it was taken does not stay in it. Raises `Refusal`: those of `media_type`,
    `document_unreadable` (also a PDF with a password), `document_too_large`.
    """
    if len(content) > MOST_READ:
        raise Refusal("document_too_large", "document", most=MOST_READ // 1024 // 1024)
    kind = media_type(content if content.startswith(b"%PDF-") else content[:64])  # a photo may be larger than what is kept of it
    if kind == PDF:
        try:
            printing.document(content)
        except Trouble as trouble:
            raise Refusal("document_unreadable", "document") from trouble
        return content
    image = read(content)
    small = max(image.width(), image.height()) <= LONGEST and len(content) <= SMALL
    return content if small and kind != "image/jpeg" else _jpeg(image)


def read(content: bytes) -> QImage:
    """The photo upright, at most 2200 pixels long. Raises `Refusal` `document_unreadable`."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        raise Refusal("document_unreadable", "document")
    if max(size.width(), size.height()) > LONGEST:
        reader.setScaledSize(size.scaled(QSize(LONGEST, LONGEST), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Refusal("document_unreadable", "document")
    return image


def from_clipboard(image: QImage) -> bytes:
    """A picture that was copied, as a photo to keep."""
    longest = max(image.width(), image.height())
    size = QSize(LONGEST, LONGEST)
    shrunk = (
        image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation) if longest > LONGEST else image
    )
    return _jpeg(shrunk)


def _jpeg(image: QImage) -> bytes:
    white = QImage(image.size(), QImage.Format.Format_RGB32)  # what is transparent is paper
    white.fill(Qt.GlobalColor.white)
    from_image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(white)
    painter.drawImage(0, 0, from_image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    white.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
