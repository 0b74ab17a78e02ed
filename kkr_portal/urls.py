from allauth.account import views as account
from django.urls import include, path, re_path

from kkr_portal import attendance, lives, my_page, people, quality, recorded_lives, search, views

# Only these of allauth's pages: accounts are neither made nor deleted by their owners.
account_urls = [
    path("log-ind/", account.login, name="account_login"),
    path("log-ud/", account.logout, name="account_logout"),
    path("opret/", account.signup, name="account_signup"),  # says that sign-up is closed
    path("lukket/", account.account_inactive, name="account_inactive"),
    path("bekraeft/", account.reauthenticate, name="account_reauthenticate"),
    path("adgangskode/", account.password_change, name="account_change_password"),
    path("adgangskode/vaelg/", account.password_set, name="account_set_password"),
    path("adgangskode/glemt/", account.password_reset, name="account_reset_password"),
    path("adgangskode/sendt/", account.password_reset_done, name="account_reset_password_done"),
    # <uidb36>-<key> would split at the last hyphen, and keys have hyphens themselves.
    re_path(
        r"^adgangskode/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "adgangskode/skiftet/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("", views.front_page, name="front-page"),
    path("sundhed/", views.show_health, name="health"),
    path("min-side/", my_page.show_my_page, name="my-page"),
    path("soeg/", search.show_search, name="search"),
    path("kkr/<slug:slug>/blaa-bog/mangler/", quality.show_quality, name="quality"),
    path("kkr/<slug:slug>/livsbegivenheder/", lives.list_events, name="life-events"),
    path("kkr/<slug:slug>/livsbegivenheder/ny/", lives.find_person, name="life-event-find"),
    path("kkr/<slug:slug>/ny-person/", lives.create_newcomer, name="person-create"),
    path("personer/<int:pk>/", people.show_person, name="person"),
    path("personer/<int:pk>/livsbegivenhed/", lives.create_event, name="life-event-create"),
    path("personer/<int:pk>/fremmoede/", attendance.show_attendance, name="person-attendance"),
    path("livsbegivenheder/<int:pk>/", recorded_lives.show_event, name="life-event"),
    path("livsbegivenheder/<int:pk>/fortryd/", recorded_lives.undo_event, name="life-event-undo"),
    path(
        "livsbegivenheder/<int:pk>/breve/<int:number>/",
        recorded_lives.download_letter,
        name="life-letter",
    ),
    path("konto/", include(account_urls)),
    path("", include("councils.urls")),
    path("", include("meetings.urls")),
    path("", include("elections.urls")),
    path("", include("appointments.urls")),
]

handler400 = "kkr_portal.errors.bad_request"
handler403 = "kkr_portal.errors.forbidden"
handler404 = "kkr_portal.errors.not_found"
# handler500 stays Django's: it renders 500.html without a context that might fail again.
