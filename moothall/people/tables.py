"""The administration of tables: Django's admin, for administrators alone, to look and not to touch.

It opens after a reason and a fresh proof of who is there, for some minutes; each page that is looked at is on record.
Nothing can be changed here, as only our own verbs lock, check, and record; and no table that holds what people said,
wrote or were sent is in it, as an administrator does not read what lies in spaces and mailboxes.
"""

from datetime import datetime, timedelta
from functools import update_wrapper
from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from moothall.kit import clock
from moothall.people import actions, permissions
from moothall.people.models import RoleHolding, Team, User, WayIn

ELSEWHERE = frozenset({"login", "logout", "password_change", "password_change_done"})
UNTIL = "staff_until"  # in the session


class Tables(AdminSite):
    """The site of all tables that may be looked into."""

    site_header = site_title = _("Administration of tables")
    index_title = _("To look, and not to touch")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this administrator has a staff session that has not run out, nor begun by a clock that was ahead."""
        left = until(request) - clock.now()
        return may_begin(request) and timedelta() < left <= timedelta(minutes=settings.MOOTHALL_STAFF_MINUTES)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without ways of signing in and changing passwords: the hall has its own."""
        kept = [url for url in super().get_urls() if getattr(url, "name", "") not in ELSEWHERE]
        for url in kept:
            page: Any = url.callback if isinstance(url, URLPattern) else None
            if hasattr(page, "login_url"):
                page.login_url = settings.LOGIN_URL
        return kept

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Each page: not there for others, behind its own door for administrators, and on record."""
        guarded = super().admin_view(view, cacheable)

        def look(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not may_begin(request):
                raise Http404
            if not self.has_permission(request):
                return redirect("people:tables")
            if request.resolver_match and request.resolver_match.url_name != "jsi18n":
                actions.note_look(by=cast(User, request.user), page=request.path[:200])
            return guarded(request, *args, **kwargs)

        return update_wrapper(look, view)


class Shown(ModelAdmin[Model]):
    """A table to look into."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def __init__(self, model: type[Model], site: AdminSite, *, fields: tuple[str, ...]) -> None:
        super().__init__(model, site)
        self.list_display, self.shown = fields, fields
        self.list_display_links = fields[:1]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return self.shown

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def may_begin(request: HttpRequest) -> bool:
    """Whether this person may look into the tables at all."""
    return isinstance(request.user, User) and permissions.can_administer(request.user)


def begin(request: HttpRequest, *, reason: str) -> None:
    """Begin a staff session in this browser."""
    minutes: int = settings.MOOTHALL_STAFF_MINUTES
    actions.begin_staff_session(by=cast(User, request.user), reason=reason, minutes=minutes)
    request.session[UNTIL] = (clock.now() + timedelta(minutes=minutes)).isoformat()


def until(request: HttpRequest) -> datetime:
    """When the staff session of this browser ends, or ended; long ago where there was none."""
    told = request.session.get(UNTIL)
    return datetime.fromisoformat(told) if told else clock.now() - timedelta(days=1)


def _show(model: type[Model], *fields: str) -> None:
    site._registry[model] = Shown(model, site, fields=fields)


site = Tables(name="admin")
_show(User, "name", "email", "staff_number", "handle", "kind", "job", "team", "is_active", "joined_at", "last_login")
_show(Team, "name", "parent")
_show(RoleHolding, "user", "role")
_show(WayIn, "user", "form", "made_by", "expires_at", "used_at", "withdrawn_at")
_show(EmailAddress, "user", "email", "verified", "primary")
_show(Authenticator, "user", "type", "created_at", "last_used_at")
_show(UserSession, "user", "created_at", "ip", "user_agent", "last_seen_at")
_show(DBTaskResult, "task_path", "status", "enqueued_at", "started_at", "finished_at", "exception_class_path")
