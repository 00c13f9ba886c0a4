"""What the procuratorate keeps."""

from county.dimensions.procuracy.models import lessons, slots

__all__ = ["lessons", "slots"]
