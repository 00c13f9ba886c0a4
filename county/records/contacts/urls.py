from django.urls import path

from county.records.contacts.views import contacts, mailings, ways

app_name = "contacts"
urlpatterns = [
    path("contacts/", contacts.listing, name="contacts"),
    path("contacts/read/", contacts.read_anew, name="read_anew"),
    path("contacts/transfers/", contacts.transfer_list, name="transfers"),
    path("contacts/transfers/new/", contacts.hand_over, name="hand_over"),
    path("contacts/ways/", ways.listing, name="ways"),
    path("contacts/ways/new/", ways.make, name="make_way"),
    path("contacts/ways/<uuid:way_id>/", ways.one, name="way"),
    path("contacts/ways/<uuid:way_id>/delete/", ways.delete, name="delete_way"),
    path("contacts/mailings/", mailings.listing, name="mailings"),
    path("contacts/mailings/quota/", mailings.quota, name="quota"),
    path("contacts/mailings/<uuid:mailing_id>/", mailings.one, name="mailing"),
    path("contacts/mailings/<uuid:mailing_id>/refresh/", mailings.refresh, name="refresh"),
    path("contacts/mailings/<uuid:mailing_id>/remind/", mailings.remind, name="remind"),
    path("contacts/mailings/<uuid:mailing_id>/cancel/", mailings.cancel, name="cancel"),
]
