"""The addresses of letters, of redacted copies, and of what comes after."""

from django.urls import path

from moothall.disclosure.views import letters, released, reviews

urlpatterns = [
    path("<int:pk>/letters/new/", letters.choose, name="letter_new"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/print/", letters.plain, name="letter_print"),
    path("letters/<int:pk>/write/", letters.write, name="letter_write"),
    path("letters/<int:pk>/anew/", letters.anew, name="letter_anew"),
    path("letters/<int:pk>/put-by/", letters.put_by, name="letter_put_by"),
    path("letters/<int:pk>/approve/", letters.approve, name="letter_approve"),
    path("letters/<int:pk>/ask/", letters.ask, name="letter_ask"),
    path("letters/<int:pk>/leave-out/", letters.leave_out, name="letter_leave_out"),
    path("left-out/<int:pk>/put-back/", letters.put_back, name="letter_put_back"),
    path("letters/<int:pk>/send/", letters.send, name="letter_send"),
    path("<int:pk>/copies/new/", released.bring, name="released_bring"),
    path("copies/<int:pk>/", released.released, name="released"),
    path("copies/<int:pk>/file/", released.look, name="released_look"),
    path("copies/<int:pk>/sign/", released.sign, name="released_sign"),
    path("copies/<int:pk>/take-back/", released.take_back, name="released_take_back"),
    path("sent/<uuid:key>/", released.copy, name="released_copy"),
    path("<int:pk>/look-again/", reviews.review, name="look_again"),
    path("<int:pk>/regulator/", reviews.regulator, name="regulator"),
]
