from __future__ import annotations

from dataclasses import replace

from kg.view.portrait import EventPortrait, Figure, Part, Step, Told
from kg.view.telling import disagreement, explained, life_cycle, number, source, told

SAID = Told(
    claim="c1",
    claimant="Ann Roe",
    relays=("Coast Press",),
    status="cancelled",
    polarity="positive",
    certainty="certain",
    claim_status="asserted",
    quote="the talks\nare off",
    article="a1",
    start=4,
    end=21,
    title="Talks off",
    publisher="Harbour Wire",
    url=None,
    published="2025-10-22",
    rule="meet.cancel",
    confidence=0.9,
)
DENIED = replace(SAID, claim="c2", claimant="Bo Lee", relays=(), polarity="negative", certainty="probable")
EVENT = EventPortrait(
    event="https://w3id.org/diplograph/id/event/1",
    type="Meeting",
    label="Meeting: Norland, Sudmark",
    status="cancelled",
    when=None,
    place="Oslo",
    parts=(Part(role="participant", agent="x", label="Norland", explicit=False),),
    steps=(Step(status="cancelled", day="2025-10-22", reported="2025-10-22", claims=(SAID,)),),
    others=(DENIED,),
    figures=(),
    codes=("CAMEO 161",),
    links=(),
    joins=(),
)


def test_a_source_is_told_with_its_relays_and_outlet() -> None:
    assert source(SAID) == "Ann Roe, via Coast Press, in Harbour Wire, 2025-10-22"


def test_an_outlet_that_speaks_for_itself_is_named_once() -> None:
    assert source(replace(SAID, claimant="Harbour Wire", relays=())) == "Harbour Wire, 2025-10-22"


def test_a_step_gives_its_day_who_said_it_and_the_words_on_one_line() -> None:
    lines = list(life_cycle(EVENT))
    assert lines[0].split() == ["2025-10-22", "cancelled", *source(SAID).split()]
    assert lines[1].strip() == "“the talks are off”"


def test_what_is_no_step_is_told_after_the_history_with_its_stance() -> None:
    text = "\n".join(told(EVENT))
    assert "not cancelled (probable)" in text.split("Also said")[1]
    assert "participant: Norland (inferred)" in text


def test_an_explanation_names_rule_confidence_and_place_of_each_claim() -> None:
    text = "\n".join(explained(EVENT))
    assert text.count("rule meet.cancel, confidence 0.90; article a1 [4, 21)") == 2


def test_a_figure_without_a_number_says_so() -> None:
    assert number(Figure(measure="wounded", value=None, comparator="~", claims=())) == "an unstated number of wounded"


def test_a_denied_step_and_another_status_disagree_and_a_hedge_does_not() -> None:
    postponed = replace(SAID, status="postponed", quote="they are put off")
    not_postponed = replace(postponed, polarity="negative", quote="nobody put them off")
    flat = replace(DENIED, certainty="certain", quote="they are on")
    told_lines = "\n".join(disagreement(replace(EVENT, others=(postponed, not_postponed, flat, DENIED))))
    assert "they are put off" in told_lines
    assert "they are on" in told_lines
    assert "nobody put them off" not in told_lines
    assert "the talks are off" not in told_lines
