from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kkr_portal"
    verbose_name = "KKR-portalen"

    def ready(self) -> None:
        # Apps know those below them only, and an answer to somebody who asks takes them all.
        # ruff: noqa: PLC0415 -- models are there only now
        from appointments import places
        from appointments.consequences import consequences
        from appointments.directory import lines_on
        from appointments.personal_data import parts_of as appointed_parts_of
        from councils import directory, lives, personal_data
        from councils.models.people import register_places
        from meetings.personal_data import parts_of

        directory.register(lines_on)
        lives.register(consequences)
        personal_data.register(parts_of)
        personal_data.register(appointed_parts_of)
        register_places(places)
