from django.urls import path

from county.records.worklist import views

app_name = "worklist"
urlpatterns = [
    path("desk/", views.my_day, name="my_day"),
    path("desk/tasks/<uuid:task_id>/finish/", views.finish, name="finish"),
    path("desk/tasks/<uuid:task_id>/hand-over/", views.hand_over, name="hand_over"),
]
