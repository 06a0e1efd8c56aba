"""Which clauses in the present tell how things are, and which tell of an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Types = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "text",
    [
        "The audit board meets in a cellar, and nobody takes notes.",
        "Its sailors patrol waters in which the navy occupies a chain of reefs.",
        "Chad has a defence treaty with Gabon that fills two pages.",
        "Aircraft from both states use the airfield under a pact with the island's rulers.",
        "The accord covers herring, mackerel and cod.",
        "The faction has no plan beyond the removal of the chancellor.",
        "A session of the elders can last until sunrise.",
        "Any treaty would have to be approved by the senate.",
        "Few senators dare to criticise the generals.",
        "The president's promises on schools are, in the words of one teacher, as empty as his shelves.",
        "Visits by auditors are announced in advance.",
        "The attack on the lighthouse is the subject of two operas.",
        "As a rule, the foreign ministry neither confirms nor denies such rumours.",
        "The clerk decides which motions are debated.",
        "It was an age when envoys travelled with a chaplain.",
        "Foreign consulates advise their citizens against travel at night.",
        "The road to Lhasa is long, and the journey takes two days.",
        "A ballot in the chamber takes six minutes.",
        "The fines are lower than those fixed in the accord.",
        "The generals' pledges on housing are an old joke.",
        "The league favours free trade and opposes conscription.",
        "The governor's widow complains of the noise.",
        "Senior officials admit that the plan is dead.",
        "Under the constitution the same motion names a new premier.",
        "Colleagues describe him as demanding.",
        "A minister who denies such a thing is laughed at.",
        "The league is split between those who fight and those who would rather boycott the polls.",
        "The newsreel opens with the king's meetings.",
        "The mayor promised his son a bicycle.",
        "The bureau inspects mines in nine provinces.",
        "The mission drills recruits and advises the palace.",
        "The warden can be dismissed by the king.",
        "The tribunal can fine or expel members.",
        "The governor cannot dissolve the assembly.",
        "The minister declined tea and lit a candle.",
        "A quorum of nine is required to remove the speaker.",
        "The opposition demands a lot and gives little.",
        "States that join the club agree to open their skies.",
        "What the queen says at dinner is never repeated.",
        "A former envoy, she now advises banks on security.",
        "The premier is accused by his rivals of sloth.",
        "There is wide agreement among bankers that the currency is weak.",
        "The state denies citizenship to the grandchildren of settlers.",
        "Successive governments have promised to drain the marsh.",
        "French troops have been stationed on the atoll since the war.",
        "In his dreams he met kings and signed treaties.",
        "The duke's resignation to his fate impressed the guards.",
        "The reviewer's attack on the theory fills four pages.",
        "The political editor of the paper has resigned.",
    ],
)
def test_how_things_are_gives_no_event(types: Types, text: str) -> None:
    assert types(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Security Council meets on Friday.", "Meeting"),
        ("The two presidents meet in Baku.", "Summit"),
        ("Norway expels two Russian envoys", "Expulsion"),
        ("The pirates let the crew go after a week.", "PrisonerRelease"),
        ("The opposition demands that the president resign.", "OfficeChange"),
        ("The two inspectors whose arrest led to the dispute remain in custody.", "PrisonerRelease"),
        ("The accord, signed in May by Chad and Gabon, covers herring.", "Agreement"),
        ("Chad signed a defence treaty with Gabon.", "Agreement"),
        ("“We have a deal with Chad,” the president of Gabon said.", "Agreement"),
        ("Kenya condemns the attack on the bridge.", "Accusation"),
        ("Any summit between Chad and Gabon will have to wait.", "Summit"),
        ("Donald Trump's journey to Kyiv ended on Monday.", "Visit"),
        ("Narendra Modi leaves for Paris tonight.", "Visit"),
        ("The army denies the charge.", "DenialAct"),
        ("The two sides can sign the accord on Monday.", "Agreement"),
        ("There is an agreement between Chad and Gabon, the envoy said.", "Agreement"),
        ("The attack on the embassy killed nine guards.", "Attack"),
        ("The finance minister's resignation was accepted on Monday.", "OfficeChange"),
        ("The government denied that citizens had been shot.", "DenialAct"),
        ("France has stationed 300 soldiers in Gabon.", "Mobilization"),
        ("The minister declined the deal.", "Rejection"),
        ("The premier was accused by his rivals of plotting a coup.", "Accusation"),
        ("The governor cannot sign the accord on Monday, his office said.", "Agreement"),
        ("A strike by dockers paralyses the port of Mombasa.", "Protest"),
        ("The opposition party opposes the deployment of troops to Mali.", "Rejection"),
        ("The minister complains that Moscow has broken the accord.", "Accusation"),
        ("Senior officials have not confirmed the visit.", "NonConfirmation"),
        ("The foreign minister admitted that the police had opened fire.", "Statement"),
        ("The police arrested a man who denies the charge.", "DenialAct"),
        ("Under the constitution parliament elected a new president on Monday.", "OfficeChange"),
        ("The mayor promised the government of Chad a bridge.", "Commitment"),
        ("Baku, which now says that its post was shelled, closed the road.", "Statement"),
    ],
)
def test_an_event_told_in_the_present_is_kept(types: Types, text: str, kind: str) -> None:
    assert kind in types(text)


def test_a_day_in_what_is_said_opens_no_second_occasion(types: Types) -> None:
    text = (
        "The pier was quiet, the army's spokesman, Karim Haddad, told reporters on Monday. "
        "A guard hurt in last week's storm had died on Saturday, he added."
    )
    assert types(text).count("Statement") == 1


def test_a_spokesman_goes_on_with_what_his_body_did(types: Types) -> None:
    text = "The militia denied that it had shelled the port. “Our guns were silent,” its spokesman said."
    assert types(text).count("DenialAct") == 1
    assert "Statement" not in types(text)
    other = "The militia denied that it had shelled the port. “Our guns were silent,” the mayor, Omar Saif, said."
    assert "Statement" in types(other)
