from django.urls import path

from county.records.worklist.views import acts, day, mine, plan, task

app_name = "worklist"
urlpatterns = [
    path("desk/", day.my_day, name="my_day"),
    path("desk/calendar/", plan.plan, name="plan"),
    path("desk/calendar/<slug:secret>.ics", plan.feed, name="feed"),
    path("desk/mine/", mine.mine, name="mine"),
    path("desk/mine/leave/", mine.enter_leave, name="enter_leave"),
    path("desk/mine/leave/<int:leave_id>/end/", mine.end_leave, name="end_leave"),
    path("desk/mine/quiet/", mine.set_quiet_hours, name="set_quiet_hours"),
    path("desk/mine/calendar/", mine.make_feed, name="make_feed"),
    path("desk/mine/calendar/revoke/", mine.revoke_feed, name="revoke_feed"),
    path("desk/tasks/<uuid:task_id>/", task.one, name="one"),
    path("desk/tasks/<uuid:task_id>/finish/", acts.finish, name="finish"),
    path("desk/tasks/<uuid:task_id>/pass-on/", acts.pass_on, name="pass_on"),
    path("desk/tasks/<uuid:task_id>/hand-over/", acts.hand_over, name="hand_over"),
    path("desk/tasks/<uuid:task_id>/sign/", acts.sign, name="sign"),
    path("desk/tasks/<uuid:task_id>/return/", acts.send_back, name="send_back"),
    path("desk/tasks/<uuid:task_id>/cancel/", acts.cancel, name="cancel"),
    path("desk/tasks/<uuid:task_id>/referee/", acts.ask_referee, name="ask_referee"),
    path("desk/tasks/<uuid:task_id>/referee/decide/", acts.decide, name="decide"),
    path("desk/tasks/<uuid:task_id>/parts/", acts.ask_along, name="ask_along"),
    path("desk/tasks/<uuid:task_id>/parts/<int:part_id>/finish/", acts.finish_part,
         name="finish_part"),
    path("desk/tasks/<uuid:task_id>/parts/<int:part_id>/release/", acts.release_part,
         name="release_part"),
    path("desk/tasks/<uuid:task_id>/outside/", acts.send_out, name="send_out"),
    path("desk/tasks/<uuid:task_id>/outside/<int:outing_id>/confirm/", acts.confirm,
         name="confirm"),
    path("desk/tasks/<uuid:task_id>/outside/<int:outing_id>/fail/", acts.fail, name="fail"),
]  # fmt: skip
