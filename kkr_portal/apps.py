from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kkr_portal"
    verbose_name = "KKR-portalen"
