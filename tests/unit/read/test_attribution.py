"""Who says what: sources, contents, relays, quotations that run on, and what is no report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Attribution
from kg.read.attribution import content_of, find_attributions, speaker_of_quote
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle

Parse = Callable[..., ParsedArticle]


def rows(found: tuple[Attribution, ...]) -> list[tuple[str, str, str]]:
    return [(a.source.text, a.cue.text, a.content.text) for a in found if a.source and a.cue and a.content]


def chain(found: tuple[Attribution, ...], cue: str, source: str = "") -> list[str]:
    """Sources from the attribution with these words outwards to the last relay."""
    by_id = {a.id: a for a in found}
    step = next((a for a in found if a.cue and a.cue.text == cue and a.source and source in a.source.text), None)
    sources: list[str] = []
    while step is not None:
        sources.append(step.source.text if step.source else "")
        step = by_id.get(step.via or "")
    return sources


SINGLE = [
    ("Berg said she had closed the road, and rain followed.", "Berg", "said", "she had closed the road"),
    ("Berg said he would go, but the ferry sank.", "Berg", "said", "he would go"),
    ("Berg said she had shut it and Mayr had gone.", "Berg", "said", "she had shut it and Mayr had gone"),
    ("Berg said “guns had left, and peace came”.", "Berg", "said", "“guns had left, and peace came”"),
    ("Berg said the road was open, and the bus was late.", "Berg", "said", "the road was open, and the bus was late"),
    ("The embassy said that the road was closed.", "The embassy", "said", "the road was closed"),
    ("The embassy said the road was closed.", "The embassy", "said", "the road was closed"),
    ("The road is closed, the embassy said on Monday.", "the embassy", "said", "The road is closed"),
    ("The road is closed, said Anna Berg.", "Anna Berg", "said", "The road is closed"),
    ("The road is shut, said Anna Berg, an aide.", "Anna Berg, an aide", "said", "The road is shut"),
    ("“The road is closed,” Anna Berg said.", "Anna Berg", "said", "“The road is closed,”"),
    ("“The road is closed,” said Anna Berg.", "Anna Berg", "said", "“The road is closed,”"),
    ('"The road is closed," Anna Berg said.', "Anna Berg", "said", '"The road is closed,"'),
    ("“The road is closed”, she wrote on her page.", "she", "wrote", "“The road is closed”"),
    ("Anna Berg said: “The road is closed.”", "Anna Berg", "said", "“The road is closed.”"),
    ("Anna Berg said, “The road is closed.”", "Anna Berg", "said", "“The road is closed.”"),
    ("“It came,” she said, “and it went.”", "she", "said", "“It came,” she said, “and it went.”"),
    ("Talks ended, she said, and nobody wept.", "she", "said", "Talks ended, she said, and nobody wept"),
    ("To be safe, he said, the gates must close.", "he", "said", "To be safe, he said, the gates must close"),
    ("Halls were hit, he said, including the theatre.", "he", "said", "Halls were hit, he said, including the theatre"),
    ("In Oslo, shops reopened on Friday, police said.", "police", "said", "In Oslo, shops reopened on Friday"),
    ("OSLO, May 4 (ABC) — The market reopened, police said.", "police", "said", "The market reopened"),
    ("The bank is solvent, according to two officials.", "two officials", "according to", "The bank is solvent"),
    ("According to Reuters, the bank is solvent.", "Reuters", "According to", "the bank is solvent"),
    ("It, according to AFP, is shut.", "AFP", "according to", "It, according to AFP, is shut"),
    ("The army denied having shelled the port.", "The army", "denied", "having shelled the port"),
    ("The embassy warned of “a firm answer”.", "The embassy", "warned of", "“a firm answer”"),
    ("Kyiv called the step “predictable”.", "Kyiv", "called", "the step “predictable”"),
    ("The mayor, who came in May, said the dam held.", "The mayor, who came in May", "said", "the dam held"),
    ("Speaking in Oslo, the minister said the dam would hold.", "the minister", "said", "the dam would hold"),
    ("The minister went on to say that the dam would hold.", "The minister", "went on to say", "the dam would hold"),
    ("The mayor of Oslo, Ivan Berg, said the dam held.", "The mayor of Oslo, Ivan Berg", "said", "the dam held"),
    ("He was quoted as saying the deal was dead.", "He", "was quoted as saying", "the deal was dead"),
    ("The mayor took to the radio to say the dam held.", "The mayor", "took to the radio to say", "the dam held"),
    ("The dam is a toy, as the mayor put it.", "the mayor", "put it", "The dam is a toy"),
    ("As the mayor sees it, the dam is a toy.", "the mayor", "sees it", "the dam is a toy"),
    ("The mayor said after the walk he would not stay.", "The mayor", "said", "he would not stay"),
    ("Ann Lee said most of what the report says is wrong.", "Ann Lee", "said", "most of what the report says is wrong"),
    ("The mayor added:\n\nThe dam will hold until May.", "The mayor", "added", "The dam will hold until May"),
    ("Sanders: The dam must be mended.\n\nMr. Sanders left.", "Sanders", ":", "The dam must be mended"),
    ('"The dam held,” said Anna Berg.', "Anna Berg", "said", '"The dam held,”'),
    ("It was announced by the palace that the king was well.", "the palace", "was announced by", "the king was well"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content"), SINGLE, ids=[case[0][:50] for case in SINGLE])
def test_one_source_says_one_thing(text: str, source: str, cue: str, content: str, parse: Parse) -> None:
    assert rows(find_attributions(parse(text))) == [(source, cue, content)]


NONE = [
    "It goes without saying.",
    "The ministry did not say who had paid.",
    "The envoy declined to say whether he would travel.",
    "The spokesman could neither confirm nor deny the visit.",
    "The minister is due to announce the date tomorrow.",
    "The ministry will say that the road is closed.",
    "The minister reportedly met the envoy.",
    "Everything went according to plan.",
    "The firm closed the plant, citing high costs.",
    "He left without saying goodbye.",
    "The alleged spy left the country.",
    "The minister called the envoy on Friday.",
    "The reports were late.",
    "It is said that the river is deep.",
    "If he says that the road is closed, wait.",
    "",
    "   \n\n  ",
]


@pytest.mark.parametrize("text", NONE, ids=[text[:50] for text in NONE])
def test_no_source_or_nothing_said_gives_no_attribution(text: str, parse: Parse) -> None:
    assert find_attributions(parse(text)) == ()


CHAINS = [
    ("The dam burst, Anna Berg said, according to Reuters.", "said", ["Anna Berg", "Reuters"]),
    ("The dam burst, Anna Berg said on Monday, Reuters reported.", "said", ["Anna Berg", "Reuters"]),
    ("The dam burst, Reuters reported, citing a diplomat.", "citing", ["a diplomat", "Reuters"]),
    ("According to Reuters, citing a diplomat, the dam burst.", "citing", ["a diplomat", "Reuters"]),
    ("The dam burst, according to Reuters, which cited a diplomat.", "cited", ["a diplomat", "Reuters"]),
    ("The dam burst, an official told Reuters.", "told", ["an official", "Reuters"]),
    ("The dam burst, an official told Reuters, AFP reported.", "told", ["an official", "Reuters", "AFP"]),
    ("The dam burst, Anna Berg said, according to AFP, citing Reuters.", "said", ["Anna Berg", "Reuters", "AFP"]),
    ("A spokesman, quoted by Interfax, said that the guns were silent.", "said", ["A spokesman", "Interfax"]),
    ("Reuters quoted a diplomat as saying that the dam had burst.", "saying", ["a diplomat", "Reuters"]),
    ("A diplomat, speaking to Reuters, said the dam had burst.", "said", ["A diplomat", "Reuters"]),
    ("Reuters, citing a diplomat, said the dam had burst.", "citing", ["a diplomat", "Reuters"]),
    ("Anna Berg told reporters that the dam had burst.", "told", ["Anna Berg"]),
    ("Anna Berg told parliament that the dam had burst.", "told", ["Anna Berg"]),
    ("The dam burst, Anna Berg said.", "said", ["Anna Berg"]),
]


@pytest.mark.parametrize(("text", "cue", "sources"), CHAINS, ids=[case[0][:60] for case in CHAINS])
def test_a_chain_runs_from_the_originator_to_the_last_relay(
    text: str, cue: str, sources: list[str], parse: Parse
) -> None:
    first = sources[0]
    assert chain(find_attributions(parse(text)), cue, first) == sources


def test_all_links_of_a_citation_report_the_same_content(parse: Parse) -> None:
    found = find_attributions(parse("The dam burst, Reuters reported, citing a diplomat."))
    assert {a.content.text for a in found if a.content} == {"The dam burst"}


def test_a_quotation_goes_on_behind_its_tag_as_one_content(parse: Parse) -> None:
    text = "“It was late,” Anna Berg said on Monday. “Nobody came. So we left.” The hall closed at noon."
    assert rows(find_attributions(parse(text))) == [
        ("Anna Berg", "said", "“It was late,” Anna Berg said on Monday. “Nobody came. So we left.”")
    ]


def test_a_quotation_goes_on_in_a_paragraph_that_opens_with_a_mark(parse: Parse) -> None:
    text = "“It was late,” Anna Berg said.\n\n“Nobody came to the hall.”\n\nThe hall closed at noon."
    found = rows(find_attributions(parse(text)))
    assert [row[2] for row in found] == ["“It was late,” Anna Berg said.\n\n“Nobody came to the hall.”"]


def test_a_quotation_with_a_tag_of_its_own_is_not_the_last_speakers(parse: Parse) -> None:
    text = "“It was late,” Anna Berg said. “Nobody came,” the mayor added."
    assert [row[2] for row in rows(find_attributions(parse(text)))] == ["“It was late,”", "“Nobody came,”"]


def test_a_quotation_of_two_sentences_before_the_tag_is_one_content(parse: Parse) -> None:
    text = "“It is off. It is not postponed, it is off,” Anna Berg said."
    assert [row[2] for row in rows(find_attributions(parse(text)))] == ["“It is off. It is not postponed, it is off,”"]


def test_indirect_speech_does_not_run_on(parse: Parse) -> None:
    text = "The embassy said the road was closed. The bridge fell on Friday."
    assert [row[2] for row in rows(find_attributions(parse(text)))] == ["the road was closed"]


def test_a_shared_subject_speaks_for_both_verbs(parse: Parse) -> None:
    text = "The minister told reporters that the dam was safe and added that the road was open."
    assert [row[0] for row in rows(find_attributions(parse(text)))] == ["The minister", "The minister"]


def test_a_trailing_participle_has_the_speaker_of_its_verb(parse: Parse) -> None:
    found = rows(find_attributions(parse("The minister said the dam was safe, insisting that the road was open.")))
    assert ("The minister", "insisting", "the road was open") in found
    assert ("The minister", "said", "the dam was safe") in found


def test_a_denied_report_gives_the_denier_and_the_outlet(parse: Parse) -> None:
    found = rows(find_attributions(parse("He denied a report in the same newspaper that the minister had resigned.")))
    assert ("He", "denied", "the minister had resigned") in found
    assert ("the same newspaper", "report", "the minister had resigned") in found


def test_this_points_back_to_what_was_reported_before(parse: Parse) -> None:
    found = rows(find_attributions(parse("The army said the dam had burst. The governor denied this.")))
    assert ("The governor", "denied", "the dam had burst") in found


def test_as_reported_comments_on_what_the_sentence_denies(parse: Parse) -> None:
    found = rows(find_attributions(parse("The ministry denied that the dam had burst, as Kyodo had reported.")))
    assert ("The ministry", "denied", "the dam had burst") in found
    assert ("Kyodo", "had reported", "the dam had burst") in found


def test_a_source_is_linked_to_its_mention(parse: Parse) -> None:
    parsed = parse("The dam burst, Reuters reported.")
    (found,) = find_attributions(parsed)
    assert found.mention is not None
    assert parsed.anchor(found.mention).mention.text == "Reuters"


def test_ids_are_numbered_in_text_order_and_spans_cut_their_text(parse: Parse) -> None:
    parsed = parse("“Late,” she said. The road is closed, according to Reuters, which cited a diplomat.")
    found = find_attributions(parsed)
    assert [a.id for a in found] == [f"a{number}" for number in range(1, len(found) + 1)]
    for span in (part for a in found for part in (a.source, a.cue, a.content) if part is not None):
        assert parsed.doc.text[span.start : span.end] == span.text


def test_content_of_gives_the_originator_not_the_relay(parse: Parse) -> None:
    parsed = parse("The dam burst, Anna Berg said, according to Reuters. The road is open.")
    found = find_attributions(parsed)
    start = parsed.doc.text.index("burst")
    assert [a.source.text for a in content_of(found, start, start + 5) if a.source] == ["Anna Berg"]
    assert content_of(found, parsed.doc.text.index("open"), parsed.doc.text.index("open") + 4) == ()


def test_content_of_gives_the_relay_for_the_act_of_speaking(parse: Parse) -> None:
    parsed = parse("The dam burst, Anna Berg said, according to Reuters.")
    start = parsed.doc.text.index("said")
    found = content_of(find_attributions(parsed), start, start + 4)
    assert [a.source.text for a in found if a.source] == ["Reuters"]


def test_the_speaker_of_a_quotation_is_found_from_a_word_in_it(parse: Parse) -> None:
    parsed = parse("“It was late,” Anna Berg said. “So I left.” The hall closed.")
    found = find_attributions(parsed)
    inside = next(token for token in parsed.doc if token.text == "I")
    outside = next(token for token in parsed.doc if token.text == "hall")
    speaker = speaker_of_quote(parsed, found, inside)
    assert speaker is not None
    assert speaker.source is not None
    assert speaker.source.text == "Anna Berg"
    assert speaker_of_quote(parsed, found, outside) is None


@pytest.mark.parametrize(
    "text",
    [
        "“““ said said said, he he ‘‘ according to according to ” citing",
        "said",
        "according to",
        "in his words",
        "\u202esaid he, \x00 “\ufeffno",
        "he said, she said, it said, " * 60,
        "“I said he said that he said " * 60,
        "according to Reuters, citing Reuters, " * 60,
        "A" * 5000 + " said “" + "b" * 5000,
    ],
    ids=range(9),
)
def test_odd_text_is_read_without_circles(text: str, parse: Parse) -> None:
    found = find_attributions(parse(text))
    by_id = {a.id: a for a in found}
    for attribution in found:
        seen = {attribution.id}
        step = attribution.via
        while step is not None:
            assert step not in seen
            seen.add(step)
            step = by_id[step].via


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Eva Roth (SPD), head of the port union, said the strike was over.", "Eva Roth (SPD), head of the port union"),
        ("A survey of harbour pilots released on Monday shows that trust has fallen.", "A survey of harbour pilots"),
        ("The ferry is late, said Ole Dahl, a clerk at the port of Bergen.", "Ole Dahl, a clerk at the port of Bergen"),
        ("The engineers who built the dam said it was sound.", "The engineers who built the dam"),
        ("Anna Berg and Ivan Holm said the dam was sound.", "Anna Berg"),
    ],
)
def test_a_source_is_a_whole_noun_phrase(text: str, source: str, parse: Parse) -> None:
    found = find_attributions(parse(text))
    assert found[0].source is not None
    assert found[0].source.text.startswith(source)
    assert "said" not in found[0].source.text
    assert " and " not in found[0].source.text


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The ministry has not denied that the dam burst.", None),
        ("The ministry had repeatedly warned that the dam was weak.", "had repeatedly warned"),
        ("The mayor also said that the dam was weak.", "also said"),
        ("The mayor has pointed out that the dam is old.", "has pointed out"),
        ("However, the mayor said the dam was weak.", "said"),
    ],
)
def test_reporting_words_are_the_verb_with_its_helpers(text: str, cue: str | None, parse: Parse) -> None:
    assert [a.cue.text for a in find_attributions(parse(text)) if a.cue] == ([cue] if cue else [])


def test_a_quotation_that_ends_the_sentence_before_is_no_part_of_what_is_said(parse: Parse) -> None:
    text = "The harbour master called the toll “absurd.” The ministry said it was fair."
    assert rows(find_attributions(parse(text)))[-1] == ("The ministry", "said", "it was fair")


def test_a_whole_quotation_before_a_sentence_with_its_own_clause_is_not_its_content(parse: Parse) -> None:
    text = "“We paid the toll.”\n\nThe ministry said the sum was fair."
    assert rows(find_attributions(parse(text)))[-1] == ("The ministry", "said", "the sum was fair")


MORE = [
    ("The canal, which the mayor now says opened in May, is dry.", "the mayor", "now says", "opened in May"),
    (
        "The clerks, Ivan Holm explained in the hearing, were well paid.",
        "Ivan Holm",
        "explained",
        "The clerks, Ivan Holm explained in the hearing, were well paid",
    ),
    ("It was “an error”, the palace has let it be known.", "the palace", "has let it be known", "It was “an error”"),
    ("The palace has let it be known that it is shut.", "The palace", "has let it be known", "it is shut"),
    ("Prices rose in May, a survey of shops shows.", "a survey of shops", "shows", "Prices rose in May"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content"), MORE, ids=[case[0][:50] for case in MORE])
def test_tags_stand_in_the_midst_or_behind_and_relatives_hold_what_is_said(
    text: str, source: str, cue: str, content: str, parse: Parse
) -> None:
    assert rows(find_attributions(parse(text))) == [(source, cue, content)]


@pytest.mark.parametrize(
    "text",
    ["The mayor neither claimed nor denied the letter.", "The visit, thought to be in doubt, will take place in May."],
)
def test_neither_nor_and_passive_participles_report_nothing(text: str, parse: Parse) -> None:
    assert find_attributions(parse(text)) == ()


def test_who_thinks_in_a_quotation_does_not_take_it_from_its_speaker(parse: Parse) -> None:
    text = "“It was late,” Anna Berg said on Monday. “I think the guests had left.” The hall closed at noon."
    found = rows(find_attributions(parse(text)))
    assert ("Anna Berg", "said", text[: text.index(" The hall")]) in found
    assert ("I", "think", "the guests had left") in found


LINES = [
    ("Poll: Voters turn away from the mayor.", [("Poll", ":", "Voters turn away from the mayor")]),
    ("Ole Dahl: The dam is safe.", [("Ole Dahl", ":", "The dam is safe")]),
    (
        '"LIND: We shall open the dam.\n\n"BERG: Who pays for it?\n\nThe hall was full.',
        [("LIND", ":", "We shall open the dam"), ("BERG", ":", "Who pays for it?")],
    ),
    (
        "“The dam failed us all.” ― Ole Dahl, Bergen\n“It was a bad day.” -- Eva Roth",
        [("Ole Dahl", "―", "“The dam failed us all.”"), ("Eva Roth", "--", "“It was a bad day.”")],
    ),
    ("Oslo: The ministry closed the dam.", []),
    ("Analysis: Why the dam failed.", []),
    ("The mayor had one word: The dam is shut.", []),
    ("Ole Dahl: two goals and a medal.", []),
]


@pytest.mark.parametrize(("text", "expected"), LINES, ids=[case[0][:40] for case in LINES])
def test_labels_and_signatures_name_who_says_it(text: str, expected: list[tuple[str, str, str]], parse: Parse) -> None:
    assert rows(find_attributions(parse(text))) == expected


def test_a_label_is_no_statement_of_its_own(parse: Parse) -> None:
    found = extract(parse("Emmanuel Macron: Russian troops shelled Kharkiv on Monday."))
    assert [e.type for e in found.events if e.trigger and e.trigger.text == ":"] == []
    assert all(e.attributions for e in found.events)


TURNS = [
    (
        "The clerk said the dam was old, and the mayor warned that it might burst.",
        [("The clerk", "said", "the dam was old"), ("the mayor", "warned", "it might burst")],
    ),
    (
        "The clerk said the ferry would sail and warned that it might be late.",
        [("The clerk", "said", "the ferry would sail"), ("The clerk", "warned", "it might be late")],
    ),
    (
        "The clerk said the talks had failed, although he noted that a date was open.",
        [("The clerk", "said", "the talks had failed"), ("he", "noted", "a date was open")],
    ),
    (
        "The clerk said that the army had left and that the convoy was safe.",
        [("The clerk", "said", "the army had left and that the convoy was safe")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TURNS, ids=[case[0][:60] for case in TURNS])
def test_a_report_ends_where_the_next_one_is_joined_to_it(
    text: str, expected: list[tuple[str, str, str]], parse: Parse
) -> None:
    found = find_attributions(parse(text))
    assert rows(found) == expected
    assert all(a.via is None for a in found)
