"""Converted pictures of a PDF that wait on disk until it is saved: hundreds of photos need little memory."""

from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Self

import pikepdf
from pikepdf import Array, Dictionary, Name

_BATCH_BYTES: Final = 32 * 2**20
_OLD_KEYS: Final = frozenset(
    {"/BitsPerComponent", "/ColorSpace", "/Decode", "/DecodeParms", "/Filter", "/Interpolate", "/Length"}
)


class PictureStore(AbstractContextManager["PictureStore"]):
    """Pictures in CMYK (JPEG) that take the place of others; to be left after the document was saved.

    Parameters
    ----------
    folder
        Where they wait, on the disk of the document.
    """

    def __init__(self, folder: Path) -> None:
        self._files = ExitStack()
        self._folder = Path(self._files.enter_context(TemporaryDirectory(prefix=".", dir=folder)))
        self._waiting: list[tuple[pikepdf.Stream, bytes]] = []
        self._made: dict[tuple[int, int], pikepdf.Object] = {}
        self._inks: dict[tuple[int, int], float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def ink_of(self, image: pikepdf.Stream) -> float | None:
        """Return the most ink of a picture that was put before: pages share pictures."""
        return self._inks.get(image.objgen)

    def put(self, image: pikepdf.Stream, jpeg: bytes, ink: float, document: pikepdf.Pdf) -> None:
        """Keep what takes the place of a picture."""
        self._inks[image.objgen] = ink
        self._waiting.append((image, jpeg))
        if sum(len(one) for _, one in self._waiting) >= _BATCH_BYTES:
            self._write(document)

    def place(self, document: pikepdf.Pdf) -> None:
        """Put the pictures onto the pages of the document that they came from."""
        self._write(document)
        for page in document.pages:
            pictures = page.Resources.get("/XObject", Dictionary())
            for name, image in list(pictures.items()):
                if image.objgen in self._made:
                    pictures[name] = self._made[image.objgen]

    def _write(self, document: pikepdf.Pdf) -> None:
        """Move what waits to a file of its own: a PDF reads pictures of another only when it is saved."""
        if not self._waiting:
            return
        path = self._folder / f"{len(self._made)}.pdf"
        with pikepdf.new() as aside:
            streams = [aside.make_stream(jpeg, Filter=Name.DCTDecode) for _, jpeg in self._waiting]
            aside.Root.Pictures = Array(streams)
            aside.save(path)
        kept = self._files.enter_context(pikepdf.open(path, access_mode=pikepdf.AccessMode.stream))
        for (image, _), stream in zip(self._waiting, list(kept.Root.Pictures), strict=True):
            made = document.copy_foreign(stream)
            for key in {*image.keys()} - _OLD_KEYS:
                made[key] = image[key]
            made.ColorSpace, made.BitsPerComponent = Name.DeviceCMYK, 8
            # JPEG files in CMYK hold ink upside down (the custom Adobe began).
            made.Decode = Array([1, 0] * 4)
            self._made[image.objgen] = made
        self._waiting.clear()
