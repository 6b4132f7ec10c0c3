"""How a print will look: colours of the screen as paper and inks of a press will show them."""

from functools import lru_cache

from PIL import Image, ImageCms
from PySide6.QtGui import QImage

from gis_app.printing.cmyk import PressProfile


@lru_cache(maxsize=2)
def _transform(profile: PressProfile) -> ImageCms.ImageCmsTransform:
    screen = ImageCms.createProfile("sRGB")
    return ImageCms.buildProofTransform(
        screen,
        screen,
        profile.icc,
        "RGB",
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        proofRenderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.SOFTPROOFING | ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def soft_proof(image: QImage, profile: PressProfile) -> QImage:
    """Return a picture in the colours that the press can print, white staying white."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (plain.width(), plain.height())
    picture = Image.frombytes("RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1)
    ImageCms.applyTransform(picture, _transform(profile), inPlace=True)
    shown = QImage(picture.tobytes(), *size, 3 * size[0], QImage.Format.Format_RGB888).copy()
    shown.setDotsPerMeterX(image.dotsPerMeterX())
    shown.setDotsPerMeterY(image.dotsPerMeterY())
    return shown
