from django.urls import include, path

from county.kernel.dimension import parts
from county.site import views
from county.site.api import addresses


def _under(name: str, label: str) -> str:
    """A dimension lives under its label; the others say their own addresses."""
    return f"{label}/" if name.startswith("county.dimensions.") else ""


urlpatterns = [
    path("api/", addresses),  # first: the busiest door is found at once
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("health/", views.health, name="health"),
    path("health/live/", views.alive, name="alive"),
    *(
        path(_under(config.name, config.label), include(f"{config.name}.urls"))
        for config, _urls in parts("urls", "urlpatterns", besides="site")
    ),
]

handler400 = "county.site.away.bad_request"
handler404 = "county.site.away.page_not_found"
handler500 = "county.site.away.server_error"
