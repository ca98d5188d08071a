"""What all tests share: a data directory of their own, tools that may be absent, and LibreOffice as a reader."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

# Machines are shared and slow at times: a deadline would fail by luck. CI repeats the same examples every time.
settings.register_profile("here", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")

FONTS = Path(__file__).with_name("data") / "fonts.conf"


def pytest_configure() -> None:
    """Keep every test away from the printers of the person who runs it."""
    os.environ["CUPS_SERVER"] = "/nonexistent/no-printer.sock"


@pytest.fixture(autouse=True)
def _own_data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the drafts of the person who runs it."""
    monkeypatch.setenv("PERFEVAL_HOME", str(tmp_path / "perfeval-home"))


def unless_all_is_required(sentence: str) -> NoReturn:
    """Skip the test, or fail where nothing may be skipped, as in CI."""
    if os.environ.get("PERFEVAL_REQUIRE_ALL") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def require_tool() -> Callable[..., str]:
    """Return a function that gives the first tool's path, or skips the test where one of the tools is absent.

    With PERFEVAL_REQUIRE_ALL=1, as in CI, an absent tool is a failure.
    """

    def require(*names: str) -> str:
        absent = [name for name in names if shutil.which(name) is None]
        if absent:
            unless_all_is_required("not installed: " + ", ".join(absent))
        return str(shutil.which(names[0]))

    return require


@pytest.fixture(scope="session")
def soffice_pdf(
    require_tool: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], Path]:
    """Return a function that converts a document to PDF by LibreOffice, with the government fonts aliased."""
    soffice = require_tool("soffice")
    profile = tmp_path_factory.mktemp("soffice-profile")

    def convert(document: Path) -> Path:
        target = tmp_path_factory.mktemp("pdf")
        arguments = [
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(target),
            str(document),
        ]
        done = subprocess.run(
            [soffice, f"-env:UserInstallation={profile.as_uri()}", *arguments],
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=55,
            check=False,
        )
        pdf = target / f"{document.stem}.pdf"
        assert pdf.is_file(), f"LibreOffice made no PDF of {document.name}: {done.stdout}{done.stderr}"
        return pdf

    return convert


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites the expected documents of tests/golden."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden/expected; read the diff"
    )
