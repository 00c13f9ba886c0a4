from django.urls import path

from county.records.contacts.views import contacts, entrances, mailings, ways

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
    path("contacts/ways/<uuid:way_id>/picture/", ways.picture, name="way_picture"),
    path("contacts/ways/<uuid:way_id>/poster/", ways.poster, name="way_poster"),
    path("contacts/entrances/", entrances.listing, name="entrances"),
    path("contacts/entrances/new/", entrances.make, name="make_entrance"),
    path("contacts/entrances/<uuid:entrance_id>/code/", entrances.code, name="entrance_code"),
    path("contacts/entrances/<uuid:entrance_id>/poster/", entrances.poster, name="poster"),
    path("contacts/mailings/", mailings.listing, name="mailings"),
    path("contacts/mailings/quota/", mailings.quota, name="quota"),
    path("contacts/mailings/<uuid:mailing_id>/", mailings.one, name="mailing"),
    path("contacts/mailings/<uuid:mailing_id>/refresh/", mailings.refresh, name="refresh"),
    path("contacts/mailings/<uuid:mailing_id>/remind/", mailings.remind, name="remind"),
    path("contacts/mailings/<uuid:mailing_id>/cancel/", mailings.cancel, name="cancel"),
]
