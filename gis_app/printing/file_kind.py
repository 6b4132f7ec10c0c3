"""Kinds of files that a publication is written as."""

from enum import StrEnum


class FileKind(StrEnum):
    """One PDF, or a picture or drawing for each sheet."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
