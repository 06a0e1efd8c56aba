"""Diplograph: news text in, a diplomacy knowledge graph out."""
