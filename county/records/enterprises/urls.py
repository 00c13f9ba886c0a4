from django.urls import path

from county.records.enterprises.views import entry, office, own, wecom

app_name = "enterprises"
ONE = "enterprises/<uuid:organisation_id>"
PERSON = f"{ONE}/people/<uuid:representative_id>"
urlpatterns = [
    path("firm/", own.home, name="home"),
    path("firm/read/", own.read, name="read"),
    path("firm/notices/<int:notice_id>/", own.follow, name="follow"),
    path("firm/me/", own.mine, name="mine"),
    path("firm/me/sign-out-everywhere/", own.sign_out_everywhere, name="sign_out_everywhere"),
    path("firm/me/resign/", own.resign, name="resign"),
    path("firm/sign-in/", entry.sign_in, name="sign_in"),
    path("firm/sign-in/code/", entry.confirm, name="confirm"),
    path("firm/sign-in/wecom/", wecom.set_out, name="wecom"),
    path("firm/sign-in/wecom/entered/", wecom.entered, name="wecom_entered"),
    path("firm/choose/", entry.choose, name="choose"),
    path("firm/choose/<uuid:representative_id>/", entry.chosen, name="chosen"),
    path("firm/join/<str:code>/", entry.join, name="join"),
    path("firm/leave/", entry.leave, name="leave"),
    path("firm/staff/", own.staff, name="staff"),
    path("firm/staff/invite/", own.invite, name="invite"),
    path("firm/staff/invitations/<uuid:invitation_id>/withdraw/", own.withdraw, name="withdraw"),
    path("firm/staff/<uuid:representative_id>/permits/", own.trusts, name="trusts"),
    path("firm/staff/<uuid:representative_id>/remove/", own.remove, name="remove"),
    path("enterprises/", office.listing, name="listing"),
    path(f"{ONE}/", office.one, name="one"),
    path(f"{ONE}/open/", office.open_account, name="open"),
    path(f"{PERSON}/end/", office.end, name="end"),
    path(f"{PERSON}/uncover/", office.uncover, name="uncover"),
]
