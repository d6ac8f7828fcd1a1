"""The hall as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from moothall.kit import collecting

collecting.seldom()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  every page's code is here before the first visitor
collecting.settled()
