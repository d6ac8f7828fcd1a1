"""The peer of our pages: one Django view with session, user and one query, under the same server and settings."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.bare_settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
