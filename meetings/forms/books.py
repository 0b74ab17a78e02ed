"""What the button that asks for a book sends along."""

from django import forms


class BookForm(forms.Form):
    """Of which agenda: an `edition`, or without one the draft; whole, or as everybody reads it."""

    edition = forms.IntegerField(min_value=1, required=False)
    is_whole = forms.BooleanField(required=False)
