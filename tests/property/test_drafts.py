"""Whatever is edited and saved in whatever order, loading brings exactly what was saved last."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Filing, Project
from perfeval_gui.drafts.codec import decode, encode
from perfeval_gui.drafts.store import DraftStore
from tests.examples import example_filing
from tests.property.forms import edits, projects


@given(projects())
def test_decoding_gives_back_what_was_encoded(project):
    assert decode(encode(project)) == project
    assert encode(decode(encode(project))) == encode(project)


@settings(max_examples=25)
@given(st.data())
def test_loading_gives_back_what_was_saved_last(data):
    with tempfile.TemporaryDirectory() as folder:
        store = DraftStore.open(Path(folder))
        filing, saved = example_filing(), Filing()
        for _ in range(data.draw(st.integers(1, 5))):
            changed: dict[str, Project | None] = dict.fromkeys(saved.projects.keys() - filing.projects.keys())
            changed |= {k: v for k, v in filing.projects.items() if saved.projects.get(k) is not v}
            store.save(changed)
            saved = filing
            if data.draw(st.booleans()):
                store.close()
                store = DraftStore.open(Path(folder))
            loaded = store.load_all()
            assert {p.id: encode(p) for p in loaded.projects} == {
                k: encode(v) for k, v in saved.projects.items()
            }
            assert store.verify().is_good
            filing = apply(filing, data.draw(edits(filing)))
        store.close()
