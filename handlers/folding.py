"""Texts compared the way people type: marks, capitals and punctuation make no difference."""

import unicodedata


def fold(text: str) -> str:
    """Return the text in lower case without marks and punctuation, words parted by one space: "CHƯƠNG TRÌNH!" → "chuong trinh"."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(letters).split())
