"""What the room offers of the disclosure log, of its figures, and of what is asked again."""

from django.utils.translation import gettext_lazy as _

from moothall.disclosure import log_documents
from moothall.disclosure.models import LogEntry
from moothall.disclosure.published_requests import REQUESTS
from moothall.disclosure.queries import measuring
from moothall.kit.registries import (
    AuditWording,
    Metric,
    OverviewFigure,
    PublicPage,
    audit_wording,
    metrics,
    overview_figures,
    public_pages,
)
from moothall.lessons.publications import publications
from moothall.search.sources import Source, sources

public_pages.add(
    PublicPage(key="disclosure", label=_("What we were asked"), url_name="disclosure:public_requests", order=15),
    PublicPage(key="figures", label=_("Requests in figures"), url_name="disclosure:public_statistics", order=16),
)
publications.add(REQUESTS)
sources.add(
    Source(
        key=log_documents.KIND,
        order=27,
        label=_("Published requests"),
        icon="scale",
        documents=log_documents.documents,
        ids=log_documents.ids,
        load=log_documents.load,
        stays=_("The database never lets go of what was published."),
    )
)
audit_wording.add(
    AuditWording("log.published", _("put an answered request into the disclosure log")),
    AuditWording("log.withdrawn", _("took an entry out of the disclosure log")),
    AuditWording("log.served", _("answered a request by what is published")),
    AuditWording("scheme.proposed", _("took up what is to be published by itself")),
    AuditWording("scheme.published", _("published something by itself")),
    AuditWording("scheme.dropped", _("gave up publishing something by itself")),
)
overview_figures.add(
    OverviewFigure(
        key="disclosure_log",
        order=48,
        label=_("published requests"),
        count=lambda: LogEntry.objects.public().count(),
    )
)
metrics.add(
    Metric(
        key="disclosure.in_time",
        order=60,
        label=_("Requests answered in time"),
        unit=_("in 100 requests"),
        how=_("Of the requests whose day in law lies in these days, those that were answered by it."),
        read=measuring.answered_in_time,
    ),
    Metric(
        key="disclosure.hours",
        order=61,
        label=_("Hours for a request"),
        unit=_("hours"),
        how=_("The time that was written down for requests that were answered in these days, by how many they were."),
        read=measuring.hours_a_case,
        falls=True,
    ),
    Metric(
        key="disclosure.reused",
        order=62,
        label=_("Requests answered by what is published"),
        unit=_("requests"),
        how=_("Requests for which an officer said in these days that an entry of the disclosure log serves."),
        read=measuring.reused,
    ),
    Metric(
        key="disclosure.saved",
        order=63,
        label=_("Hours saved by what is published"),
        unit=_("hours"),
        how=_(
            "Requests of these days that an entry of the disclosure log served to answer, by the hours that a request "
            "took in the year before."
        ),
        read=measuring.hours_saved,
    ),
)
