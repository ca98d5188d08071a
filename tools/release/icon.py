"""Draw packaging/windows/perfeval.ico anew from the program's SVG: `python -m tools.release.icon`, after a change of it."""

import os
import struct
from io import BytesIO

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from tools.release.bundle import PACKAGING, ROOT

_SIZES = (16, 24, 32, 48, 64, 256)


def _drawn(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def icon(pictures: dict[int, bytes]) -> bytes:
    """Return an .ico file of PNG pictures by their size in pixels."""
    directory, body = BytesIO(), BytesIO()
    directory.write(struct.pack("<HHH", 0, 1, len(pictures)))
    start = 6 + 16 * len(pictures)
    for size, data in pictures.items():
        edge = size % 256  # 256 is written as 0
        directory.write(struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(data), start + body.tell()))
        body.write(data)
    return directory.getvalue() + body.getvalue()


def main() -> None:
    """Write the file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QGuiApplication([])
    renderer = QSvgRenderer(str(ROOT / "resources" / "icons" / "perfeval.svg"))
    pictures = {size: _drawn(renderer, size) for size in _SIZES}
    (PACKAGING / "windows" / "perfeval.ico").write_bytes(icon(pictures))


if __name__ == "__main__":
    main()
