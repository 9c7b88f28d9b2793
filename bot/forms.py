"""The forms in which invitations are handed out: apart from what makes them, so that the command line names them at no cost."""

from typing import Literal, get_args

Form = Literal["text", "csv", "qr", "png", "html"]
FORMS: tuple[Form, ...] = get_args(Form)
