"""Addresses of measuring."""

from django.urls import path

from twinhelm.transition.views import measurements, review_acts, reviews, staff_answers

paths = [
    path("transition/reviews/", reviews.reviews, name="reviews"),
    path("transition/reviews.csv", reviews.reviews_csv, name="reviews_csv"),
    path("transition/reviews/<int:pk>/", reviews.review, name="review"),
    path("transition/reviews/<int:pk>.csv", reviews.review_csv, name="review_csv"),
    path("transition/reviews/<int:pk>.pdf", reviews.review_pdf, name="review_pdf"),
    path("transition/reviews/<int:pk>/comment/", review_acts.comment, name="comment_review"),
    path("transition/reviews/<int:pk>/decide/", review_acts.decide, name="decide_review"),
    path("transition/reviews/<int:pk>/take-back/", review_acts.take_back_decision, name="take_back_review"),
    path("transition/comments/<int:pk>/take-back/", review_acts.take_back_comment, name="take_back_comment"),
    path("transition/waves/<int:pk>/review/", review_acts.open_early, name="open_review"),
    path("transition/programme/<int:pk>/baseline/", measurements.ask, name="ask_for_baseline"),
    path("transition/measurements/<int:pk>/", measurements.measurement, name="measurement"),
    path("transition/measurements/<int:pk>.csv", measurements.measurement_csv, name="measurement_csv"),
    path("transition/measurements/<int:pk>/again/", measurements.again, name="measure_again"),
    path("transition/measurements/<int:pk>/stop/", measurements.stop, name="stop_measuring"),
    path("transition/answers/<int:pk>/", staff_answers.answers, name="answers"),
]
