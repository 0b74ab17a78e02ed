from django.urls import path

from appointments import views

urlpatterns = [path("kkr/<slug:slug>/fora/", views.list_bodies, name="body-list")]
