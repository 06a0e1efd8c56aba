"""The command line application: its groups of commands, and the decorator that gives each its manners."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer

from kg.cli.conduct import MANNER, Exit, close_stdout, exit_code, report

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

READ = "Read news"
ASK = "Ask the graph"
SHARE = "Share it"
CARE = "Start and care"
PANELS = (READ, ASK, SHARE, CARE)

StorePath = Annotated[
    Path, typer.Option("--store", "-s", envvar="KG_STORE", help="The graph's file.", show_default=True)
]

app = typer.Typer(
    help="News text in, a diplomacy knowledge graph out. Data on stdout, talk on stderr.",
    epilog="Anywhere: --quiet (errors only), --debug (tracebacks). First steps: kg demo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(
    panel: str, *examples: str, to: typer.Typer = app, name: str | None = None
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Register a function as the command of its name (or `name`); every command ends its help with `examples`.

    `to` is the group of commands that it goes to.
    """

    def register(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        @functools.wraps(function)
        def mannered(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
            try:
                return function(*args, **kwargs)
            except typer.Exit:
                raise
            except BrokenPipeError:
                close_stdout()
                raise typer.Exit(Exit.DONE) from None
            except (Exception, KeyboardInterrupt) as error:
                if MANNER.debug and exit_code(error) is Exit.INTERNAL:
                    raise
                report(error)
                raise typer.Exit(exit_code(error)) from None

        epilog = "Examples:\n\n" + "\n\n".join(f"  {example}" for example in examples)
        return to.command(name, rich_help_panel=panel, epilog=epilog)(mannered)

    return register


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"diplograph {version('diplograph')}")
        except PackageNotFoundError:
            typer.echo("diplograph (not installed: run from its folder)")
        raise typer.Exit(Exit.DONE)


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """News text in, a diplomacy knowledge graph out. Data on stdout, talk on stderr."""
