"""The forms in which invitations are handed out: apart from what makes them, so that the command line names them at no cost."""

from enum import StrEnum


class Form(StrEnum):
    """How invitations are handed out."""

    TEXT = "text"
    CSV = "csv"
    QR = "qr"
    PNG = "png"
    HTML = "html"
