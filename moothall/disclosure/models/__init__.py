"""The tables of the disclosure room."""

from moothall.disclosure.models.holidays import Holiday as Holiday
