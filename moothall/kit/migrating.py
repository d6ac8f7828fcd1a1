"""Many new tables in one step of a migration, so that a new hall stands in seconds.

Django draws the models of a migration anew after every operation that touches one of them, and with it all that are
related to it: in a hall where everything hangs together, each new table costs as much as all those before it (two
minutes of processor for the whole of this one). `NewTables` draws them once.
"""

from collections.abc import Container, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

Step = CreateModel | AddField | AddIndex | AddConstraint


class NewTables(Operation):
    """What makes tables that were not there before, with all that belongs to them; each table is made whole at once.

    Takes `CreateModel`, and what completes the models that it names: `AddField`, `AddIndex`, `AddConstraint`.
    """

    category = OperationCategory.ADDITION

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = list(steps)
        self.models = [step for step in self.steps if isinstance(step, CreateModel)]
        made = {model.name_lower for model in self.models}
        for step in self.steps:
            if not isinstance(step, CreateModel) and step.model_name_lower not in made:
                raise ValueError(f"{type(step).__name__} belongs to “{step.model_name}”, which is no new table here.")

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Take the models into the state, and leave the drawing of them to whoever looks at it next."""
        state.__dict__.pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make each table as it is when all is done."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the tables out again, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What it does, as `migrate` says it."""
        return f"Create models {', '.join(str(model.name) for model in self.models)}"


def half_folded(loader: MigrationLoader, ran: Container[tuple[str, str]]) -> list[str]:
    """The rooms of which some steps ran and others, since made into one with them, did not: no way leads on there."""
    return sorted(
        room
        for (room, name), migration in loader.disk_migrations.items()
        if (room, name) not in ran and 0 < sum(step in ran for step in migration.replaces) < len(migration.replaces)
    )
