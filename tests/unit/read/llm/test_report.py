from __future__ import annotations

from kg.read.llm.report import Report, Usage


def test_a_report_tells_requests_tokens_cost_and_what_was_dropped() -> None:
    report = Report(price_in=1.0, price_out=2.0)
    report.count("requests", 3)
    report.count("repeated")
    report.spend(Usage(prompt=1_500_000, completion=250_000))
    report.count("events", 4)
    report.drop("of unknown type")
    report.drop("evidence not in the text")
    report.drop("of unknown type")
    assert str(report) == (
        "3 requests; 0 replies from the cache; 1 repeated; 1,500,000 + 250,000 tokens; cost 2.0000\n"
        "4 events taken; dropped: 1 evidence not in the text, 2 of unknown type"
    )


def test_without_prices_no_cost_is_told() -> None:
    assert "cost" not in str(Report())
