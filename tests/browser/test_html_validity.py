"""The W3C's checker finds no error in any page of the digest, with benchmarks and former addresses among them."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from families import Families

JAR = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# Faults of the theme's own frame that we leave, by the checker's exact words, with the reason.
LEFT = {
    # Firefox keeps a checked box over a reload and would show the drawer open; this attribute is its way out.
    "Attribute “autocomplete” is only allowed when the input type is “color”, “date”, “datetime-local”, “email”, "
    "“hidden”, “month”, “number”, “password”, “range”, “search”, “tel”, “text”, “time”, “url”, or “week”.",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not JAR.is_file(), reason="no vnu-jar here: npm ci"),
    pytest.mark.skipif(not shutil.which("java"), reason="no Java here"),
]


def faults(folder: Path) -> list[tuple[str, str]]:
    """File and message of every error and warning below a folder."""
    command = ["java", "-Xss4m", "-jar", str(JAR), "--skip-non-html", "--stdout", "--format", "json", str(folder)]
    # The checker ends with 1 when it has something to say.
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(done.stdout)["messages"]
    return [(one["url"].rpartition(folder.name)[2], one["message"]) for one in found if one["type"] == "error"]


def test_every_page_is_valid(families: Families) -> None:
    assert len(list(families.site.rglob("*.html"))) > 500
    found = faults(families.site)
    assert [fault for fault in found if fault[1] not in LEFT] == []
    # What no longer occurs leaves the list.
    assert {message for _, message in found} == LEFT


def test_the_checker_would_find_something(families: Families, tmp_path: Path) -> None:
    html = (families.site / "about" / "index.html").read_text(encoding="utf-8")
    (tmp_path / "x.html").write_text(html.replace("<h1", "<h1 role=x></p><h1", 1), encoding="utf-8")
    assert len({message for _, message in faults(tmp_path)} - LEFT) >= 2
