"""The console command `siwei`: one word for each thing an administrator does.

serve      pages, streams and worker, on the embedded PostgreSQL or DATABASE_URL
demo       the same, with an invented county; never beside real data
worker     one more worker process
doctor     is everything well?
wecom      try the settings of WeCom; replay what it pushed
wecom-standin  an invented WeCom on this machine, with a page to play residents and officers
appoint    give the first administrator a desk
backup     write database and files into a folder
triage     JSON lines of messages in, fraud readings out; needs no database
train      make the recogniser's model anew; needs requirements-train.in
bench      measure, as docs/performance.md tells
Any other word is a command of Django's, such as `siwei migrate`.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser

from django.core.management import execute_from_command_line

from county.dimensions.fraud.knowledge import triage


def _know_the_port(words: list[str]) -> None:
    """Let the settings know on which port is served: links in messages lead there."""
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--port")
    port = parser.parse_known_args(words)[0].port
    if port and port.isdecimal():
        os.environ["SIWEI_PORT"] = port


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help", "help"):
        print(__doc__)
        return
    if words[0] == "triage":
        sys.exit(triage.main(sys.stdin, sys.stdout))
    if words[0] == "demo":
        os.environ["SIWEI_MODE"] = "demo"
    if words[0] in ("demo", "serve"):
        _know_the_port(words[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "county.site.settings")
    execute_from_command_line(["siwei", words[0].replace("-", "_"), *words[1:]])


if __name__ == "__main__":
    main()
