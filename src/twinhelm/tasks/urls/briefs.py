"""Addresses of briefs and their understanding."""

from django.urls import URLPattern, path

from twinhelm.tasks.views import brief_rules, briefs, origins, reworked, unclear, understanding

paths: list[URLPattern] = [
    path("tasks/from/<slug:kind>/<int:pk>/", origins.from_conversation, name="from_conversation"),
    path("tasks/rework/", reworked.rework, name="rework"),
    path("tasks/rework.csv", reworked.rework_csv, name="rework_csv"),
    path("tasks/unclear/", unclear.unclear, name="unclear"),
    path("tasks/unclear.csv", unclear.unclear_csv, name="unclear_csv"),
    path("tasks/unclear/rule/", brief_rules.skip_rule, name="skip_rule"),
    path("tasks/brief-templates/", brief_rules.templates, name="brief_templates"),
    path("tasks/brief-templates/<int:pk>/", brief_rules.template, name="brief_template"),
    path("tasks/brief-templates/<int:pk>/delete/", brief_rules.delete_template, name="delete_brief_template"),
    path("tasks/brief-templates/<int:pk>/put-back/", brief_rules.put_template_back, name="put_brief_template_back"),
    path("tasks/<int:pk>/brief/", briefs.brief, name="brief"),
    path("tasks/<int:pk>/answer/", understanding.answer, name="answer_brief"),
    path("tasks/<int:pk>/ask/", understanding.ask, name="ask"),
    path("tasks/<int:pk>/confirm/", understanding.confirm, name="confirm"),
    path("tasks/<int:pk>/send-back/", understanding.send_back, name="send_back"),
    path("tasks/<int:pk>/skip/", understanding.skip, name="skip"),
    path("tasks/<int:pk>/skip/end/", understanding.end_skip, name="end_skip"),
    path("tasks/<int:pk>/rework/", understanding.rework, name="note_rework"),
    path("tasks/questions/<int:pk>/reply/", understanding.reply, name="reply"),
    path("tasks/questions/<int:pk>/into-brief/", understanding.into_brief, name="into_brief"),
    path("tasks/questions/<int:pk>/withdraw/", understanding.withdraw, name="withdraw"),
    path("tasks/rework/<int:pk>/take-back/", understanding.take_back_rework, name="take_back_rework"),
]
