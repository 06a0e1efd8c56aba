"""Words on a command line → calls of the library, with data on stdout and everything else on stderr.

The commands hold no logic. What they import is imported when they run, so that `kg --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kg.cli import asking, building, care, explaining, lexicon, reading, sharing
from kg.cli.conduct import run
from kg.cli.words import PANELS, app

# Importing these registered their commands; help lists them in the order in which a newcomer needs them.
_COMMANDS = (building, reading, asking, explaining, lexicon, sharing, care)
app.registered_commands.sort(key=lambda info: PANELS.index(str(info.rich_help_panel)))

__all__ = ["app", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with one of the codes of `kg.cli.conduct.Exit`."""
    sys.exit(run(app, list(sys.argv[1:] if arguments is None else arguments)))
