"""Addresses of handing over."""

from django.urls import URLPattern, path

from twinhelm.transition.views import handing, reassigning

HERE = "transition/clients/<int:pk>/hand-over"
LINE = f"{HERE}/lines/<int:line_pk>"
paths: list[URLPattern] = [
    path(f"{HERE}/", handing.hand_over, name="hand_over"),
    path(f"{HERE}.csv", handing.hand_over_csv, name="hand_over_csv"),
    path(f"{HERE}/gather/", handing.gather, name="gather"),
    path(f"{HERE}/accept/", handing.accept, name="accept_lines"),
    path(f"{HERE}/take-back/", handing.take_back_acceptance, name="take_back_acceptance"),
    path(f"{HERE}/lines/", handing.say, name="say_line"),
    path(f"{LINE}/", handing.change_line, name="change_line"),
    path(f"{LINE}/remove/", handing.remove_line, name="remove_line"),
    path(f"{LINE}/put-back/", handing.put_back_line, name="put_back_line"),
    path(f"{LINE}/send-back/", handing.send_back, name="send_back_line"),
    path(f"{LINE}/answer/", handing.answer_line, name="answer_line"),
    path(f"{HERE}/give/", reassigning.give, name="give"),
    path(f"{HERE}/rating/", reassigning.rate_relationship, name="rate"),
    path(f"{HERE}/copied/", reassigning.copied, name="copied"),
    path("transition/reassignments/<int:pk>/undo/", reassigning.undo_reassignment, name="undo_reassignment"),
]
