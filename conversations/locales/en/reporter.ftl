# What a reporter reads. Short sentences, no abbreviations, no exclamation marks.
# The first 40 characters of every message must be neutral: a lock screen shows them.

neutral-line = Alright, thank you.
resting-asked = Hello. This is an information service for residents. Press Start if there is something you want to say.
choose-language =
    Halo. Silakan pilih bahasa.
    Hello. Please choose a language.
role-lead = Welcome back. Please choose one of the two below.
role-question = For whom are you filling this in?

safety-lead = Hello. We ask slowly, one thing at a time.
safety-question = Is it safe for you to type right now?

danger-lead = Alright, thank you very much for telling us.
danger-call = If you can, call one of these numbers now.
danger-number = If you can, call { $number } now.
danger-place = Go to a busy place, or to the home of somebody you trust.
unsafe-lead = Alright, that is fine. We can go on at any time.
unsafe-advice = You may close this screen. Quick exit deletes this conversation.
hotline = { $name }: { $number }{ $note ->
        [none] {""}
       *[other] {" "}({ $note })
    }

callback-lead = Alright. You do not have to tell anything yet.
callback-meaning =
    Press Send request if you want an officer to contact you in this chat.
    Only that request is sent. Before you press, nothing is sent.
    If an officer writes, the news comes here between { $from }:00 and { $to }:00, without a sound.
    You cannot answer it in this chat yet.

phone-lead = One thing first, about the phone you are using.
phone-question = Does somebody else sometimes open this phone?
phone-exit =
    Quick exit deletes this conversation from the phone.
    What we cannot delete: screenshots, and messages older than 48 hours.
    Other devices and spying apps are beyond our reach as well.

limits-lead = Before we begin, there are some things to know.
limits-who = We are { $office }. Only our duty officer and coordinator read this, not your neighbourhood heads.
limits-danger = If you are in danger, call { $number }.
limits-telegram = This chat goes through Telegram, a company abroad, and can be read on this phone.
limits-nameless = You need not give your name. The task force gets only numbers, no stories.
limits-police = For sexual violence and trafficking, the law may oblige us to report to the police.
limits-free = It is free. You may stop, or ask for deletion, at any time. Records are kept { $years ->
        [one] { $years } year
       *[other] { $years } years
    }.
limits-official = Whoever knows of violence in a home must help as far as they can. Whoever speaks up in good faith is protected by law.
limits-official-mediation = Please do not settle sexual violence within the neighbourhood. The law forbids it.
limits-consent = Shall we go on?

limits-ask-lead = Please take your time to read. There is no hurry.
limits-ask-who = Who are we? { $office }, an office of the city. Answers in this chat are automatic; people read what you send.
limits-ask-read = Who reads it? The duty officer and the coordinator, in order to help you. If it concerns an official, the coordinator only.
limits-ask-police = Will the police be told? Sometimes the law demands it. Where possible an officer explains it to you first.
limits-ask-telegram = Is it safe? Our records are locked. But Telegram can read what passes. So can whoever opens this phone.
limits-ask-erase = Can it be deleted? Yes, unless the law obliges us to keep it. What you have not sent vanishes by itself after { $hours } hours.
limits-ask-exit = Quick exit deletes this conversation. Screenshots, other devices and spying apps we cannot clean.

question-lead = Question { $number }. { $address ->
        [child] Just say what you know.
        [official] Answer what you have been told, that is enough.
       *[adult] Answer what you know, that is enough.
    }
note-lead = Alright, one thing first before we go on.
hint-press-a-button = Please choose one of the buttons below.
hint-write-please = Please write your answer here.
hint-not-this-kind = We cannot read this one. Files can be added at the end.
hint-not-valid = That answer does not fit yet. Please try again, or skip it.
hint-not-a-number = Please write a number only, such as 3.
hint-not-a-date = Write the date like this: 17-08-2026. If you do not remember, press I don't know.
hint-required = We need this one in order to help.
hint-file-too-large = That file is too large to send here. You can go on without it.
hint-file-refused = We could not take that file in. You can go on without it.
hint-masked = For safety we have hidden the number that was written.
hint-edited = We do not read changed messages again. Please write it anew, or change it at the end.
hint-kept-meanwhile = What was written during the break is kept here.
hint-wait-for-file = A file is still being stored. Wait a moment, then press Send again.
hint-too-many-files = That is enough files. Thank you.
files-kept = { $count ->
        [one] { $count } file is stored.
       *[other] { $count } files are stored.
    }
files-coming = { $count ->
        [one] { $count } file is being stored.
       *[other] { $count } files are being stored.
    }

review-lead = { $address ->
        [child] This is all that you have told us. Take your time to read it.
        [official] This is all that you have told us. Please read it.
       *[adult] This is all that you have told us. Please read it.
    } Nothing has been sent yet.
review-choose = Which number would you like to change? Press it below.
answer-skipped = (skipped)
answer-stands = This is answered. Write again to change it.
answer-unknown = (not known)
answer-files = { $count ->
        [one] { $count } file
       *[other] { $count } files
    }

paused-lead = Alright, let us stop here. Nothing has been sent.
paused-kept = What you filled in stays for { $hours } hours, then it vanishes by itself.
received-lead = Alright, we have received it. Thank you.
received-report = The duty officer is being told. { $address ->
        [child] You are not alone.
        [official] Thank you for helping.
       *[adult] You are not alone.
    }
received-callback = The duty officer is being told. If an officer writes, the news comes here between { $from }:00 and { $to }:00, without a sound.
received-code =
    This is your code:
    { $code }
received-keep = Learn it by heart, or write it down somewhere safe. It is shown only once.

news-lead = Hello, there is news. You can open it at any time within two days.
news-safety-lead = Before you open it, one thing first.
news-safety-question = Is it safe for you to read right now?
news-word-lead = Alright. Write the one word that was chosen before.
news-word = That word is deleted from this conversation at once.
news-open-lead = Alright, here is the news. Take your time to read.
news-answer =
    You cannot answer in this chat yet.
    If there is a number above, please call it when it is safe.
    Or press I have read it, then write anything to begin a new one.
news-not-sent = What was just written here did not reach the officer, and has been deleted.

outage-lead = Hello, there was a short break on our side. Sorry to have kept you waiting.
button-go-on = Go on

button-open = Open
button-read = I have read it
button-start = Start
button-language-id = Bahasa Indonesia
button-language-en = English
button-for-resident = For a resident
button-for-self = For myself
button-safe = Safe
button-not-safe = Not safe
button-danger-now = Danger right now
button-callback = Ask an officer to contact me
button-go-on-safe = I am safe now, go on
button-stop-here = Stop here
button-send-callback = Send request
button-phone-mine = Only me
button-phone-shared = Somebody else too
button-agree = I agree, go on
button-ask-first = Ask first
button-back = Back
button-answer-stays = Leave it so
button-skip = Skip
button-unknown = I don't know
button-stop = Stop
button-exit = Quick exit
button-next = Go on
button-done-choosing = Done, go on
button-files-done = Enough, go on
button-files-none = I have none, go on
button-files-drop = Delete the files, go on
button-today = Today
button-yesterday = Yesterday
button-page-before = ‹ Before
button-page-after = More ›
button-send = Send
button-change = Change answers
button-keep = Done changing
button-resume = Go on
button-discard = Delete all of it
button-noted = I have noted it

toast-old-button = That button is past. This is where we are.
