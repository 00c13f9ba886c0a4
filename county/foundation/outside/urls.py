from django.urls import path

from county.foundation.outside.views import messages, open311, partners

app_name = "outside"
PARTNER = "outside/<uuid:partner_id>/"
HOOK = "outside/webhooks/<uuid:subscription_id>/"
V2 = "open311/v2/"
urlpatterns = [
    path("outside/", partners.listing, name="listing"),
    path("outside/new/", partners.propose, name="propose"),
    path(PARTNER, partners.one, name="partner"),
    path(f"{PARTNER}admit/", partners.admit, name="admit"),
    path(f"{PARTNER}key/", partners.renew_key, name="renew_key"),
    path(f"{PARTNER}end/", partners.end, name="end"),
    path(f"{PARTNER}webhooks/", partners.subscribe, name="subscribe"),
    path(f"{HOOK}on/", partners.switch_on, name="switch_on"),
    path(f"{HOOK}off/", partners.switch_off, name="switch_off"),
    path(f"{HOOK}again/", partners.ask_again, name="ask_again"),
    path(f"{HOOK}secret/", partners.renew_secret, name="renew_secret"),
    path("outside/messages/", messages.listing, name="messages"),
    path("outside/messages/<uuid:dispatch_id>/", messages.one, name="message"),
    path("outside/messages/<uuid:dispatch_id>/again/", messages.send_again, name="send_again"),
    path("open311/discovery.<str:form>", open311.discovery, name="discovery"),
    path(f"{V2}discovery.<str:form>", open311.discovery, name="discovery_v2"),
    path(f"{V2}services.<str:form>", open311.services, name="services"),
    path(f"{V2}services/<str:code_and_form>", open311.definition, name="definition"),
    path(f"{V2}requests.<str:form>", open311.requests, name="requests"),
    path(f"{V2}requests/<str:number_and_form>", open311.request_of, name="request"),
    path(f"{V2}tokens/<str:token_and_form>", open311.token, name="token"),
]
