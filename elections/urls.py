from django.urls import path

from elections import views

urlpatterns = [
    path("kkr/<slug:slug>/sammensaetning/", views.show_composition, name="composition"),
    path(
        "kkr/<slug:slug>/sammensaetning/<int:pk>/",
        views.show_composition,
        name="composition-version",
    ),
    path(
        "kkr/<slug:slug>/sammensaetning/beregn/",
        views.compute_composition,
        name="composition-compute",
    ),
    path("kkr/<slug:slug>/stemmetal/", views.show_votes, name="votes"),
    path("kkr/<slug:slug>/stemmetal/indlaes/", views.import_votes, name="votes-import"),
    path("kkr/<slug:slug>/repraesentation/", views.edit_standings, name="standings-edit"),
]
