"""Forms as the contract's JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.form import Form


def json_bytes(form: Form) -> bytes:
    """Return one form as a JSON object in UTF-8."""
    return _encoded(form_to_json(form))


def json_list_bytes(forms: Sequence[Form]) -> bytes:
    """Return forms as a JSON list in UTF-8."""
    return _encoded([form_to_json(form) for form in forms])


def _encoded(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
