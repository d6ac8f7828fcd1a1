"""What the pages of measures hold of one person, for the copy that they may ask for."""

from collections.abc import Iterator

from moothall.change.models import Measure, Plan, PlanFile, Reading
from moothall.kit.registries import Person


def of_measures(person: Person) -> Iterator[dict[str, object]]:
    """The plans and measures that they entered or answer for, and what they read."""
    for plan in Plan.objects.filter(added_by_id=person.pk).order_by("pk"):
        yield {"plan": plan.title, "entered_at": plan.added_at}
    for file in PlanFile.objects.filter(added_by_id=person.pk).select_related("plan").order_by("pk"):
        yield {"plan": file.plan.title, "document": file.name, "uploaded_at": file.added_at}
    for measure in Measure.objects.filter(owner_id=person.pk).order_by("pk"):
        yield {"measure": measure.title, "answers_for": True}
    for measure in Measure.objects.filter(added_by_id=person.pk).order_by("pk"):
        yield {"measure": measure.title, "written_at": measure.added_at, "method": measure.method}
    for reading in Reading.objects.filter(by_id=person.pk).select_related("measure").order_by("pk"):
        yield {
            "measure": reading.measure.title,
            "read_on": reading.read_on,
            "value": reading.value,
            "why_none": reading.why_none,
            "comment": reading.comment,
            "evidence": reading.evidence,
            "entered_at": reading.at,
        }
