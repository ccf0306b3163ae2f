# What officers, coordinators and village officials read. Office language, clear at two in the morning.

alert-title = Case { $number } is waiting
alert-urgency = Priority: { $urgency ->
        [tinggi] high
        [sedang] medium
       *[rendah] low
    }
alert-age = Came in: { $unit ->
        [now] just now
        [minutes] { $count } min ago
        [hours] { $count } h ago
       *[days] { $count } days ago
    }
alert-again = Nobody has accepted it yet.
alert-instead = No duty officer can be reached. Please take it yourself.
case-yours = Case { $number } is yours
case-accepted-by = Case { $number } was accepted by { $name }.
case-closed = Case { $number } is closed.
case-no-step = No step recorded yet.
case-last-step = Last step: { $step ->
        [dihubungi] contacted
        [dirujuk] referred
        [menunggu] waiting
       *[selesai] closed
    }, { $unit ->
        [now] just now
        [minutes] { $count } min ago
        [hours] { $count } h ago
       *[days] { $count } days ago
    }
case-next = Follow-up: { $when }
case-overdue = Follow-up overdue { $unit ->
        [now] since just now
        [minutes] by { $count } min
        [hours] by { $count } h
       *[days] by { $count } days
    }.
case-damaged = Case { $number } cannot be opened. Its record is damaged. Please contact the administrator now.
story-damaged = The story of case { $number } cannot be opened. Its record is damaged. Please ask the administrator to check the backup now.
ring-follow-up = It is time to follow up.
ring-overdue = The follow-up is overdue. Please record the step.
ring-overdue-coordinator = A follow-up is overdue. As coordinator, please ask its owner.

button-accept = Accept
button-view = Open
button-record-step = Record a step
button-case = { $number } · { $urgency ->
        [tinggi] high
        [sedang] medium
       *[rendah] low
    } · { $state ->
        [new] not accepted
        [overdue] overdue
        [accepted] no step yet
        [dihubungi] contacted
        [dirujuk] referred
        [menunggu] waiting
       *[selesai] closed
    }
button-status = Office overview
button-own-cases = My cases
button-refresh = Refresh
button-home = Back to the desk
button-write = Write to the reporter
button-send-word = Send to the reporter
button-cancel = Cancel
button-step-dihubungi = Contacted
button-step-dirujuk = Referred
button-step-menunggu = Waiting
button-step-selesai = Done, close the case
button-tomorrow = Tomorrow
button-three-days = 3 days
button-one-week = 1 week
button-other-date = Another date
button-confirm = Yes, accept
button-decline = No, decline
button-close = Close this view
button-part-facts = Summary
button-part-story = Story
button-part-notes = Notes
button-part-file = Attachment { $count }

desk-lead = Welcome on duty, { $name }.
desk-own = { $count ->
        [0] You have no case in hand.
       *[other] Cases in your hands: { $count }.
    }
status-lead = Overview as of { $when }
status-attention =
    Not accepted: { $unaccepted }
    Follow-up overdue: { $overdue }
status-urgency = Open cases: { $total } (high { $tinggi }, medium { $sedang }, low { $rendah })
status-steps = Last step: new { $new }, accepted { $accepted }, contacted { $dihubungi }, referred { $dirujuk }, waiting { $menunggu }
status-damaged = { $count } cases cannot be opened because their records are damaged. Please contact the administrator.
status-definition = Counted: reports that came through this chat and are not closed.
duty-now = On duty now: { $names }
duty-nobody = On duty now: nobody who can be reached. New reports go straight to coordinators.
duty-unreachable = Out of the bot's reach: { $names }. Please ask them to open the bot again.

step-lead = Case { $number }: which step was done?
date-lead = Case { $number }: when will you look at it again?
date-type = Case { $number }: write the date, such as 17-08-2026.
date-refused = That date cannot be read, or it has passed.
step-kept = Case { $number }: { $step ->
        [dihubungi] contacted
        [dirujuk] referred
        [menunggu] waiting
       *[selesai] closed
    }, recorded.
step-next = Follow-up: { $when }
note-offer = If there is a note, write it here. Your message is locked away at once and deleted from the chat.
note-kept = The note is kept and locked.

write-ask = Case { $number }: write a message to the reporter, of at most 1,000 characters.
write-answer = The reporter cannot answer yet. Also write how to go on: an office number to call, or a new report in that chat.
write-phone = Somebody else may open their phone. Write no more than is needed, and no name.
write-too-long = The last one had { $count } characters and was not used. Please make it shorter.
write-check = Case { $number }: this is how it will read. Nothing has been sent yet.
write-now = Brought soon, without a sound, once the reporter's chat is at rest.
write-later = Brought from { $when } on, at an hour that is safe for the reporter, without a sound.
write-change = To change it, write the whole message again.

