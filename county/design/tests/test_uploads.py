"""A file that is too large is refused unread, in words."""

from django.core.files.uploadedfile import SimpleUploadedFile

from county.design import forms


class PhotoForm(forms.Form):
    photo = forms.Upload()


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(forms, "LARGEST_UPLOAD", 4)
    sent = SimpleUploadedFile("a.png", b"12345")
    form = PhotoForm({}, files={"photo": sent})
    assert not form.is_valid()
    assert "20 MB" in form.sentence()
    assert sent.tell() == 0
    assert PhotoForm({}, files={"photo": SimpleUploadedFile("a.png", b"1234")}).is_valid()
