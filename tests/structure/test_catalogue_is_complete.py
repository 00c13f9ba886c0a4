"""Every sentence of the code has its Chinese, and the same sentence has the same one."""

from collections import defaultdict

from county.site import catalogues


def test_every_sentence_is_translated():
    assert [str(defect) for defect in catalogues.defects()] == []


def test_one_sentence_has_one_translation():
    """Django joins the catalogues of all apps into one, so two answers would be chance."""
    answers = defaultdict(set)
    for file in catalogues.files():
        for message in catalogues.read(file):
            if message.id and catalogues.filled(message):
                answers[message.context, message.id].add(message.string)
    assert {said: found for said, found in answers.items() if len(found) > 1} == {}
