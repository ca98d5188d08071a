"""Whatever is typed behind a command, it is understood or refused in one Chinese sentence."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from perfeval_gui.cli.arguments import COMMANDS, Request, parse
from perfeval_gui.errors import UsageError

words = st.lists(
    st.one_of(
        st.sampled_from(
            "--json --save --drafts --list -o --output --format docx pdf --single-file --overwrite --year 2025 "
            "--shift-years --convert-to-wan --data --profile -- - -x --json=1 --data= -o= -ofoo --format=xlsx".split()
        ),
        st.text(max_size=6),
    ),
    max_size=6,
)


@given(st.sampled_from(COMMANDS), words)
@example("check", ["--format", "%s"])
@example("export", ["a", "--", "b", "--", "-c"])
@example("export", ["--format", "'}{0}"])
def test_any_words_mean_something_or_are_refused(command, behind) -> None:
    try:
        asked: Request | UsageError = parse([command, *behind])
    except UsageError as error:
        asked = error
    if isinstance(asked, UsageError):
        assert re.search("[\u4e00-\u9fff]", asked.message)
    else:
        assert asked.files or asked.drafts or asked.list or command == "drafts"
