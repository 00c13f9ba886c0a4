from django.urls import path

from county.records.tags.views import officers, own

TAGGING = "tags/<uuid:tagging_id>"
MINE = "tags/mine/<uuid:tagging_id>"

app_name = "tags"
urlpatterns = [
    path("tags/residents/<uuid:resident_id>/propose/", officers.propose, name="propose"),
    path(f"{TAGGING}/end/", officers.end, name="end"),
    path(f"{TAGGING}/approve/", officers.approve, name="approve"),
    path(f"{TAGGING}/put-in-force/", officers.put_in_force, name="put_in_force"),
    path(f"{TAGGING}/renew/", officers.renew, name="renew"),
    path(f"{TAGGING}/withhold/", officers.withhold, name="withhold"),
    path("tags/objections/", officers.objections, name="objections"),
    path("tags/objections/<uuid:objection_id>/", officers.objection, name="objection"),
    path("tags/objections/<uuid:objection_id>/decide/", officers.decide, name="decide"),
    path("tags/suggestions/<uuid:suggestion_id>/take/", officers.take, name="take"),
    path("tags/suggestions/<uuid:suggestion_id>/settle/", officers.settle, name="settle"),
    path("tags/oversight/", officers.oversight, name="oversight"),
    path(
        "tags/withholdings/<uuid:withholding_id>/approve/",
        officers.approve_withholding,
        name="approve_withholding",
    ),
    path("tags/mine/new/", own.choose, name="choose"),
    path("tags/mine/set/", own.set_own, name="set_own"),
    path("tags/mine/refuse/", own.refuse, name="refuse"),
    path("tags/mine/withdraw/", own.withdraw, name="withdraw"),
    path(f"{MINE}/confirm/", own.confirm, name="confirm"),
    path(f"{MINE}/end/", own.end, name="end_own"),
    path(f"{MINE}/freeze/", own.freeze, name="freeze"),
    path(f"{MINE}/unfreeze/", own.unfreeze, name="unfreeze"),
    path(f"{MINE}/object/", own.object_to, name="object"),
    path(f"{MINE}/renew/", own.renew, name="renew_own"),
]
