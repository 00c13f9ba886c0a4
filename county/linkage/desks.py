"""Which department a step goes to: asked of the staff, never written into a rule."""

from __future__ import annotations

from county.foundation.staff.models import Department, Officer
from county.foundation.staff.queries import holders


def desk(permit: str, *, area: str = "") -> Department | None:
    """The department that does this: the area's own before a county-wide one."""
    able = list(holders(permit, area=area).select_related("department", "post"))
    near = sorted(able, key=lambda one: (one.reach is None, one.department_id or "", one.pk))
    return near[0].department if near else None


def head(permit: str, department: Department | None) -> Officer | None:
    """Somebody of the department who may do this; the longest in service first."""
    able = holders(permit).filter(department=department) if department else holders(permit)
    return able.order_by("pk").first()
