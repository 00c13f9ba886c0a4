"""The settings of the anonymous address: no session, no cookie, no visitors, a narrow role."""

from __future__ import annotations

from county.site import settings as county

globals().update({name: getattr(county, name) for name in dir(county) if name.isupper()})

ROOT_URLCONF = "county.dimensions.helpdesk.views.tips.addresses"
MIDDLEWARE = [
    "county.dimensions.helpdesk.views.tips.frame.strict",
    "county.dimensions.helpdesk.views.tips.frame.speak",
    "county.dimensions.helpdesk.views.tips.frame.explain_refusals",
]
DATABASES = {"default": county.SIWEI_TIPS_DATABASE}
ALLOWED_HOSTS = ["*"]
"""Nothing here is made from the host's name, and an onion address is not known beforehand."""
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
"""What is attached never lies on a disk as it was sent."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40
DATA_UPLOAD_MAX_NUMBER_FILES = 4
USE_X_FORWARDED_HOST = False
LOGGING = {
    **county.LOGGING,
    "root": {"handlers": ["console"], "level": "ERROR"},
    "loggers": {
        # What is asked for wrongly says where somebody was and what was tried: it is nobody's.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "county.tips": {"level": "ERROR"},
    },
}
