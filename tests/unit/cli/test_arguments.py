"""The words of the command line: what they mean, and one Chinese sentence where they mean nothing."""

import re

import pytest

from perfeval_gui.cli.arguments import COMMANDS, HELP, Request, is_command, parse
from perfeval_gui.errors import UsageError


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("import a.docx b.txt --json", Request("import", ["a.docx", "b.txt"], json=True)),
        ("import --save a.docx", Request("import", ["a.docx"], save=True)),
        ("drafts --json --data D", Request("drafts", json=True, data="D")),
        ("drafts --data=D", Request("drafts", data="D")),
        ("check a.docx --profile hubei-2020", Request("check", ["a.docx"], profile="hubei-2020")),
        ("check --drafts", Request("check", [], drafts=True)),
        ("check --list --json", Request("check", [], list=True, json=True)),
        (
            "export -o out a.docx --format json b.docx --single-file --overwrite",
            Request(
                "export",
                ["a.docx", "b.docx"],
                output="out",
                format="json",
                single_file=True,
                overwrite=True,
            ),
        ),
        (
            "export a.docx --output out --convert-to-wan",
            Request("export", ["a.docx"], output="out", convert_to_wan=True),
        ),
        ("export --drafts -o out", Request("export", [], output="out", drafts=True)),
        (
            "rollover a.docx --year 2025 -o out --shift-years",
            Request("rollover", ["a.docx"], output="out", year="2025", shift_years=True),
        ),
        ("summary a.docx -o 汇总.xlsx", Request("summary", ["a.docx"], output="汇总.xlsx")),
        ("check --json -- -奇怪的名字.docx", Request("check", ["-奇怪的名字.docx"], json=True)),
    ],
)
def test_the_words_mean_what_they_say(words, asked) -> None:
    assert parse(words.split()) == asked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("import", "没有给出文件"),
        ("check --json", "没有给出文件"),
        ("export a.docx", "-o"),
        ("export -o out", "没有给出文件"),
        ("export a.docx -o", "-o"),
        ("export a.docx -o out --format pptx", "pptx"),
        ("rollover a.docx -o out", "--year"),
        ("rollover a.docx -o out --year 25", "--year"),
        ("rollover a.docx -o out --year ２０２５", "--year"),
        ("summary a.docx", "-o"),
        ("drafts a.docx", "a.docx"),
        ("drafts -- a.docx", "drafts"),
        ("check a.docx --strict", "--strict"),
        ("check a.docx --draft", "--draft"),
        ("check a.docx --json=yes", "--json"),
        ("check a.docx --data", "--data"),
    ],
)
def test_what_is_unclear_is_named_in_one_chinese_sentence(words, said) -> None:
    with pytest.raises(UsageError) as refused:
        parse(words.split())
    assert said in refused.value.message
    assert "\n" not in refused.value.message
    assert re.search("[\u4e00-\u9fff]", refused.value.message)
    assert "argument" not in refused.value.message


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"], *([word] for word in COMMANDS)])
def test_a_word_of_ours_needs_no_window(words) -> None:
    assert is_command(words)


@pytest.mark.parametrize("words", [[], ["a.docx"], ["--data", "D"], ["a.docx", "check"]])
def test_anything_else_opens_the_window(words) -> None:
    assert not is_command(words)


def test_the_help_names_every_command() -> None:
    assert all(f"perfeval {word} " in HELP for word in COMMANDS)
