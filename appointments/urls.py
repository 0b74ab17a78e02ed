from django.urls import path

from appointments.views import bodies

body_urls = [
    path("kkr/<slug:slug>/fora/", bodies.list_bodies, name="body-list"),
]

urlpatterns = [*body_urls]
