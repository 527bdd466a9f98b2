## Pages: the support PIN, the call code and the support desk.
side-support-pin = Support PIN
pin-tag-set = Set
pin-tag-not-set = Not set
pin-tag-paused = Paused
pin-lead = { $brand } support asks for this PIN when you call, to know that it is you. It identifies you on the phone and changes nothing.
pin-new = New support PIN
pin-hint = Six digits. Not part of your phone or customer number, no date, no row of digits.
pin-save = Save PIN
pin-remove = Remove
pin-saved = Saved. We will ask for it when you call. We never ask for it in writing.
pin-removed = Removed. Until you set another, support asks you for a call code.
pin-paused = Three wrong PINs were given on the phone. Set a new one to allow phone checks again.
pin-set-at = Set on { $date }. It cannot be shown again, not even to us.
pin-missing = Enter six digits.
pin-shape =
    { $n ->
        [one] A PIN has 6 digits. You entered { $n } digit.
       *[other] A PIN has 6 digits. You entered { $n } digits.
    }
pin-easy = That PIN is too easy to guess.
overview-pin-not-set = { $brand } support can ask you for it when you call.
overview-pin-set = { $brand } support asks for it when you call.
overview-pin-paused = Three wrong PINs were given on the phone.
overview-pin-set-it = Set a PIN
overview-pin-set-new = Set a new PIN
call-code-name = Call code
call-code-get = Show a call code
call-code-another = Show another code
call-code-instead = Without a PIN, a call code also tells { $brand } support that it is you. It works once, for 15 minutes.
call-code-lead = Are you on the phone with { $brand } support? A call code tells them that it is you.
call-code-heading = Call code: tell it only to { $brand } on a call you made
call-code-until = It works until { $until }, once.
call-code-hint = If somebody called you and asks for it, hang up: { $brand } never asks for a call code on a call you did not make.
question = Are you on the phone with { $brand } right now? Agent { $agent }, ticket { $ticket }.
question-hint = Only say yes if you called us yourself.
question-say-yes = Yes
question-say-no = No, that is not me
question-title = Your answer
question-yes = Thank you. { $brand } support now knows that it is you on the phone.
question-no = Thank you. { $brand } support is told that the caller is not you. Nothing was changed.
question-over = This question is over: it was answered before, or has waited too long.
question-secure = Secure my account
question-back = Back to the overview
desk-product = Support desk
desk-own = Your own security
find-title = Find a customer
find-ticket = Ticket number
find-ticket-hint = Needed for every look-up. The customer sees it in their activity.
find-term = Customer number, e-mail or phone number
find-ends = Last digits of a phone number (optional)
find-ends-hint = Narrows down what is found.
find-do = Find
find-no-term = Enter a customer number, an e-mail address or a phone number with its country code.
find-no-ticket = Enter the ticket number. Without one nobody is looked up.
find-found =
    { $n ->
        [0] Nobody found
        [one] { $n } person found
       *[other] { $n } persons found
    }
find-open = Open
find-open-label = Open { $name }
find-cases = Your open cases
find-case = Ticket { $ticket }, opened at { $time }
find-go-on = Go on
case-title = { $name }
case-accounts = Customer accounts
case-account = { $name }, no. { $number } ({ $role })
case-none = None
case-role-owner = owner
case-role-administrator = administrator
case-role-member = member
case-role-technical = technical administrator
case-contacts = Contacts
case-contact-email = E-mail
case-contact-mobile = Mobile
case-contact-landline = Landline
case-recovery-codes =
    { $n ->
        [one] { $n } recovery code left
       *[other] { $n } recovery codes left
    }
case-last-sign-in = Last sign-in
case-moment = { $date }, { $time }
case-never = Not here yet
case-caller = Is it the customer who calls?
case-pin-ask = Ask: “Please tell me your support PIN.” Type what the caller says. You cannot see the stored PIN.
case-pin-not-set = The customer has set none. Use a call code, or ask in their own session.
case-pin-paused = Three wrong PINs were given. Phone checks by PIN start again when the customer sets a new PIN.
case-pin-label = PIN the caller says
case-pin-check = Check PIN
case-pin-missing = Type the six digits the caller says.
case-code-ask = The customer finds it under “Support PIN” after signing in, or gets it by text message.
case-code-label = Call code the caller says
case-code-check = Check call code
case-code-missing = Type the eight digits the caller says.
call-code-shape =
    { $n ->
        [one] A call code has 8 digits. You entered { $n } digit.
       *[other] A call code has 8 digits. You entered { $n } digits.
    }
