from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kg.graph.store import Store
from kg.model import Status
from kg.view.network import Network, network
from kg.view.pyvis import LIMIT, page, to_iframe, write_page
from kg.view.status_style import LOOKS, look_of
from tests.unit.view.drawing import add_agent, add_event, crowd

ROOT = Path(__file__).resolve().parents[3]
HOSTILE = "</script></title><script>alert(1)</script>\"'<img src=x onerror=alert(1)>\u202etxt"


def hostile() -> Network:
    graph = Network()
    add_agent(graph, "http://e/</script>", HOSTILE)
    add_agent(graph, "b", "محمد")
    add_event(
        graph, 'http://e/"><script>', ("http://e/</script>", "speaker"), ("b", "addressee"), label=HOSTILE,
        place=HOSTILE, quote=HOSTILE, claimant=HOSTILE, source=HOSTILE, url="javascript:alert(1)", status="cancelled",
    )  # fmt: skip
    return graph


class Outline(HTMLParser):
    """Notes tags, the addresses they load and the texts of title and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data


def nodes_of(text: str) -> dict[str, Any]:
    found = re.search(r"nodes = new vis.DataSet\((\[.*?\])\);", text, re.DOTALL)
    assert found is not None
    return {node["id"]: node for node in json.loads(found.group(1))}


def test_page_loads_nothing() -> None:
    outline = Outline(page(crowd(10, 4)))
    loading = [
        (tag, attributes)
        for tag, attributes in outline.tags
        if {"src", "srcset", "data", "background"} & set(attributes)
    ]
    assert loading == []
    assert [tag for tag, _ in outline.tags if tag in ("link", "iframe", "img", "object", "embed", "base")] == []
    assert "bootstrap" not in page(crowd(10, 4))
    assert not re.search(
        r"url\(\s*['\"]?(?!data:)[a-z/.]", page(crowd(10, 4)).split("<script>")[2].split("<style>")[-1]
    )


def test_policy_forbids_the_network_and_all_scripts_but_those_of_the_page() -> None:
    text = page(hostile())
    outline = Outline(text)
    policy = next(a["content"] for tag, a in outline.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    hashes = set(re.findall(r"'sha256-([^']+)'", policy))
    scripts = outline.texts["script"]
    assert {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts} == hashes
    assert "unsafe-inline" not in policy.partition("style-src")[0]


def test_page_has_title_language_landmark_and_one_heading() -> None:
    outline = Outline(page(hostile(), title=HOSTILE))
    assert ("html", {"lang": "en"}) in outline.tags
    assert outline.texts["title"] == [HOSTILE]
    assert outline.texts["h1"] == [HOSTILE]
    assert [tag for tag, _ in outline.tags].count("main") == 1


def test_hostile_text_makes_no_tag() -> None:
    harmless, attacked = Outline(page(crowd(1, 2))), Outline(page(hostile(), title=HOSTILE))
    for tag in ("script", "img", "title", "main"):
        count = [name for name, _ in harmless.tags].count(tag)
        assert [name for name, _ in attacked.tags].count(tag) == count
    assert not any(name.startswith("on") for _, attributes in attacked.tags for name in attributes)
    assert not any((attributes.get("href") or "").startswith("javascript") for _, attributes in attacked.tags)


def test_tooltips_are_text_with_quote_and_source() -> None:
    graph = Network()
    add_event(graph, "e", ("a", "imposer"), ("b", "target"), type="Sanction", place="Lima")
    node = nodes_of(page(graph))["e"]
    assert node["title"].splitlines() == [
        "meeting e [occurred]",
        "when: 2031-01-05",
        "where: Lima",
        "imposer: a",
        "target: b",
        "reported in 1 article",
        "“The palace said the talks were off.”",
        "— The palace, in Courier, 2031-02-03",
    ]


def test_same_network_gives_the_same_page_in_another_process(store: Store) -> None:
    code = (
        "import sys, hashlib\nfrom kg.graph.store import Store\nfrom kg.view.network import network\n"
        "from kg.view.pyvis import page\nwith Store.open(sys.argv[1]) as store:\n"
        "    print(hashlib.sha256(page(network(store)).encode()).hexdigest())"
    )
    here = hashlib.sha256(page(network(store)).encode()).hexdigest()
    there = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(store.path)], cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True, timeout=60,
    ).stdout.strip()  # fmt: skip
    assert here == there


def test_positions_are_given_and_nothing_moves() -> None:
    text = page(crowd(80, 10))
    assert all(
        isinstance(node["x"], int | float) and isinstance(node["y"], int | float) for node in nodes_of(text).values()
    )
    assert '"physics": {"enabled": false}' in text


def test_picture_starts_anew_before_a_resized_one_is_seen() -> None:
    script = Outline(page(crowd(20, 5))).texts["script"][-1]
    assert 'network.on("resize", function () { Promise.resolve().then(start); });' in script
    assert "setTimeout" not in script
    assert script.index("network.moveTo(") < script.index("network.redraw()")


def test_page_says_what_it_leaves_out() -> None:
    assert "left out" not in page(crowd(20, 5))
    text = page(crowd(400, 60))
    shown = sum(node["id"].startswith("e0") and " " not in node["id"] for node in nodes_of(text).values())
    assert f"Shown are the {shown} most reported of 400 events; {400 - shown} are left out" in text
    assert shown < LIMIT


def test_cancelled_event_is_hollow_dashed_and_says_so() -> None:
    node = nodes_of(page(hostile()))['http://e/"><script>']
    assert node["shapeProperties"]["borderDashes"]
    assert node["color"]["background"] == "#ffffff"
    assert "[cancelled]" in node["label"]


def test_every_status_has_a_look_and_looks_differ_without_colour() -> None:
    assert {status for look in LOOKS for status in look.statuses} == set(Status)

    def grey(colour: str) -> int:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return round((0.3 * red + 0.59 * green + 0.11 * blue) / 32)

    assert len({(grey(look.fill), look.dashes, look.width) for look in LOOKS}) == len(LOOKS)
    assert look_of("no such status").name == "status not known"


def test_table_says_all_events_in_words() -> None:
    outline = Outline(page(crowd(30, 5)))
    tags = [tag for tag, _ in outline.tags]
    assert tags.count("caption") == 1
    assert tags.count("tr") == 31
    assert "noscript" in tags


def test_only_web_addresses_become_links() -> None:
    links = [attributes["href"] for tag, attributes in Outline(page(crowd(1, 2))).tags if tag == "a"]
    assert links == ["https://example.org/a"]


@pytest.mark.parametrize("network_", [Network(), crowd(1, 1)], ids=["empty", "one event"])
def test_smallest_networks_are_drawn(network_: Network) -> None:
    assert "<main>" in page(network_)


def test_frame_carries_the_page_and_may_only_run_its_scripts() -> None:
    text = page(hostile())
    tag, attributes = Outline(to_iframe(text)).tags[0]
    assert tag == "iframe"
    assert attributes["srcdoc"] == text
    assert attributes["sandbox"] == "allow-scripts"
    assert html.escape(text) in to_iframe(text)


def test_page_is_written_in_utf8_whatever_the_locale(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom kg.view.pyvis import write_page\n"
        "from tests.unit.view.drawing import Network, add_event\ngraph = Network()\n"
        "add_event(graph, 'e', ('a', 'actor'), place='\\xc7elik\\u2013\\xd8st')\nwrite_page(graph, Path(sys.argv[1]))"
    )
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT)}
    target = tmp_path / "page.html"
    subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, env=env, check=True, timeout=60)
    assert "Çelik–Øst" in target.read_bytes().decode("utf-8")


def test_folder_gets_nothing_but_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_page(crowd(3, 2), tmp_path / "page.html")
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]


def test_event_with_a_history_shows_its_steps() -> None:
    graph = Network()
    steps = ("announced since 2031-01-01", "cancelled since 2031-01-03")
    add_event(graph, "e", ("a", "actor"), status="cancelled", history=steps)
    node = nodes_of(page(graph))["e"]
    assert node["label"].split("\n") == ["meeting", "announced →", "cancelled"]
    assert "so far: announced since 2031-01-01; cancelled since 2031-01-03" in node["title"]
