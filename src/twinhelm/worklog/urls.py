"""Addresses of the pages about work."""

from django.urls import path

from twinhelm.worklog.views import catalogue, corrections, entries, imports, likings, overview, queue, rules, split

app_name = "worklog"
urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.one_import, name="import"),
    path("imports/<int:pk>/reread/", imports.reread, name="reread"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="confirm"),
    path("imports/<int:pk>/call-off/", imports.call_off, name="call_off"),
    path("imports/<int:pk>/take-back/", imports.take_back, name="take_back"),
    path("imports/<int:pk>/put-back/", imports.put_back, name="put_back"),
    path("imports/<int:pk>/problems.csv", imports.problems_csv, name="problems_csv"),
    path("split/", split.split_page, name="split"),
    path("split/people.csv", split.people_csv, name="people_csv"),
    path("split/lines.csv", split.lines_csv, name="lines_csv"),
    path("split/<int:pk>/", split.member_page, name="member"),
    path("split/<int:pk>/week.csv", split.week_csv, name="week_csv"),
    path("likings/", likings.questionnaire, name="likings"),
    path("likings/<int:pk>/", likings.answer, name="answer"),
    path("entries/", entries.entries, name="entries"),
    path("entries/set/", entries.set_entries, name="set_entries"),
    path("entries/take-back/", entries.take_back_entries, name="take_back_entries"),
    path("entries.csv", entries.entries_csv, name="entries_csv"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/order/", catalogue.order_lines, name="order_lines"),
    path("catalogue/<int:pk>/", catalogue.line, name="line"),
    path("catalogue/<int:pk>/split/", catalogue.split_line, name="split_line"),
    path("catalogue/<int:pk>/merge/", catalogue.merge_line, name="merge_line"),
    path("catalogue/changes/<int:pk>/undo/", catalogue.undo_catalogue_change, name="undo_catalogue_change"),
    path("unsure/", queue.queue, name="queue"),
    path("unsure/more/", queue.more, name="queue_more"),
    path("entries/<int:pk>/correct/", queue.correct, name="correct"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections.csv", corrections.corrections_csv, name="corrections_csv"),
    path("corrections/<int:pk>/undo/", queue.undo, name="undo_correction"),
    path("corrections/<int:pk>/unlearn/", corrections.unlearn, name="unlearn"),
    path("rules/", rules.rules, name="rules"),
    path("rules/order/", rules.order_rules, name="order_rules"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/remove/", rules.remove_rule, name="remove_rule"),
]
home = path("", overview.overview, name="home")
