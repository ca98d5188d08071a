"""Take the README's pictures anew: `python tools/screenshots.py [NAME…]` writes docs/pictures/NAME.png."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.screenshot import Screen

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = str(ROOT / "resources" / "samples" / "2024-forms.json")


@dataclass(frozen=True)
class Scene:
    """What one picture shows: arguments of the program, then steps as `Screen.do` takes them."""

    arguments: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    size: str = "1440x900"
    scale: float = 1


SCENES = {
    "start": Scene(),
    "window": Scene((SAMPLE,)),
    "window-150": Scene((SAMPLE,), size="1920x1200", scale=1.5),
}


def take(name: str, scene: Scene) -> Path:
    """Return the picture of one scene, taken of a program that starts with an empty data directory."""
    picture = PICTURES / f"{name}.png"
    with tempfile.TemporaryDirectory() as home, Screen(scene.size, scale=scene.scale) as screen:
        command = [sys.executable, "-P", "-m", "perfeval_gui", *scene.arguments]
        screen.start(command, environment={"PERFEVAL_HOME": home})
        for step in scene.steps:
            screen.do(step)
        screen.shoot(picture)
    return picture


def main() -> None:
    """Take the pictures that are named on the command line, or all."""
    for name in sys.argv[1:] or SCENES:
        print(take(name, SCENES[name]))


if __name__ == "__main__":
    main()
