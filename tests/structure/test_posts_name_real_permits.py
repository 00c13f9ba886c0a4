"""posts.toml cannot grant what does not exist."""

from county.site.generated import all_permits, posts


def test_posts_name_real_permits():
    unknown = {
        post["code"]: sorted(set(post["permits"]) - set(all_permits()))
        for post in posts()
        if set(post["permits"]) - set(all_permits())
    }
    assert unknown == {}


def test_a_permit_is_named_after_its_app():
    assert [p for p, label in all_permits().items() if p.partition(".")[0] != label] == []
