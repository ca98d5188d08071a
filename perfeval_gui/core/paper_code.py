"""签字回对码: a short code in the footer that ties a signed sheet of paper to the text it was printed from."""

from __future__ import annotations

import hashlib
import json

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.form import Form

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread
_LENGTH = 8
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def paper_code(form: Form) -> str:
    """Return the code of the form's text, such as `7K2M-9QXD`; another text has another code."""
    text = json.dumps(form_to_json(form), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode("ascii")).digest()[:5], "big")
    letters = "".join(_LETTERS[number >> (5 * place) & 31] for place in reversed(range(_LENGTH)))
    return f"{letters[:4]}-{letters[4:]}"


def same_code(typed: str, code: str) -> bool:
    """Return whether a code read from paper is the code, however it was typed."""
    return _plain(typed) == _plain(code)


def _plain(code: str) -> str:
    return "".join(code.upper().translate(_MISREAD).replace("-", "").split())
