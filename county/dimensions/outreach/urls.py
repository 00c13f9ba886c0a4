from django.urls import path

from county.dimensions.outreach.views import campaigns, notice

app_name = "outreach"
urlpatterns = [
    path("", campaigns.listing, name="listing"),
    path("new/", campaigns.new, name="new"),
    path("count/", campaigns.count, name="count"),
    path("<uuid:campaign_id>/", campaigns.one, name="one"),
    path("<uuid:campaign_id>/edit/", campaigns.edit, name="edit"),
    path("<uuid:campaign_id>/submit/", campaigns.submit, name="submit"),
    path("<uuid:campaign_id>/check-law/", campaigns.check_law, name="check_law"),
    path("<uuid:campaign_id>/send-back/", campaigns.send_back, name="send_back"),
    path("<uuid:campaign_id>/stop/", campaigns.stop, name="stop"),
    path("n/<slug:code>/", notice.page, name="notice"),
    path("n/<slug:code>/recording/", notice.recording, name="recording"),
    path("n/<slug:code>/ask/", notice.ask, name="ask"),
    path("n/<slug:code>/no-more/", notice.no_more, name="no_more"),
]
