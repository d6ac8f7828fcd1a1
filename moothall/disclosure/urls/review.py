"""The addresses of the review."""

from django.urls import path

from moothall.disclosure.views import review

urlpatterns = [
    path("<int:pk>/review/", review.review, name="review"),
    path("<int:pk>/review/<int:number>/", review.item, name="review_item"),
    path("review/items/<int:pk>/file/", review.fetch, name="review_file"),
    path("review/samples/<int:pk>/", review.drawn, name="review_drawn"),
]