case-other = Other ways
case-other-hint = A customer who is signed in can be asked there. One who cannot sign in gets the call code as a text message to a number confirmed more than 7 days ago.
case-ask = Ask the customer
case-send-code = Send a call code
case-look-again = Look again
case-asked = The customer is asked in their own session. Look again for the answer.
case-code-sent = A call code is on its way to the customer’s mobile. You are not shown it.
case-code-paused = The support PIN is paused, so no call code is sent by text message.
case-code-no-number = There is no mobile that a call code may be sent to.
case-code-too-many = A call code was sent a moment ago, or enough for today.
case-limit = You have made as many checks as an hour allows. Nothing was compared. Your team lead has been alerted.
check-pin-right = Correct at { $time }. You may talk about account { $account } in this call. A PIN does not allow changes to sign-in methods.
check-pin-wrong =
    { $n ->
        [one] Wrong at { $time }. { $n } try left with this PIN.
       *[other] Wrong at { $time }. { $n } tries left with this PIN.
    }
check-pin-third = Wrong at { $time }. That was the third: phone checks by PIN are paused, and the customer is told.
check-pin-paused = Not compared at { $time }: paused. Phone checks by PIN start again when the customer sets a new PIN.
check-pin-not-set = Not compared at { $time }: the customer has set no PIN.
check-pin-cut-off = The check at { $time } was cut off and counts as wrong. Check again.
check-code-right = Call code correct at { $time }. You may talk about account { $account } in this call. It does not allow changes to sign-in methods.
check-code-wrong =
    { $n ->
        [one] Call code wrong at { $time }. { $n } try left with this code.
       *[other] Call code wrong at { $time }. { $n } tries left with this code.
    }
check-code-void = Call code wrong at { $time }. That was the third: this code works no longer.
check-code-over = No call code to compare with at { $time }: there is none, or it was used, void or too old.
check-question-yes = Asked at { $time }: the customer says “Yes”.
check-question-no = Asked at { $time }: the customer says “No, that is not me”. End the call.
check-question-waits = Asked at { $time }. The customer has not answered yet.
check-question-over = Asked at { $time }. There was no answer.

