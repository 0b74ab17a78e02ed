from django.urls import path

from councils import views

urlpatterns = [
    path("kkr/<slug:slug>/", views.show_council, name="council"),
    path("kkr/<slug:slug>/blaa-bog/", views.show_directory, name="directory"),
    path("kkr/<slug:slug>/haendelser/", views.list_audit_entries, name="audit-log"),
    path("personer/<int:pk>/", views.show_person, name="person"),
]
