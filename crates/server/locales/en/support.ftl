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
