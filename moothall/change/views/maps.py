"""The benefits map: the picture, the same as lists, and working on it without a mouse or a script."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change.actions import benefits as act
from moothall.change.forms.benefits import JoinForm, NodeForm, RetitleForm
from moothall.change.models import Initiative, NodeKind
from moothall.change.queries import benefits, maps
from moothall.change.views import found
from moothall.kit.htmx import page


def whole(request: HttpRequest, pk: int) -> HttpResponse:
    """The map, where its paths are broken, and the lists to work on."""
    initiative = found.initiative(request, pk)
    may_write = found.writes(request, initiative)
    context: dict[str, Any] = {
        "initiative": initiative,
        "map": maps.load(initiative, may_write=may_write),
        "may_write": may_write,
    }
    return page(request, "change/value/map.html", context)


@found.leads_on
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an enabler, a change, an outcome or an objective on the map."""
    initiative = found.initiative(request, pk)
    found.may_write(request, initiative)
    user = found.me(request)
    kind = request.GET.get("kind", "")
    form = NodeForm(
        request.POST or None,
        objectives=benefits.served(initiative, user),
        initial={"kind": kind if kind in NodeKind.values else None},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        objective = form.chosen()
        title = "" if objective else given["title"]
        act.add_node(initiative, by=user, kind=NodeKind(given["kind"]), title=title, objective=objective)
        messages.success(request, _("It stands on the map. Join it to what it leads to."))
        if request.POST.get("then") == "another":
            return redirect(f"{reverse('change:node_new', args=[initiative.pk])}?kind={given['kind']}")
        return redirect(_here(initiative))
    context = {"initiative": initiative, "form": form}
    return page(request, "change/value/node_new.html", context, status=found.status(form))


@found.leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a thing on the map something else; benefits and objectives are called what they are."""
    node = found.node(request, pk)
    initiative = node.initiative
    found.may_write(request, initiative)
    if node.benefit_id:
        return redirect("change:benefit_edit", node.benefit_id)
    if node.objective_id:
        return redirect("change:objective", node.objective_id)
    form = RetitleForm(request.POST or None, initial={"title": node.title})
    if request.method == "POST" and form.is_valid():
        act.retitle_node(node, by=found.me(request), title=form.cleaned_data["title"])
        messages.success(request, _("Saved."))
        return redirect(_here(initiative))
    context = {"initiative": initiative, "form": form, "node": node}
    return page(request, "change/value/node_edit.html", context, status=found.status(form))


@found.leads_on
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a thing off the map with its arrows; a benefit is given up instead."""
    node = found.node(request, pk)
    initiative = node.initiative
    found.may_write(request, initiative)
    if node.benefit_id:
        return redirect("change:benefit_drop", node.benefit_id)
    if request.method == "POST":
        act.remove_node(node, by=found.me(request))
        messages.success(request, _("Taken off the map, with its arrows."))
        return redirect(_here(initiative))
    arrows = node.out_edges.count() + node.in_edges.count()
    context = {"initiative": initiative, "node": node, "arrows": arrows}
    return page(request, "change/value/node_remove.html", context)


@found.leads_on
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one thing leads to another, and what that takes for granted."""
    initiative = found.initiative(request, pk)
    found.may_write(request, initiative)
    nodes = maps.nodes_of(initiative)
    initial = {name: request.GET.get(name, "") for name in ("source", "target", "assumption")}
    form = JoinForm(request.POST or None, nodes=nodes, initial=initial)
    if request.method == "POST" and form.is_valid():
        source, target = form.ends()
        try:
            act.join(source, target, by=found.me(request), assumption=form.cleaned_data["assumption"])
        except ValueError as wrong:
            form.add_error("target", str(wrong))
        else:
            messages.success(request, _("Joined."))
            return redirect(_here(initiative))
    context = {"initiative": initiative, "form": form, "nodes": nodes}
    return page(request, "change/value/join.html", context, status=found.status(form))


@found.leads_on
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an arrow away."""
    edge = found.edge(request, pk)
    initiative = edge.source.initiative
    found.may_write(request, initiative)
    if request.method == "POST":
        act.part(edge, by=found.me(request))
        messages.success(request, _("The arrow is gone."))
        return redirect(_here(initiative))
    return page(request, "change/value/part.html", {"initiative": initiative, "edge": edge})


def _here(initiative: Initiative) -> str:
    return reverse("change:map", args=[initiative.pk])
