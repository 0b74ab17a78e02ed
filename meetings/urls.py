from django.urls import path

from meetings.views import (
    agendas,
    amendments,
    attachments,
    autosave,
    books,
    downloads,
    exports,
    fixes,
    history,
    items,
    meetings,
    moving,
    papers,
    plan,
    presence,
    reading,
    reviews,
    standard_items,
    word,
)

urlpatterns = [
    path("kkr/<slug:slug>/moeder/", meetings.list_meetings, name="meeting-list"),
    path("kkr/<slug:slug>/moeder/nyt/", meetings.create_meeting, name="meeting-create"),
    path("kkr/<slug:slug>/moeder/plan/", plan.create_plan, name="plan-create"),
    path("kkr/<slug:slug>/moeder/kalender/", plan.show_calendar, name="plan-calendar"),
    path("kkr/<slug:slug>/moeder.ics", plan.serve_feed, name="plan-feed"),
    path("kkr/<slug:slug>/ikke-planlagt/", moving.show_pool, name="pool"),
    path(
        "kkr/<slug:slug>/standardpunkter/",
        standard_items.list_standard_items,
        name="standard-items",
    ),
    path(
        "kkr/<slug:slug>/standardpunkter/nyt/",
        standard_items.create_standard_item,
        name="standard-item-create",
    ),
    path(
        "kkr/<slug:slug>/standardpunkter/<int:pk>/",
        standard_items.edit_standard_item,
        name="standard-item-edit",
    ),
    path(
        "kkr/<slug:slug>/standardpunkter/<int:pk>/saadan/",
        standard_items.preview_standard_item,
        name="standard-item-preview",
    ),
    path(
        "kkr/<slug:slug>/standardpunkter/<int:pk>/flyt/",
        standard_items.move_standard_item,
        name="standard-item-move",
    ),
    path(
        "kkr/<slug:slug>/standardpunkter/<int:pk>/slet/",
        standard_items.delete_standard_item,
        name="standard-item-delete",
    ),
    path("moeder/<int:pk>/", reading.show_meeting, name="meeting"),
    path("moeder/<int:pk>/rediger/", meetings.edit_meeting, name="meeting-edit"),
    path("moeder/<int:pk>/slet/", meetings.delete_meeting, name="meeting-delete"),
    path("moeder/<int:pk>/dagsorden/", agendas.edit_agenda, name="agenda-edit"),
    path("moeder/<int:pk>/dagsorden.pdf", papers.download_agenda, name="agenda-pdf"),
    path(
        "moeder/<int:pk>/dagsorden-intern.pdf",
        papers.download_internal_agenda,
        name="agenda-internal-pdf",
    ),
    path("moeder/<int:pk>/udkast.pdf", papers.download_draft, name="agenda-draft-pdf"),
    path(
        "moeder/<int:pk>/udkast-intern.pdf",
        papers.download_internal_draft,
        name="agenda-draft-internal-pdf",
    ),
    path("moeder/<int:pk>/forhaandsvisning/", reading.preview_agenda, name="agenda-preview"),
    path("moeder/<int:pk>/gennemlaesning/", reviews.show_comments, name="agenda-comments"),
    path("moeder/<int:pk>/gennemlaesning/start/", reviews.start_review, name="review-start"),
    path("moeder/<int:pk>/gennemlaesning/slut/", reviews.end_review, name="review-end"),
    path("kommentarer/<int:pk>/behandlet/", reviews.handle_comment, name="comment-handle"),
    path("moeder/<int:pk>/ret-udsendt/", amendments.amend_agenda, name="agenda-amend"),
    path("moeder/<int:pk>/kasser/", amendments.discard_amendment, name="agenda-discard"),
    path("moeder/<int:pk>/dagsorden.docx", exports.download_word, name="agenda-word"),
    path(
        "moeder/<int:pk>/dagsorden-intern.docx",
        exports.download_internal_word,
        name="agenda-internal-word",
    ),
    path("moeder/<int:pk>/stor-skrift.pdf", exports.download_large, name="agenda-large"),
    path(
        "moeder/<int:pk>/stor-skrift-intern.pdf",
        exports.download_internal_large,
        name="agenda-internal-large",
    ),
    path("moeder/<int:pk>/skaerm.pdf", exports.download_screen, name="agenda-screen"),
    path(
        "moeder/<int:pk>/skaerm-intern.pdf",
        exports.download_internal_screen,
        name="agenda-internal-screen",
    ),
    path("moeder/<int:pk>/punkt/<int:item>.pdf", exports.download_item, name="item-pdf"),
    path(
        "moeder/<int:pk>/punkt/<int:item>-intern.pdf",
        exports.download_internal_item,
        name="item-internal-pdf",
    ),
    path(
        "moeder/<int:pk>/formandens-eksemplar.pdf",
        exports.download_chairs_copy,
        name="agenda-chairs-copy",
    ),
    path("moeder/<int:pk>/materiale.zip", exports.download_material, name="agenda-material"),
    path(
        "moeder/<int:pk>/materiale-intern.zip",
        exports.download_internal_material,
        name="agenda-internal-material",
    ),
    path("moeder/<int:pk>/samlet-pdf/", books.ask_for_book, name="book-ask"),
    path("samlet-pdf/bestilt/", books.tell_of_awaited, name="books-awaited"),
    path("samlet-pdf/<int:pk>/", books.show_book, name="book"),
    path("samlet-pdf/<int:pk>/stands/", books.cancel_book, name="book-cancel"),
    path("samlet-pdf/<int:pk>.pdf", books.download_book, name="book-file"),
    path("moeder/<int:pk>/raekkefoelge/", agendas.arrange_items, name="agenda-arrange"),
    path("moeder/<int:pk>/gennemgang/", agendas.review_agenda, name="agenda-review"),
    path("moeder/<int:pk>/offentliggoer/", agendas.publish_agenda, name="agenda-publish"),
    path("moeder/<int:pk>/traek-tilbage/", amendments.withdraw_agenda, name="agenda-withdraw"),
    path("moeder/<int:pk>/aabne-punkter/", presence.show_presence, name="agenda-presence"),
    path("moeder/<int:pk>/punkter/nyt/", items.create_item, name="item-create"),
    path("moeder/<int:pk>/punkter/word/", word.import_item, name="item-import"),
    path(
        "moeder/<int:pk>/punkter/standard/",
        standard_items.add_standard_item,
        name="item-from-standard",
    ),
    path("moeder/<int:pk>/punkter/skabelon/", standard_items.fill_agenda, name="agenda-fill"),
    path("moeder/<int:pk>/punkter/hent/", moving.reuse_item, name="item-reuse"),
    path("moeder/<int:pk>/punkter/<int:item>/rediger/", items.edit_item, name="item-edit"),
    path("moeder/<int:pk>/punkter/<int:item>/flyt/", items.move_item, name="item-move"),
    path("moeder/<int:pk>/punkter/<int:item>/slet/", items.delete_item, name="item-delete"),
    path(
        "moeder/<int:pk>/punkter/<int:item>/flyt-til/", moving.transfer_item, name="item-transfer"
    ),
    path("moeder/<int:pk>/punkter/<int:item>/overskrift/", items.set_heading, name="item-heading"),
    path("moeder/<int:pk>/punkter/<int:item>/udgaar/", items.drop_item, name="item-drop"),
    path(
        "moeder/<int:pk>/punkter/<int:item>/autogem/", autosave.autosave_item, name="item-autosave"
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/aabent/", autosave.note_presence, name="item-presence"
    ),
    path("moeder/<int:pk>/punkter/<int:item>/fund/", agendas.show_remarks, name="item-remarks"),
    path("moeder/<int:pk>/punkter/<int:item>/ret-fund/", fixes.fix_finding, name="item-fix"),
    path(
        "moeder/<int:pk>/punkter/<int:item>/sammenlign/", autosave.compare_item, name="item-compare"
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/historik/", history.list_versions, name="item-history"
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/historik/<int:version>/",
        history.show_version,
        name="item-version",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/historik/<int:version>/gendan/",
        history.restore_version,
        name="item-restore",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/",
        attachments.list_attachments,
        name="attachment-list",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/raekkefoelge/",
        attachments.arrange_attachments,
        name="attachment-arrange",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/maerker/",
        attachments.show_marks,
        name="attachment-marks",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/<int:attachment>/flyt/",
        attachments.move_attachment,
        name="attachment-move",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/<int:attachment>/ret/",
        attachments.edit_attachment,
        name="attachment-edit",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/<int:attachment>/erstat/",
        attachments.replace_file,
        name="attachment-replace",
    ),
    path(
        "moeder/<int:pk>/punkter/<int:item>/bilag/<int:attachment>/slet/",
        attachments.delete_attachment,
        name="attachment-delete",
    ),
    path("bilag/<int:pk>/<str:name>", downloads.download_attachment, name="attachment-file"),
    path(
        "bilag/<int:pk>/udgaver/<int:version>/<str:name>",
        downloads.download_attachment_version,
        name="attachment-version",
    ),
    path("udgaver/<int:pk>/dagsorden.pdf", papers.download_publication, name="publication-pdf"),
    path(
        "udgaver/<int:pk>/dagsorden-intern.pdf",
        papers.download_internal_publication,
        name="publication-internal-pdf",
    ),
    path(
        "udgaver/bilag/<int:pk>/<str:name>",
        downloads.download_published_attachment,
        name="published-attachment",
    ),
]
