"""All that is answered at the anonymous address: one page, its style, and refusals."""

from django.urls import path

from county.dimensions.helpdesk.views.tips import frame, pages

urlpatterns = [
    path("", pages.page, name="tips"),
    path("en/", pages.page, name="tips_en"),
    path("style/", frame.style, name="tips_style"),
    path("too-large/", frame.too_large, name="tips_too_large"),
]
handler400 = frame.bad_request
handler404 = frame.not_found
handler500 = frame.broken
