"""The difference of two JSON values, made on the first, gives the second."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui.drafts.codec import canonical, decode, encode
from perfeval_gui.drafts.delta import difference, patched
from tests.property.forms import projects

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3)
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
)


@given(values, values)
def test_making_the_difference_gives_the_second(old, new):
    before = canonical(old)
    assert canonical(patched(old, difference(old, new))) == canonical(new)
    assert canonical(old) == before


@settings(max_examples=30)
@given(projects(), projects())
def test_the_same_holds_for_drafts_and_survives_json(old, new):
    changes = json.loads(canonical(difference(json.loads(encode(old)), json.loads(encode(new)))))
    assert decode(canonical(patched(json.loads(encode(old)), changes))) == new
