from django.urls import path

from appointments.views import (
    agendas,
    alternates,
    appointments,
    balance,
    ballots,
    bodies,
    body_edits,
    candidates,
    contacts,
    decisions,
    lists,
    organisations,
    papers,
    reminders,
    rounds,
    tasks,
)

body_urls = [
    path("kkr/<slug:slug>/fora/", bodies.list_bodies, name="body-list"),
    path("kkr/<slug:slug>/fora/nyt/", body_edits.create_body, name="body-create"),
    path("fora/<int:pk>/", bodies.show_body, name="body"),
    path("fora/<int:pk>/historik/", bodies.show_history, name="body-history"),
    path("fora/<int:pk>/rediger/", body_edits.edit_body, name="body-edit"),
    path("fora/<int:pk>/nedlaeg/", body_edits.dissolve_body, name="body-dissolve"),
    path("fora/<int:pk>/genoptag/", body_edits.reopen_body, name="body-reopen"),
    path("fora/<int:pk>/pladser/ny/", body_edits.create_kind, name="seat-kind-create"),
    path("fora/pladser/<int:pk>/rediger/", body_edits.edit_kind, name="seat-kind-edit"),
    path("fora/pladser/<int:pk>/slet/", body_edits.delete_kind, name="seat-kind-delete"),
    path(
        "kkr/<slug:slug>/organisationer/",
        organisations.list_organisations,
        name="organisation-list",
    ),
    path(
        "kkr/<slug:slug>/organisationer/<int:pk>/rediger/",
        organisations.edit_organisation,
        name="organisation-edit",
    ),
    path("kkr/<slug:slug>/udpegninger/", lists.show_appointed, name="appointed"),
    path("kkr/<slug:slug>/udpegninger/<str:name>", lists.download_appointed, name="appointed-file"),
]

round_urls = [
    path("kkr/<slug:slug>/runder/", rounds.list_rounds, name="round-list"),
    path("kkr/<slug:slug>/runder/ny/", rounds.create_round, name="round-create"),
    path("runder/<int:pk>/", rounds.show_round, name="round"),
    path("runder/<int:pk>/rediger/", rounds.edit_round, name="round-edit"),
    path("runder/<int:pk>/afslut/", rounds.close_round, name="round-close"),
    path("runder/<int:pk>/genaabn/", rounds.reopen_round, name="round-reopen"),
    path("runder/<int:pk>/hverv/", rounds.add_tasks, name="task-add"),
    path("runder/hverv/<int:pk>/", tasks.show_task, name="task"),
    path("runder/hverv/<int:pk>/rediger/", tasks.edit_task, name="task-edit"),
    path("runder/hverv/<int:pk>/fravigelse/", tasks.edit_exemption, name="task-exemption"),
    path("runder/hverv/<int:pk>/fjern/", tasks.remove_task, name="task-delete"),
    path("runder/hverv/<int:pk>/kandidat/", candidates.create_candidate, name="candidate-create"),
    path("runder/hverv/<int:pk>/ny-person/", candidates.create_nominee, name="candidate-newcomer"),
    path("kandidater/<int:pk>/rediger/", candidates.edit_candidate, name="candidate-edit"),
    path("kandidater/<int:pk>/traek/", candidates.withdraw_candidate, name="candidate-withdraw"),
    path("kkr/<slug:slug>/koensbalance/", balance.show_balance, name="gender-balance"),
]

appointment_urls = [
    path("udpegninger/<int:pk>/", appointments.show_appointment, name="appointment"),
    path("udpegninger/<int:pk>/rediger/", appointments.edit_appointment, name="appointment-edit"),
    path("udpegninger/<int:pk>/ophoer/", appointments.end_appointment, name="appointment-end"),
    path(
        "udpegninger/<int:pk>/afloes/", appointments.replace_appointment, name="appointment-replace"
    ),
    path("udpegninger/<int:pk>/slet/", appointments.remove_appointment, name="appointment-delete"),
    path("udpegninger/<int:pk>/udpegningsbrev.pdf", papers.show_letter, name="appointment-letter"),
    path("udpegninger/<int:pk>/suppleant/", alternates.name_alternate, name="alternate-create"),
    path("suppleanter/<int:pk>/ophoer/", alternates.end_alternate, name="alternate-end"),
    path("fora/plads/<int:pk>/udpeg/", appointments.create_appointment, name="appointment-create"),
    path(
        "fora/pladser/<int:pk>/suppleant/",
        alternates.name_shared_alternate,
        name="shared-alternate-create",
    ),
    path("fora/<int:pk>/kontakter/", contacts.show_contacts, name="body-contacts"),
    path(
        "fora/<int:pk>/kontakter/<str:name>",
        contacts.download_contacts,
        name="body-contacts-file",
    ),
    path("runder/hverv/<int:pk>/beslut/", decisions.decide, name="task-decide"),
    path("runder/hverv/<int:pk>/fortryd-beslutning/", decisions.undo, name="task-undo"),
    path("runder/<int:pk>/til-dagsorden/", agendas.place_on_agenda, name="round-agenda"),
    path("runder/<int:pk>/til-dagsorden/bilag/", agendas.attach_list, name="round-attach"),
    path("runder/<int:pk>/oversigt.pdf", papers.show_round_paper, name="round-paper"),
    path("runder/<int:pk>/udpegningsbreve.pdf", papers.show_round_letters, name="round-letters"),
    path("kkr/<slug:slug>/udloeber/", reminders.list_expiring, name="expiring"),
    path("kkr/<slug:slug>/udpegninger.ics", reminders.download_calendar, name="expiring-feed"),
]

ballot_urls = [
    path("runder/hverv/<int:pk>/valg/", ballots.create_ballot, name="ballot-create"),
    path("valg/<int:pk>/", ballots.show_ballot, name="ballot"),
    path("valg/<int:pk>/annuller/", ballots.annul_ballot, name="ballot-annul"),
    path("valg/lod/<int:pk>/annuller/", ballots.annul_draw, name="ballot-draw-annul"),
]

urlpatterns = [*body_urls, *round_urls, *appointment_urls, *ballot_urls]
