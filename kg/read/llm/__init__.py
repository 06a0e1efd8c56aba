"""A second way of reading: article → language model at any OpenAI-compatible endpoint → grounded extraction.

The model answers in the words of the ontology and quotes the article. What it quotes is looked up in the article, what
it names is looked up in the ontology; whatever is not found there is dropped and counted (`kg.read.llm.report`).
Needs the extra `llm`; nothing of it is imported before the first request.
"""

from kg.read.llm.hybrid import HybridExtractor
from kg.read.llm.model import LlmExtractor
from kg.read.llm.options import LlmOptions

__all__ = ["HybridExtractor", "LlmExtractor", "LlmOptions"]
