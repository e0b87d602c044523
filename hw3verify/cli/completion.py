"""`hw3verify completion SHELL`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import click

VARIABLE = "_HW3VERIFY_COMPLETE"
"""Where the shell tells us that it wants a completion, and not a command."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the lines that make SHELL complete hw3verify's commands and options.

    \b
    Examples:
      eval "$(hw3verify completion bash)"              in ~/.bashrc
      eval "$(hw3verify completion zsh)"               in ~/.zshrc
      hw3verify completion fish | source               in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    root = context.find_root().command
    if found is None:  # click knows the three shells above
        raise click.ClickException(f"no completion for {shell}")
    # click asks bash for its version there, and wants 4.4; on a machine without bash there is nothing to ask
    template = found(root, {}, "hw3verify", VARIABLE)
    click.echo(template.source_template % template.source_vars())
    return 0
