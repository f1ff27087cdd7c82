"""The board's own judgement, tried by Node: tests/kitchen/*.test.mjs."""

import shutil
import subprocess
from pathlib import Path

from tests.servers.missing import missing

HERE = Path(__file__).parent


def test_the_boards_script_judges_rightly() -> None:
    node = shutil.which("node")
    if not node:
        missing("Node", package="nodejs")
    files = sorted(map(str, HERE.glob("*.test.mjs")))
    tried = subprocess.run([node, "--test", *files], capture_output=True, text=True, check=False)
    assert files
    assert tried.returncode == 0, tried.stdout + tried.stderr
