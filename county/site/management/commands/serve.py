"""Serve the county: database, pages, streams and worker, until Ctrl+C."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from county.site import commands as processes
from county.site import prepare
from county.site.supervisor import AlreadyRunning, Supervisor, alone


class Command(BaseCommand):
    help = "Serve the county on one port, with its worker and its database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.SIWEI_PORT)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--web", type=int, default=1, help="web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with alone(settings.SIWEI_HOME):
                self.serve(options["host"], options["port"], options["web"])
        except AlreadyRunning as error:
            raise CommandError(
                f"Siwei already runs on the folder {settings.SIWEI_HOME}. Stop it first,"
                " or set SIWEI_HOME to another folder and --port to another port."
            ) from error

    def serve(self, host: str, port: int, web: int) -> None:
        """Prepare, start every process, wait, stop."""
        prepare.start_server()
        try:
            prepare.ready()
            self.before()
            prepare.meet_wecom()
            call_command("collectstatic", interactive=False, verbosity=0)
            self.stdout.write(f"Siwei 四维: http://{host}:{port}/  (Ctrl+C stops)")
            commands = {"web": processes.web(host, port, web), "worker": processes.worker()}
            if settings.SIWEI_TIPS_PORT:
                commands |= self.tips(host)
            if settings.WECOM == "standin":
                commands |= self.standin(port)
            Supervisor(commands, tend=self.tend).run()
        finally:
            if settings.SIWEI_EMBEDDED:
                settings.SIWEI_SERVER.stop()

    def tips(self, host: str) -> dict[str, list[str]]:
        """The anonymous address, if its role can reach the database."""
        if not settings.SIWEI_EMBEDDED and not settings.DATABASE_TIPS_URL:
            raise CommandError("The anonymous address needs DATABASE_TIPS_URL: a role of its own.")
        self.stdout.write(f"Anonymous address: {settings.SIWEI_TIPS_ADDRESS}/")
        return {"tips": processes.tips(host, settings.SIWEI_TIPS_PORT)}

    def standin(self, port: int) -> dict[str, list[str]]:
        """WeCom itself, played: it rings at our door as the real one would."""
        own = settings.WECOM_STANDIN_PORT
        self.stdout.write(f"WeCom, played: http://127.0.0.1:{own}/")
        callback = f"http://127.0.0.1:{port}/channels/wecom/callback/"
        state = settings.SIWEI_HOME / "wecom-standin.json"
        return {"wecom": processes.wecom_standin(own, callback, state)}

    def tend(self) -> None:
        """Bring the embedded database back when it has gone; an external one is not ours."""
        if settings.SIWEI_EMBEDDED:
            settings.SIWEI_SERVER.keep_running()

    def before(self) -> None:
        """What is to be done before the doors open; the demo plays its county here."""
