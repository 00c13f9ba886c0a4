from django.urls import path

from county.dashboard.views import desk, drill, wall, years

app_name = "dashboard"
urlpatterns = [
    path("county/", desk.glance, name="glance"),
    path("county/definitions/", desk.definitions, name="definitions"),
    path("county/figures/<slug:code>/", drill.figure, name="figure"),
    path("county/flows/<slug:sender>/<slug:receiver>/", drill.flow, name="flow"),
    path("county/years/", years.listing, name="years"),
    path("county/years/note/", years.note, name="note_years"),
    path("county/wall/", wall.wall, name="wall"),
]
