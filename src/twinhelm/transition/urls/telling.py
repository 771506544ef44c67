"""Addresses of telling."""

from django.urls import URLPattern, path

from twinhelm.transition.views import telling, telling_acts, texts

ONE = "transition/letters/<int:pk>/"
paths: list[URLPattern] = [
    path("transition/texts/", texts.texts, name="texts"),
    path("transition/texts/new/", texts.new, name="text_new"),
    path("transition/texts/ready/", texts.take_ready, name="texts_ready"),
    path("transition/texts/<int:pk>/", texts.text, name="text"),
    path("transition/texts/<int:pk>/delete/", texts.delete, name="text_delete"),
    path("transition/texts/<int:pk>/put-back/", texts.put_back, name="text_put_back"),
    path("transition/letters/", telling.letters, name="letters"),
    path("transition/letters.csv", telling.letters_csv, name="letters_csv"),
    path("transition/letters/of/<int:pk>/", telling.begin, name="letter_begin"),
    path(ONE, telling.letter, name="letter"),
    path(f"{ONE}edit/", telling.edit, name="letter_edit"),
    path(f"{ONE}as/<int:contact_id>/", telling.view_as, name="letter_as"),
    path(f"{ONE}anew/", telling_acts.anew, name="letter_anew"),
    path(f"{ONE}ask/", telling_acts.ask, name="letter_ask"),
    path(f"{ONE}read/", telling_acts.read, name="letter_read"),
    path(f"{ONE}recipients/", telling_acts.recipients, name="letter_recipients"),
    path(f"{ONE}plan/", telling_acts.plan, name="letter_plan"),
    path(f"{ONE}call-off/", telling_acts.call_off, name="letter_call_off"),
    path(f"{ONE}send/", telling_acts.send, name="letter_send"),
    path(f"{ONE}back/", telling_acts.have_back, name="letter_back"),
    path(f"{ONE}mails/<int:letter_id>/arrived/", telling_acts.arrived, name="letter_arrived"),
    path(f"{ONE}mails/<int:letter_id>/again/", telling_acts.again, name="letter_again"),
]
