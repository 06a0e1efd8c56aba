from __future__ import annotations

from kg.model import Article, Kind, Mention
from kg.resolve.agents import Agents, agent_id


def named(name: str, kind: Kind = Kind.PERSON, *, agent: str | None = None, country: str | None = None) -> Mention:
    return Mention(id="m1", start=0, end=1, text=name, kind=kind, name=name, agent=agent, country=country)


def article(key: str, publisher: str = "Coast Post") -> Article:
    return Article(id=key, text="", publisher=publisher)


def test_a_link_is_kept() -> None:
    assert agent_id(article("a"), named("Ines Albar", agent="iri")) == "iri"


def test_a_name_without_a_link_means_the_same_in_every_article() -> None:
    assert agent_id(article("a"), named("Ada Pell")) == agent_id(article("b"), named("Ada Pell"))


def test_the_same_name_of_another_country_is_somebody_else() -> None:
    one, two = named("Ada Pell", country="PRT"), named("Ada Pell", country="AUT")
    assert agent_id(article("a"), one) != agent_id(article("a"), two)


def test_unnamed_people_belong_to_their_article() -> None:
    one, two = (agent_id(article(key), named("two officials", Kind.GROUP)) for key in "ab")
    assert one != two


def test_a_pronoun_without_a_link_is_nobody_known_elsewhere() -> None:
    one, two = (agent_id(article(key), named("He")) for key in "ab")
    assert one != two


def test_an_office_without_a_holder_belongs_to_its_article() -> None:
    one, two = (agent_id(article(key), named("the foreign minister", Kind.OFFICE)) for key in "ab")
    assert one != two


def test_a_publisher_that_is_mentioned_is_that_organisation() -> None:
    agents = Agents()
    mentioned = agents.of_mention(article("a"), named("Lusa", Kind.ORGANIZATION, agent="iri"))
    assert agents.publisher(article("b", "Lusa")) == mentioned


def test_a_publisher_is_a_news_outlet() -> None:
    agents = Agents()
    id_ = agents.publisher(article("a"))
    (row,) = agents.rows({id_})
    assert (row.label, row.kind, row.sector) == ("Coast Post", "organization", "MED")


def test_the_commonest_name_is_the_label() -> None:
    agents = Agents()
    for name in ("I. Albar", "Ines Albar", "Ines Albar"):
        agents.of_mention(article("a"), named(name, agent="iri"))
    assert agents.label("iri") == "Ines Albar"
