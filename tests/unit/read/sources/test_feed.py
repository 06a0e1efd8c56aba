from __future__ import annotations

from datetime import date
from io import BytesIO

from kg.model import Article
from kg.read.sources import Refusal, read_stream

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour Wire</title>
<item><title>Talks &amp; tea</title><link>https://example.org/1</link><pubDate>Wed, 22 Oct 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Talks ended.&lt;/p&gt;&lt;p&gt;No date was set.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;
</description></item>
<item><title>Empty</title><description></description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Wire</title><entry><title>T</title>
<updated>2025-10-23T01:00:00Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;The talks ended on Monday.&lt;/p&gt;</content></entry></feed>"""


def read(markup: str) -> tuple[list[Article], list[Refusal]]:
    refusals: list[Refusal] = []
    return list(read_stream(BytesIO(markup.encode()), refusals, where="a.xml")), refusals


def test_an_entry_becomes_an_article_without_markup_or_scripts() -> None:
    [article], _ = read(RSS)
    assert article.text == "Talks ended.\n\nNo date was set."
    assert (article.title, article.publisher, article.url) == ("Talks & tea", "Harbour Wire", "https://example.org/1")
    assert article.published == date(2025, 10, 22)


def test_an_entry_without_text_is_refused_by_its_number() -> None:
    assert read(RSS)[1][0].where == "a.xml, entry 2"


def test_the_full_content_of_an_atom_entry_wins_over_its_summary() -> None:
    assert read(ATOM)[0][0].text == "The talks ended on Monday."


def test_xml_that_is_no_feed_is_refused() -> None:
    assert read("<?xml version='1.0'?><x/>")[1][0].problem == "no entries found: not an RSS or Atom feed"


def test_a_feed_whose_text_is_a_path_opens_no_file() -> None:
    assert read("/etc/hostname")[0] == []
