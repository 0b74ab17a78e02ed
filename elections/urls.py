from django.urls import path

from elections.views import (
    alliances,
    compositions,
    kl_tables,
    leaderships,
    lots,
    papers,
    standings,
    trials,
    votes,
)

SEATS = "kkr/<slug:slug>/sammensaetning/"
VOTES = "kkr/<slug:slug>/stemmetal/"
PLACES = "kkr/<slug:slug>/kommunerne/"
COOPERATIONS = "kkr/<slug:slug>/listesamarbejder/"
LEADERSHIP = "kkr/<slug:slug>/formandskab/"
ALLIANCES = f"{LEADERSHIP}valgforbund/"
FOR_COMPOSITION = {"kind": papers.COMPOSITION}
FOR_LEADERSHIP = {"kind": papers.LEADERSHIP}

urlpatterns = [
    path(SEATS, compositions.show_composition, name="composition"),
    path(f"{SEATS}<int:pk>/", compositions.show_composition, name="composition-version"),
    path(f"{SEATS}alle/", compositions.list_compositions, name="composition-list"),
    path(f"{SEATS}beregn/", compositions.compute_composition, name="composition-compute"),
    path(f"{SEATS}godkend/", compositions.accept_composition, name="composition-accept"),
    path(f"{SEATS}<int:pk>/metoder/", compositions.compare_methods, name="composition-compare"),
    path(f"{SEATS}proev/", trials.try_composition, name="composition-try"),
    path(f"{SEATS}kl/", kl_tables.edit_kl_table, name="kl-table-edit"),
    path(f"{SEATS}kl/indsaet/", kl_tables.import_kl_table, name="kl-table-import"),
    path(f"{SEATS}<int:pk>/lod/", lots.record_lot, name="lot-record"),
    path(f"{SEATS}lod/<int:pk>/annuller/", lots.annul_lot, name="lot-annul"),
    path(
        f"{SEATS}<int:ref>/papir.pdf", papers.show_paper, FOR_COMPOSITION, name="composition-paper"
    ),
    path(
        f"{SEATS}<int:ref>/bilag/", papers.attach_paper, FOR_COMPOSITION, name="composition-attach"
    ),
    path(
        f"{SEATS}<int:ref>/gentag/",
        papers.repeat_computation,
        FOR_COMPOSITION,
        name="composition-repeat",
    ),
    path(VOTES, votes.show_votes, name="votes"),
    path(f"{VOTES}indlaes/", votes.upload_votes, name="votes-import"),
    path(f"{VOTES}indlaes/<int:pk>/", votes.preview_votes, name="votes-preview"),
    path(f"{VOTES}indlaes/<int:pk>/kasser/", votes.discard_votes, name="votes-discard"),
    path(f"{VOTES}<int:pk>/fil.csv", votes.download_votes, name="votes-file"),
    path(PLACES, standings.show_standings, name="standings"),
    path(f"{PLACES}<str:code>/", standings.edit_municipality, name="standing-edit"),
    path(COOPERATIONS, standings.list_cooperations, name="cooperations"),
    path(f"{COOPERATIONS}<int:pk>/", standings.edit_cooperation, name="cooperation-edit"),
    path(
        f"{COOPERATIONS}lister/<int:pk>/fjern/",
        standings.leave_cooperation,
        name="cooperation-leave",
    ),
    path(
        f"{LEADERSHIP}<int:ref>/papir.pdf",
        papers.show_paper,
        FOR_LEADERSHIP,
        name="leadership-paper",
    ),
    path(
        f"{LEADERSHIP}<int:ref>/bilag/",
        papers.attach_paper,
        FOR_LEADERSHIP,
        name="leadership-attach",
    ),
    path(
        f"{LEADERSHIP}<int:ref>/gentag/",
        papers.repeat_computation,
        FOR_LEADERSHIP,
        name="leadership-repeat",
    ),
    path(LEADERSHIP, leaderships.show_leadership, name="leadership"),
    path(
        f"{LEADERSHIP}<int:number>/",
        leaderships.show_leadership,
        name="leadership-version",
    ),
    path(
        f"{LEADERSHIP}beregn/",
        leaderships.compute_leadership,
        name="leadership-compute",
    ),
    path(f"{LEADERSHIP}proev/", leaderships.try_leadership, name="leadership-try"),
    path(
        f"{LEADERSHIP}<int:number>/lod/",
        leaderships.record_lot,
        name="leadership-lot",
    ),
    path(
        f"{LEADERSHIP}lod/<int:pk>/annuller/",
        leaderships.annul_lot,
        name="leadership-lot-annul",
    ),
    path(
        f"{LEADERSHIP}<int:number>/personer/",
        leaderships.name_leaders,
        name="leadership-name",
    ),
    path(
        f"{LEADERSHIP}<int:number>/tag-tilbage/",
        leaderships.take_back_leaders,
        name="leadership-take-back",
    ),
    path(
        f"{LEADERSHIP}enighed/",
        leaderships.record_unison,
        name="leadership-unison",
    ),
    path(
        ALLIANCES,
        alliances.create_alliance,
        name="alliance-create",
    ),
    path(
        f"{ALLIANCES}<int:pk>/traek-tilbage/",
        alliances.withdraw_alliance,
        name="alliance-withdraw",
    ),
    path(
        f"{ALLIANCES}godkend/",
        alliances.decide_alliances,
        name="alliances-decide",
    ),
]
