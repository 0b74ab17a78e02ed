"""What is done in the background, by `manage.py work`."""

from django_tasks import task


@task()
def make_book(pk: int) -> None:
    """Makes the book that was asked for; what became of it is told by its row."""
    from meetings import bookmaking  # noqa: PLC0415 -- actions ask for tasks, and it uses actions

    bookmaking.make(pk)
