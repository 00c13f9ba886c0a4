"""Appoint the first administrator of an installation."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from county.foundation.events.registry import System
from county.foundation.staff import actions
from county.foundation.staff.models import Department, Officer, Post
from county.kernel.errors import Refused


class Command(BaseCommand):
    help = "Give a person a desk; the password is asked for, or read from standard input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--post", default="SYSADMIN")
        parser.add_argument("--department", default="PSB")

    def handle(self, *args: Any, **options: Any) -> None:
        if Officer.objects.filter(username=options["username"]).exists():
            raise CommandError(f"There is an officer {options['username']} already.")
        post = Post.objects.filter(pk=options["post"]).first()
        department = Department.objects.filter(pk=options["department"]).first()
        if post is None or department is None:
            raise CommandError("No such post or department: see foundation/staff/posts.toml.")
        password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            actions.appoint(
                username=options["username"],
                name=options["name"],
                department=department,
                post=post,
                by=System("appoint"),
                password=password,
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['name']} may sign in as {options['username']}.")
