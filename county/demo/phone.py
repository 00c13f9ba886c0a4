"""One resident at the phone: arrives, writes, shows a picture, says thanks, rates."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from county.demo import screenshots
from county.demo.people import Person
from county.demo.playbook import Script, Sentences, sentences
from county.dimensions.fraud.actions import RECOGNISER
from county.dimensions.helpdesk.actions import matters, talk
from county.dimensions.helpdesk.queries import matters as asked
from county.dimensions.outreach.actions import answers as notices
from county.foundation.channels.ports import Incoming
from county.foundation.files import actions as files
from county.kernel import clock
from county.records.conversations import actions as conversations
from county.records.conversations.models import Conversation, Message
from county.records.places.queries import name_of
from county.records.residents import actions as residents
from county.records.residents.models import Resident

DAY_BEGINS, DAY_ENDS = 8, 18
WAKES, SLEEPS = 7, 22
"""The hours in which people answer what can wait."""
BEST, WORSE = 5, 2
"""Of the five ratings: the best, and the better of the two that are followed up."""


def awake(moment: datetime) -> datetime:
    """The moment, or as long after it as the night lasts: nobody answers a notice at three."""
    hour = moment.astimezone(clock.SHANGHAI).hour
    asleep = not WAKES <= hour < SLEEPS
    return moment + timedelta(hours=24 - SLEEPS + WAKES) if asleep else moment


class Phone:
    """What one resident does; every method acts at the played moment."""

    def __init__(self, person: Person, rng: Random) -> None:
        self.person, self.rng = person, rng
        self.words: Sentences = sentences()
        self._conversation: Conversation | None = None
        self.slots = {
            "town": name_of(person.town)[:2],
            "road": rng.choice(self.words.roads[person.town]),
        }

    def later(self, least: float, most: float) -> datetime:
        """A moment between so many and so many minutes from now."""
        return clock.now() + timedelta(minutes=self.rng.uniform(least, most))

    def by_day(self, least: float, most: float) -> datetime:
        """A moment between so many and so many minutes from now, when people are awake."""
        return awake(self.later(least, most))

    def reply_time(self, *, urgent: bool = False) -> datetime:
        """When an officer's next word comes: sooner by day and where money is in motion."""
        hour = clock.now().astimezone(clock.SHANGHAI).hour
        median = 1.2 if urgent else 3.9 if DAY_BEGINS <= hour < DAY_ENDS else 7.0
        late = self.rng.random() < (0.01 if urgent else 0.04)
        minutes = self.rng.lognormvariate(0, 0.55) * median * (6 if late else 1)
        return clock.now() + timedelta(minutes=max(0.4, minutes))

    def worded(self, text: str) -> str:
        """A script's sentence with this resident's town and road in it."""
        return text.format_map(self.slots)

    def further(self, script: Script, ask: int) -> list[tuple[str, str]]:
        """The further questions of a script that fit how this conversation began."""
        fits = [more for more in script.more if len(more) == 2 or int(more[2]) == ask]
        return [(more[0], more[1]) for more in fits]

    def arrives(self) -> bool:
        """The resident opens the page and reads the notice; False while an older matter is open."""
        person = self.person
        if self.is_here():
            return asked.open_in(self.place) is None
        self._conversation = talk.greet(person.wire, town_code=person.town, alias=person.alias)
        if person.phone:
            talk.identify(self._conversation, phone=person.phone)
        if person.area:
            residents.correct(self.resident, area_code=person.area, by=self.resident)
        return True

    def is_here(self) -> bool:
        """Whether this resident has opened the page before; the conversation is then at hand."""
        known = Conversation.objects.filter(channel="web", address=self.person.wire)
        self._conversation = known.select_related("resident").first()
        return self._conversation is not None

    @property
    def conversation(self) -> Conversation:
        """The resident's conversation, once it was begun."""
        if self._conversation is None:
            raise LookupError(f"{self.person.key} has not arrived.")
        return self._conversation

    @property
    def place(self) -> UUID:
        """The key of the conversation."""
        return self.conversation.pk

    @property
    def resident(self) -> Resident:
        """Whose conversation it is."""
        resident = self.conversation.resident
        if resident is None:
            raise LookupError(f"{self.person.key} has not been greeted.")
        return resident

    def says(self, text: str) -> Message:
        """The resident writes."""
        return self._sends(text=text)

    def is_at(self, text: str, *, longitude: float, latitude: float) -> Message:
        """The resident sends a location."""
        return self._sends(text=text, kind="location", longitude=longitude, latitude=latitude)

    def shows_chat(self, name: str) -> None:
        """The resident sends one of the drawn chats; its words, where nothing can be drawn.

        Its known text stands for what would be read out of it.
        """
        text, turns = screenshots.said(name)
        picture = screenshots.draw(name)
        if picture is None:
            self.says(text)
            return
        file = files.keep(picture, name="聊天截图.png", by=self.resident, purpose="conversation")
        message = self._sends(kind="image", file=file.pk)
        conversations.keep_reading(message, text=text, turns=turns, by=RECOGNISER)

    def _sends(self, **content: Any) -> Message:
        key, _place, _new = conversations.receive(
            Incoming(
                channel="web",
                external_id=str(UUID(int=self.rng.getrandbits(128))),
                sender=self.person.wire,
                **content,
            )
        )
        return self._came_now(key)

    def _came_now(self, key: UUID) -> Message:
        """The message as it came at the played moment, before anyone hears of it.

        The desk reckons its limits from the arrival.
        """
        moment = clock.now()
        Message.objects.filter(pk=key).update(said_at=moment, received_at=moment)
        return Message.objects.get(pk=key)

    def reads(self) -> None:
        """The resident opens the page and sees what lies there."""
        conversations.read_by_resident(self.place)

    def says_of(self, campaign: Any, what: str, text: str) -> None:
        """The resident asks or complains about a notice, on its own page."""
        notices.ask(campaign, what=what, text=text, address=self.person.wire, by=self.resident)
        last = Message.objects.filter(conversation=self.place, author="resident")
        self._came_now(last.order_by("-number").values_list("pk", flat=True)[0])

    def thanks(self) -> None:
        """The resident says thanks."""
        self.says(self.rng.choice(self.words.thanks))

    def rates(self) -> None:
        """The resident gives one of the five ratings, if there is something to rate."""
        matter = asked.unrated(self.place)
        if matter is None:
            return
        rating = self.rng.choices((5, 4, 3, 2, 1), (61, 27, 8, 3, 1))[0]
        words = ""
        if rating == BEST and self.rng.random() < 0.5:
            words = self.rng.choice(self.words.praise)
        elif rating <= WORSE:
            words = self.rng.choice(self.words.blame)
        matters.rate(matter, rating=rating, words=words, by=self.resident)
