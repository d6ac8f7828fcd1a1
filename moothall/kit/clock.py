"""What time it is: the one place that asks, so that tests can say."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Today's date in the council's time zone."""
    return timezone.localdate()
