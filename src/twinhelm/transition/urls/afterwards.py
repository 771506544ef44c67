"""Addresses of afterwards."""

from django.urls import URLPattern, path

from twinhelm.transition.views import check_ins, joint_reviews, pulses, rolling_back, seam

paths: list[URLPattern] = [
    path("transition/clients/<int:pk>/check-in/", check_ins.check_in, name="check_in"),
    path("transition/clients/<int:pk>/check-ins.csv", check_ins.check_ins_csv, name="check_ins_csv"),
    path("transition/check-ins/<int:pk>/take-back/", check_ins.take_back_check_in, name="take_back_check_in"),
    path("transition/clients/<int:pk>/pulses/", pulses.pulses, name="pulses"),
    path("transition/clients/<int:pk>/pulses.csv", pulses.pulses_csv, name="pulses_csv"),
    path("transition/clients/<int:pk>/roll-back/", rolling_back.roll_back, name="roll_back"),
    path("transition/joint-reviews/of/<int:pk>/", joint_reviews.joint_reviews, name="joint_reviews"),
    path("transition/joint-reviews/of/<int:pk>.csv", joint_reviews.joint_reviews_csv, name="joint_reviews_csv"),
    path("transition/joint-reviews/<int:pk>/", joint_reviews.joint_review, name="joint_review"),
    path("transition/joint-reviews/<int:pk>/delete/", joint_reviews.delete_joint_review, name="delete_joint_review"),
    path(
        "transition/joint-reviews/<int:pk>/put-back/", joint_reviews.put_back_joint_review, name="put_back_joint_review"
    ),
    path("transition/seam/", seam.seam, name="seam"),
    path("transition/seam.csv", seam.seam_csv, name="seam_csv"),
]
