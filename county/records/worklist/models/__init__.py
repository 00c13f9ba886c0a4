"""Tasks, the hands they go through, their parts, what left the house, and calendars' addresses."""

from county.records.worklist.models.feeds import Feed
from county.records.worklist.models.hands import Hand, Outing, Part, Ruling
from county.records.worklist.models.tasks import Kind, Reminder, Task

__all__ = ["Feed", "Hand", "Kind", "Outing", "Part", "Reminder", "Ruling", "Task"]
