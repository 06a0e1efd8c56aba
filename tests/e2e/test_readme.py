from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.readme_blocks import README, ROOT, refreshed


def test_the_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert refreshed(text, tmp_path) == text, "renew it with `make readme`"


@pytest.mark.parametrize(
    "name",
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))],
)
def test_every_link_to_a_file_leads_to_one(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in target]
    assert [target for target in targets if not ((ROOT / name).parent / target).exists()] == []
