"""Only addresses of our own house can be followed from a message."""

from django.conf import settings

from county.design.jinja import linked


def test_our_own_addresses_are_links_and_others_are_text():
    own = f"{settings.SIWEI_ADDRESS}/outreach/n/ab-C_9/"
    shown = str(linked(f"看 {own} 和 https://evil.example/a <b>"))
    assert f'<a href="/outreach/n/ab-C_9/">{own}</a>' in shown
    assert shown.count("<a ") == 1 and "&lt;b&gt;" in shown


def test_nothing_slips_out_of_the_address():
    own = f'{settings.SIWEI_ADDRESS}/x"onclick="alert(1)'
    shown = str(linked(own))
    assert "onclick=&#34;" in shown and '"onclick' not in shown
    assert linked(f"{settings.SIWEI_ADDRESS}.evil.example/a") == (
        f"{settings.SIWEI_ADDRESS}.evil.example/a"
    )
    assert "<a " not in linked(f"{settings.SIWEI_ADDRESS}//evil.example/")
