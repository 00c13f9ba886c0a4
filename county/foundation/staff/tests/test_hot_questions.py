"""Questions asked all day: the same answer as the plain question, from a prepared statement."""

import select

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from county.foundation.database import hot
from county.foundation.database.watched import Watched
from county.foundation.staff.models import Post


@pytest.mark.django_db
def test_rows_are_those_of_the_question():
    asked = Post.objects.order_by("code").values_list("code", "county_wide")[:5]
    assert hot.rows_of(asked) == list(asked)


@pytest.mark.django_db
def test_a_question_without_answer_asks_nothing():
    assert hot.rows_of(Post.objects.none().values_list("code")) == []
    assert hot.counting({"none": Post.objects.none()}, 10) is None


@pytest.mark.django_db
def test_counts_go_no_further_than_asked():
    posts = Post.objects.all()
    plan = hot.counting({"all": posts, "few": posts.filter(code="CMD")}, 3)
    assert dict(hot.rows_of(plan)) == {"all": 3, "few": 1}


@pytest.mark.django_db
def test_a_statement_is_written_once_for_each_key():
    asked = []

    def ask():
        asked.append(1)
        return Post.objects.order_by("code").values_list("code")[:1]

    first = hot.remembered("test", ask)
    assert hot.remembered("test", ask) is first
    assert asked == [1]


@pytest.mark.django_db
def test_the_pools_sign_of_life_tells_a_dead_connection():
    address = settings.SIWEI_DATABASE_ADDRESS
    wire = Watched.connect(address, autocommit=True)
    wire.execute("")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [wire.info.backend_pid])
    select.select([wire.pgconn.socket], [], [], 5)
    with pytest.raises(psycopg.OperationalError):
        wire.execute("")
    wire.close()
