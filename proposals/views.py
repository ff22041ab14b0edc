"""The addresses of proposals."""

from flask import Blueprint

from proposals import (
    looking,
    views_amendments,
    views_choice,
    views_debate,
    views_decision,
    views_life,
    views_objections,
    views_proxies,
    views_questions,
    views_reading,
    views_terms,
    views_writing,
)
from proposals.live import views as room
from proposals.live import views_acts as table

proposals = Blueprint("proposals", __name__, url_prefix="/proposals")

GET, POST, BOTH = ["GET"], ["POST"], ["GET", "POST"]

for rule, methods, view in (
    ("/", GET, views_reading.index),
    ("/<int:number>", GET, views_reading.show),
    ("/<int:number>/versions/<int:old>..<int:new>", GET, views_reading.compare),
    ("/<int:number>/versions", GET, views_reading.versions),
    ("/<int:number>/attachments/<int:file>", GET, views_reading.attachment),
    ("/new", BOTH, views_writing.new),
    ("/<int:number>/edit", BOTH, views_writing.edit),
    ("/<int:number>/links", BOTH, views_terms.links),
    ("/<int:number>/links/<decision>/remove", POST, views_terms.remove_link),
    ("/<int:number>/conflicts", BOTH, views_terms.declare),
    ("/<int:number>/conflicts/<int:conflict>/withdraw", POST, views_terms.withdraw_conflict),
    ("/templates/", GET, views_terms.templates),
    ("/templates/<rule>", BOTH, views_terms.template),
    ("/templates/<rule>/clear", BOTH, views_terms.clear_template),
    ("/review/<decision>", BOTH, views_terms.review),
    ("/<int:number>/amendments/new", BOTH, views_amendments.new_amendment),
    ("/<int:number>/amendments/<int:amendment>/accept", POST, views_amendments.accept_amendment),
    ("/<int:number>/amendments/<int:amendment>/refuse", BOTH, views_amendments.refuse_amendment),
    ("/<int:number>/amendments/<int:amendment>/refer", BOTH, views_amendments.refer_amendment),
    ("/<int:number>/amendments/<int:amendment>/withdraw", POST, views_amendments.withdraw_amendment),
    ("/<int:number>/coauthors", BOTH, views_amendments.coauthors_of),
    ("/<int:number>/coauthors/<int:member>/unask", POST, views_amendments.unask_coauthor),
    ("/<int:number>/coauthors/<int:member>/accept", POST, views_amendments.accept_coauthor),
    ("/<int:number>/coauthors/<int:member>/decline", POST, views_amendments.decline_coauthor),
    ("/<int:number>/coauthors/<int:member>/leave", POST, views_amendments.leave_coauthor),
    ("/<int:number>/live", GET, room.live),
    ("/<int:number>/live/screen", GET, room.live_screen),
    ("/<int:number>/live/state", GET, room.live_state),
    ("/<int:number>/live/begin", BOTH, table.live_begin),
    ("/<int:number>/live/step", POST, table.live_step),
    ("/<int:number>/live/undo", POST, table.live_undo),
    ("/<int:number>/live/roster", BOTH, table.live_roster),
    ("/<int:number>/live/position", BOTH, table.live_position),
    ("/<int:number>/live/come", POST, table.live_come),
    ("/<int:number>/live/amend", BOTH, table.live_amend),
    ("/<int:number>/live/open", BOTH, table.live_open),
    ("/<int:number>/live/close", BOTH, table.live_close),
    ("/<int:number>/live/end", BOTH, table.live_end),
    ("/<int:number>/live/objections/<int:objection>/withdrawn", POST, table.live_withdrawn),
    ("/<int:number>/live/objections/<int:objection>/agreed", POST, table.live_agreed),
    ("/<int:number>/live/objections/<int:objection>/set-aside", BOTH, table.live_set_aside),
    ("/<int:number>/submit", POST, views_writing.submit),
    ("/<int:number>/delete", BOTH, views_writing.delete),
    ("/<int:number>/withdraw", BOTH, views_writing.withdraw),
    ("/<int:number>/reopen", POST, views_writing.reopen),
    ("/<int:number>/attachments", POST, views_writing.attach),
    ("/<int:number>/attachments/<int:file>/remove", POST, views_writing.detach),
    ("/<int:number>/options/new", BOTH, views_choice.add_option),
    ("/<int:number>/options/<int:option>", BOTH, views_choice.edit_option),
    ("/<int:number>/options/<int:option>/remove", POST, views_choice.remove_option),
    ("/<int:number>/candidacies/new", BOTH, views_choice.stand),
    ("/<int:number>/candidacies/for-somebody", BOTH, views_choice.enter_candidacy),
    ("/<int:number>/candidacies/<int:candidacy>/withdraw", POST, views_choice.withdraw_candidacy),
    ("/<int:number>/comments", POST, views_debate.comment),
    ("/<int:number>/comments/<int:comment>/remove", POST, views_debate.remove_comment),
    ("/<int:number>/comments/<int:comment>/resolve", POST, views_debate.resolve),
    ("/<int:number>/comments/<int:comment>/unresolve", POST, views_debate.unresolve),
    ("/<int:number>/summary", BOTH, views_debate.summary),
    ("/<int:number>/summaries", GET, views_debate.past_summaries),
    ("/<int:number>/follow", POST, views_debate.follow),
    ("/<int:number>/vote", BOTH, views_decision.open_vote),
    ("/<int:number>/embargo", BOTH, views_life.embargo),
    ("/<int:number>/looks", GET, views_life.looks),
    ("/<int:number>/double", POST, views_life.double),
    ("/<int:number>/petition", POST, views_life.sign),
    ("/<int:number>/petition/withdraw", POST, views_life.unsign),
    ("/<int:number>/meeting", BOTH, views_life.meeting),
    ("/<int:number>/meeting/<int:asked>", BOTH, views_life.answer_meeting),
    ("/<int:number>/questions/<kind>/<int:target>", BOTH, views_questions.question),
    ("/questions/<int:question>", GET, views_questions.asked),
    ("/<int:number>/proxy", BOTH, views_proxies.proxy),
    ("/<int:number>/objections/<int:objection>/withdraw", POST, views_objections.withdraw_objection),
    ("/<int:number>/objections/<int:objection>/confirm", POST, views_objections.confirm_objection),
    ("/<int:number>/objections/<int:objection>/take", POST, views_objections.take_objection),
    ("/<int:number>/objections/<int:objection>/contest", BOTH, views_objections.contest_objection),
    ("/<int:number>/objections/<int:objection>/set-aside", BOTH, views_objections.set_aside),
):
    # a number that no table can hold is an address where nothing is
    bounded = rule.replace("<int:", f"<int(max={views_reading.LARGEST}):")
    proposals.add_url_rule(bounded, view_func=view, methods=methods)
proposals.after_app_request(looking.note)
for stopped in views_debate.KEPT:
    proposals.register_error_handler(stopped, views_debate.keep_message)
