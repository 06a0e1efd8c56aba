from __future__ import annotations

import base64
import hashlib
import json
import re

from kg.view.endpoint.page import HEADERS, Outcome, render_page
from kg.view.endpoint.questions import Question, title_of

HOSTILE = '"></textarea></script><script>alert(1)</script>\u202etxt'


def show(*cells: dict[str, str], more: bool = False) -> str:
    body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell} for cell in cells]}}).encode()
    return render_page(path="/sparql", query="ASK {}", outcome=Outcome(kind="bindings", body=body, more=more)).decode()


def test_hostile_text_is_inert_wherever_it_comes_from() -> None:
    page = render_page(
        path="/sparql",
        query=HOSTILE,
        problem=HOSTILE,
        questions=[Question(title=HOSTILE, text=HOSTILE)],
        dataset=[("default-graph-uri", HOSTILE)],
    ).decode()
    page += show({"type": "literal", "value": HOSTILE, "xml:lang": '"><script>'}, {"type": "uri", "value": HOSTILE})
    assert "<script" not in page
    assert page.count("</textarea>") == 2
    assert "\u202e" not in page.partition("</form>")[2].partition("<textarea")[0]


def test_only_web_addresses_become_links() -> None:
    page = show(
        {"type": "uri", "value": "https://w3id.org/diplograph/ns#Summit"},
        {"type": "uri", "value": "javascript:alert(1)"},
        {"type": "uri", "value": "data:text/html,x"},
    )
    assert re.findall(r'<td><a href="([^"]*)"[^>]*>([^<]*)', page) == [
        ("https://w3id.org/diplograph/ns#Summit", "dip:Summit")
    ]


def test_policy_allows_the_one_style_and_nothing_else() -> None:
    style = re.search(r"<style>(.*?)</style>", render_page(path="/sparql").decode(), re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in HEADERS["Content-Security-Policy"]


def test_page_says_when_there_are_more_rows() -> None:
    assert "1 row." in show({"type": "literal", "value": "a"})
    assert "there are more" in show({"type": "literal", "value": "a"}, more=True)


def test_question_is_found_by_its_title_line() -> None:
    assert title_of("# title:   What was cancelled\n# params: ?a\nSELECT * {}") == "What was cancelled"
    assert title_of("SELECT * {} # title: no") == ""
