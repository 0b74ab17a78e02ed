from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kkr_portal"
    verbose_name = "KKR-portalen"

    def ready(self) -> None:
        # Apps know those below them only, and an answer to somebody who asks takes them all.
        # ruff: noqa: PLC0415 -- models are there only now
        from appointments.consequences import consequences
        from councils import lives, personal_data
        from meetings.personal_data import parts_of

        lives.register(consequences)
        personal_data.register(parts_of)
