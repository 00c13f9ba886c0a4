"""The door at which WeCom rings. It only checks, keeps and answers; all else happens later."""

from __future__ import annotations

import time

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from county.foundation.channels import actions
from county.foundation.channels.wecom import inbound, spool
from county.foundation.channels.wecom.crypto import CallbackRefused
from county.foundation.channels.wecom.envelope import LARGEST, Notice, notice
from county.foundation.channels.wecom.errors import SwitchedOff
from county.foundation.database.away import AWAY
from county.foundation.staff.policy import public

PATIENCE = 5.0
"""Seconds for which a database that was away is not asked again: WeCom waits no longer itself."""
_away_until = 0.0


@public("WeCom pushes here; each push is signed and encrypted")
@csrf_exempt
@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest) -> HttpResponseBase:
    """Answer the console's question, or keep a push; 400 for what WeCom did not send."""
    try:
        if request.method == "GET":
            return HttpResponse(inbound.echo(request.GET), content_type="text/plain")
        plain = inbound.opened(request.GET, _body(request))
        _keep(notice(plain), plain)
    except CallbackRefused as refused:
        return HttpResponse(str(refused), status=refused.status, content_type="text/plain")
    except SwitchedOff as off:
        return HttpResponse(str(off), status=404, content_type="text/plain")
    return HttpResponse(content_type="text/plain")


def _body(request: HttpRequest) -> bytes:
    """The body, read no further than a push may be long; one byte more is refused later."""
    return request.read(LARGEST + 1)


def _keep(pushed: Notice, plain: str) -> None:
    """In the database; on the disk while that is away."""
    global _away_until
    if time.monotonic() >= _away_until:
        try:
            actions.keep(pushed, plain)
        except AWAY:
            _away_until = time.monotonic() + PATIENCE
        else:
            return
    spool.put(pushed.key, plain)
