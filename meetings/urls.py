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
    path("moeder/<int:pk>/gennemgang/", views.review_agenda, name="agenda-review"),
    path("moeder/<int:pk>/offentliggoer/", views.publish_agenda, name="agenda-publish"),
    path("moeder/<int:pk>/traek-tilbage/", views.withdraw_agenda, name="agenda-withdraw"),
    path("moeder/<int:pk>/punkter/nyt/", views.create_item, name="item-create"),
    path("moeder/<int:pk>/punkter/<int:item>/rediger/", views.edit_item, name="item-edit"),
    path("moeder/<int:pk>/punkter/<int:item>/flyt/", views.move_item, name="item-move"),
    path("moeder/<int:pk>/punkter/<int:item>/slet/", views.delete_item, name="item-delete"),
    path("moeder/<int:pk>/punkter/<int:item>/autogem/", views.autosave_item, name="item-autosave"),
    path("moeder/<int:pk>/punkter/<int:item>/aabent/", views.note_presence, name="item-presence"),
    path("moeder/<int:pk>/punkter/<int:item>/fund/", views.show_remarks, name="item-remarks"),
    path("moeder/<int:pk>/punkter/<int:item>/sammenlign/", views.compare_item, name="item-compare"),
    path("moeder/<int:pk>/punkter/<int:item>/historik/", views.list_versions, name="item-history"),
    path(
        "moeder/<int:pk>/punkter/<int:item>/historik/<int:version>/",
        views.show_version,
        name="item-version",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/historik/<int:version>/gendan/",
        views.restore_version,
        name="item-restore",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/",
        views.list_attachments,
        name="attachment-list",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/<int:attachment>/ret/",
        views.edit_attachment,
        name="attachment-edit",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/<int:attachment>/erstat/",
        views.replace_file,
        name="attachment-replace",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/<int:attachment>/slet/",
        views.delete_attachment,
        name="attachment-delete",
    ),
    path("bilag/<int:pk>/<str:name>", views.download_attachment, name="attachment-file"),
    path(
        "bilag/<int:pk>/udgaver/<int:version>/<str:name>",
        views.download_attachment_version,
        name="attachment-version",
    ),
    path("udgaver/<int:pk>/dagsorden.pdf", views.download_publication, name="publication-pdf"),
]