## Assisted recovery, at the desk and from outside.
find-recoveries = Recoveries
find-asked = Asked for. A second agent decides on it.
find-look = Look
case-recovery = Assisted recovery
case-recovery-none = For customers who have lost every way to sign in, or whose address or number is out of date.
ask-title = Start assisted recovery
ask-lead = { $name }, ticket { $ticket }. A second agent approves it; then it waits, and nobody can shorten that.
ask-kind = What is it about?
ask-kind-recovery = The customer cannot sign in
ask-kind-recovery-hint = Needs two kinds of proof. Waits 24 hours, for owners 72. All sessions end, and two-factor authentication is set up anew.
ask-kind-contact = An address or a number is out of date
ask-kind-contact-hint = For a customer who is signed in and said “Yes” to your question in this case. Needs one kind of proof. Waits 24 hours. No session ends.
ask-reason = Reason
ask-proofs = Proof you have seen
proof-mailbox = Answer from a mailbox on file
proof-phone = Code that went to a number on file
proof-document = Document
proof-owner = An owner of the account vouches
ask-vouched = { $name }, owner of { $account }, vouched on { $date }: “{ $reason }”
ask-no-vouch-yet = No owner has vouched. They do it on the person’s page under “People”, in a session of their own.
ask-words = Describe: { $proof }
ask-email = New e-mail address
ask-email-hint = Only if the address on file is out of date. It gets nothing before the wait is over.
ask-phone = New number
ask-phone-hint = With its country code, such as +49 1512 3456789. Read it back to the customer: no code confirms it. It gets nothing before the wait is over.
ask-instead = The new number
ask-instead-none = is added
ask-instead-of = takes the place of { $target }
ask-number = Type the customer number
ask-address = Type the customer’s e-mail address
ask-then = Every contact on file is told at once, half-way and at the end, and can stop it.
ask-do = Ask for approval
ask-no-reason = Write a reason of at most 1,000 characters.
ask-too-few = Too few kinds of proof. A recovery needs two different ones, a new contact one.
ask-no-vouch = No owner has vouched for this customer in the last 7 days.
ask-undescribed = Describe each proof you have ticked.
ask-no-phone-check = No code that was sent to a number was checked in this case. Send a call code, check what the caller says, then tick this.
ask-other-number = This does not belong to this customer.
ask-bad-contact = This is no e-mail address, or somebody signs in with it.
ask-bad-number = This is no number that codes can be sent to. Type it with its country code, or use another number.
ask-known-number = The customer has confirmed this number already.
ask-signs-in-there = Codes at sign-in go to that number. The customer replaces it under “Two-factor authentication”; a customer who cannot needs a recovery with two kinds of proof.
ask-no-contact = Enter the new address or the new number.
ask-no-session = The customer has not said “Yes” to your question in this case. Ask them in their own session first.
ask-open = A recovery of this customer is open already.
decide-title = Recovery for { $name }
decide-title-contact = New contact for { $name }
decide-asked = Asked for by { $agent }, ticket { $ticket }, on { $date } at { $time }
decide-number-added = { $target }, added to the others
decide-number-instead = { $target }, in place of { $old }
decide-check = You are the second pair of eyes: read the proofs as if you had to defend them.
decide-not-you = Another agent decides on what you have asked for.
decide-approve = Approve
decide-decline = Decline
decide-complete = Complete recovery
decide-cancel = Cancel recovery
decide-state-requested = Waits for a second agent
decide-state-waiting = Approved. Opens on { $date }, { $time }.
decide-state-completed = Done
decide-state-declined = Declined by the second agent
decide-state-cancelled = Cancelled by support
decide-state-stopped = Stopped from one of the customer’s contacts
decide-state-signed-in = Ended, because the customer signed in
decided-approved = Approved. Every contact is told now.
decided-declined = Declined. Nothing has happened.
decided-same-person = You cannot decide on this: it was asked for under a sign-in of yours.
decided-over = It was decided on before, or has ended.
decided-cancelled = Cancelled.
decided-completed = Done. The mailbox on file gets a link; you are not shown it.
decided-completed-contact = Done. The new contact counts from now on; no session has ended.
decided-too-early = Its time has not come. Nobody can shorten the wait.
decided-no-mailbox = There is no mailbox that was confirmed more than 7 days before the case. Cancel this and ask again with a new address.
decided-bad-contact = The new contact can no longer be used: somebody signs in with the address, or no codes go to the number. Cancel this and ask again.
recover-title = Get back into your account
recover-lead = If we know this account, you can:
recover-code = use a recovery code: sign in with your password and choose “Use another way”
recover-mail = set a new password by a link to your mailbox, if it is the password that is missing.
recover-support = ask { $brand } support. They check who you are, and two of them decide.
recover-wait = With the help of { $brand } support it takes a day at least, and every contact on file is told first. That protects you.
recover-back = Back to sign-in
recover-ask-heading = More ways back
recover-contacts-hint = Do you still have your mailbox and your confirmed mobile number, both confirmed more than 7 days ago? We mail you a link, and then send a code to the number. All sessions end, and you set up a new password and two-factor authentication.
recover-contacts-do = Use mailbox and number
recover-owner-hint = Is somebody else an owner of your customer account? They can vouch for you. We tell them by mail; you still need our support and one more proof.
recover-owner-do = Ask an owner to vouch
recover-asked = If we know these details, and a mailbox and a mobile number are confirmed for more than 7 days, a mail with a link is on its way. It works for 30 minutes; only the newest one counts. If none comes, ask our support.
recover-owner-asked = If we know these details, the owners of the account get a mail. Nobody is named here.
recover-begin = Your mailbox is proven. Next we send a code to your confirmed mobile number. Once it is right, all sessions end, and your former ways to sign in and recovery codes are removed.
recover-gone = This link has expired, was used or was replaced by a newer one, or the number it needs can no longer be used.
recover-done = All sessions have ended. A mail with a link to set a new password is on its way. At the next sign-in you set up two-factor authentication anew. For 72 hours orders that delete or overwrite data are not possible.
recover-other = Other ways back
recover-stop-heading = Stop a reset
recover-stop-lead = Were you told that your sign-in is to be reset or a contact replaced, and it was not you?
recover-stop-code = Stop code
recover-stop-code-hint = From our message. It looks like k7rm-2wqd.
recover-look = Look
recover-unknown = We do not know this code or link. Check the newest message, or call us.
recovery-status-title = Reset of your sign-in
recovery-status-title-contact = New contact for your account
recovery-state-requested = Support was asked for it. It waits for a second agent.
recovery-state-waiting = It was approved and waits. Nothing is changed before it opens.
recovery-state-completed = It is done.
recovery-state-stopped = It is stopped. Nothing was changed.
recovery-state-signed-in = It ended, because somebody signed in. Nothing was changed.
recovery-state-cancelled = Support has ended it. Nothing was changed.
recovery-line-requested = Asked for on { $date } at { $time }
recovery-line-opens = Opens on { $date } at { $time }
recovery-line-closed = Ended on { $date } at { $time }
recovery-stop-lead = Was it not you? Stop it. If it was you, there is nothing to do here.
recovery-stop = Stop this recovery
recover-cannot = I cannot use any of these
