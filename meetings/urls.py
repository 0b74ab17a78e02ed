from django.urls import path

from meetings import views

urlpatterns = [
    path("kkr/<slug:slug>/moeder/", views.list_meetings, name="meeting-list"),
    path("kkr/<slug:slug>/moeder/nyt/", views.create_meeting, name="meeting-create"),
    path("moeder/<int:pk>/", views.show_meeting, name="meeting"),
    path("moeder/<int:pk>/rediger/", views.edit_meeting, name="meeting-edit"),
    path("moeder/<int:pk>/slet/", views.delete_meeting, name="meeting-delete"),
    path("moeder/<int:pk>/dagsorden/", views.edit_agenda, name="agenda-edit"),
    path("moeder/<int:pk>/dagsorden.pdf", views.download_agenda, name="agenda-pdf"),
    path("moeder/<int:pk>/raekkefoelge/", views.arrange_items, name="agenda-arrange"),
    path("moeder/<int:pk>/offentliggoer/", views.publish_agenda, name="agenda-publish"),
    path("moeder/<int:pk>/traek-tilbage/", views.withdraw_agenda, name="agenda-withdraw"),
    path("moeder/<int:pk>/punkter/nyt/", views.create_item, name="item-create"),
    path("moeder/<int:pk>/punkter/<int:item>/rediger/", views.edit_item, name="item-edit"),
    path("moeder/<int:pk>/punkter/<int:item>/flyt/", views.move_item, name="item-move"),
    path("moeder/<int:pk>/punkter/<int:item>/slet/", views.delete_item, name="item-delete"),
    path("udgaver/<int:pk>/dagsorden.pdf", views.download_publication, name="publication-pdf"),
]
