"""`bench schedule` on a small scale: each part is measured, and no view asks more questions than the aim allows."""

import json
import subprocess
import sys

import pytest

from campaign.config import PACKAGE


@pytest.mark.long
def test_each_part_is_measured() -> None:
    command = [sys.executable, "-m", "campaign", "bench", "schedule", "--count", "120", "--json"]
    figures = json.loads(subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, check=True).stdout)
    assert {"month", "week", "agenda", "lanes"} <= set(figures["views"])
    assert all(view["queries"] <= figures["aim"]["month"]["queries"] for view in figures["views"].values())
    assert figures["feed"]["released"] > 30
    assert figures["feed"]["cold_cpu_ms"] > 0
    assert figures["move"]["clashes"] > 0
