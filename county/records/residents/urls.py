from django.urls import path

from county.records.residents.views import files, joining, looks, people

app_name = "residents"
FILE = "residents/<uuid:resident_id>"
PAIR = "residents/doubles/<uuid:one_id>/<uuid:other_id>"
urlpatterns = [
    path("residents/", files.search, name="search"),
    path("residents/doubles/", joining.doubles, name="doubles"),
    path(f"{PAIR}/", joining.compare, name="compare"),
    path(f"{PAIR}/join/", joining.join, name="join"),
    path(f"{PAIR}/apart/", joining.apart, name="apart"),
    path("residents/joinings/<uuid:joining_id>/undo/", joining.part, name="part"),
    path("residents/looks/", looks.review, name="looks"),
    path("residents/looks/allowance/", looks.allowance, name="allowance"),
    path(f"{FILE}/", files.one, name="one"),
    path(f"{FILE}/leave/", files.leave, name="leave"),
    path(f"{FILE}/correct/", files.correct, name="correct"),
    path(f"{FILE}/reveal/", files.reveal, name="reveal"),
    path(f"{FILE}/age/", people.age, name="age"),
    path(f"{FILE}/child/", people.child, name="child"),
    path(f"{FILE}/guardian/", people.guardian, name="guardian"),
    path(f"{FILE}/household/", people.household, name="household"),
    path(f"{FILE}/household/leave/", people.leave_household, name="leave_household"),
    path(f"{FILE}/roles/", people.role, name="role"),
    path(f"{FILE}/roles/<int:link_id>/end/", people.end_role, name="end_role"),
    path(f"{FILE}/consents/", people.consents, name="consents"),
]