joining = Thank you. A coordinator will confirm this account. Please wait a little.
join-asks = { $name } asks to join as { $role ->
        [petugas] duty officer
        [koordinator] coordinator
       *[perangkat] village official
    }{ $place ->
        [none] .
       *[other] {" "}({ $place }).
    }
join-put-back = An older record of { $name } has come back into the database, for example from a backup. Their role as { $role ->
        [petugas] duty officer
        [koordinator] coordinator
       *[perangkat] village official
    }{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    } waits until you confirm it.
join-asked = { $name }, { $role ->
        [petugas] duty officer
        [koordinator] coordinator
       *[perangkat] village official
    }{ $place ->
        [none] .
       *[other] {" "}({ $place }).
    }
join-was-confirmed = Confirmed.
join-was-declined = Declined.
join-check = Make sure by phone or face to face that this is their account.
join-welcome = This account is now linked as { $role ->
        [petugas] duty officer
        [koordinator] coordinator
       *[perangkat] village official
    }. Send /start at any time.
join-declined = The request to join was not approved. Please contact the office.

word-lost = Case { $number }: your message did not reach the reporter. That chat cannot be reached. Find another way, or talk to the coordinator.
roster-back = The roster in the database was an older one and has been emptied. Until the administrator loads it again, every report calls the coordinators at once.
chain-code = Today's code of the records: { $code } ({ $count } rows).
chain-code-do = Write it into the office book. The number of rows never goes down. If it does, call the administrator and the head of the office.
chain-cut = Part of the record of who did what is gone: this database was put back to an earlier state.
chain-cut-do = Unless the administrator is restoring a backup, call the administrator and the head of the office now.

view-title = Case { $number }
view-secrecy = SECRET. Disclosing the identity of a victim or witness is a crime (UU 21/2007 art. 24; children: UU 11/2012 art. 19 and 97). This view is recorded and closes by itself.
view-opening = Opening…
view-wiped = View closed.
view-locked = This case is locked. The office key has not been opened on the server.
view-urgency = Priority: { $urgency ->
        [tinggi] high
        [sedang] medium
       *[rendah] low
    }
view-filed = Came in: { $when }
view-callback = The reporter asks to be contacted in the chat and has told nothing yet.
urgent-in-danger = The reporter pressed: there is danger now.
urgent-not-safe = The reporter pressed: it is not safe to type.
urgent-danger-unknown = In danger now: not answered
urgent-danger_now = In danger now: { $answer }
urgent-hurt = Somebody is hurt: { $answer }
urgent-still_going_on = Still going on: { $answer }
urgent-work_safe = The reporter feels safe: { $answer }
urgent-work_leaving = Somebody leaves today or tomorrow: { $answer }
urgent-person_knows = That person knows of the report: { $answer }
reach-contact_way = May be reached: { $answer }
reach-contact_hours = Only at: { $answer }
reach-contact_say = If somebody else answers: { $answer }
reach-unknown = May be reached: not answered
reach-official = Brought by { $name }, { $place }
reach-contact_phone = Number that is safe to call:
reach-contact_word = Word that shows it is safe, do not speak openly before it:
fact-whom = About whom, as the reporter says: { $answer }
fact-age_group = Age of the person affected: { $answer }
fact-forms = What is happening: { $answer }
fact-kecamatan = District: { $answer }
fact-kelurahan = Urban village: { $answer }
fact-names_official = Suspected official or in uniform: { $answer }
view-no-story = There is no story. The reporter asks to be contacted.
view-no-notes = There are no notes yet.
view-note = { $name }, { $when }:
view-word = Message to the reporter from { $name }, { $when }, { $state ->
        [arrived] arrived
        [opened] opened
        [lost] did not arrive
        [withdrawn] withdrawn, did not arrive
       *[waiting] not arrived yet
    }:
view-no-file = There is no such attachment.
view-file = Attachment { $count }

toast-not-allowed = This cannot be opened from your account.
toast-accepted = Thank you. This case is now yours.
toast-accepted-by = Already accepted by { $name }.
toast-yours-already = This case is already yours.
toast-case-closed = This case is closed.
toast-owner-only = Only the owner records steps.
toast-accept-first = Accept the case first, then record a step.
toast-write-owner-only = Only the owner of the case can write to the reporter.
toast-no-way-back = The reporter cannot be written to in the chat.
toast-word-kept = Kept and locked. We bring it when the hour comes.
toast-opening = Opening…
toast-closed = Closed.
toast-settled-already = This request was settled already.
toast-other-role = The role asked for has changed. Please look at this card again.
toast-confirmed = { $name } is now linked.
toast-declined = The request of { $name } was declined.
