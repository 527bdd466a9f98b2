## E-mail: notices about a person's security, and mails that bring a link.
link-reset-subject = Set a new password
link-reset = Somebody, probably you, asked to set a new password:
link-reset-after = It works until { $until }, once. It does not change your second factor. Not you? Do nothing.
link-recover-subject = Get back into your account
link-recover = You can get back into your account with this link and a code by text message to your confirmed number. All sessions will end, and you set up a new password and two-factor authentication.
link-recover-after = It works until { $until }, once. Not you? Do nothing.
link-unlock-subject = Continue signing in
link-unlock = There were many wrong tries to sign in. If one was yours, go on in the browser in which you open this:
link-unlock-after = It works until { $until }, once. Not you? Do nothing.

security-new-device-subject = New sign-in: { $browser }, { $place }
security-new-device = Somebody signed in to your account in a browser that we did not know.
security-sign-in-after-failures-subject = Signed in after wrong tries
security-sign-in-after-failures =
    Somebody signed in to your account after { $failures ->
        [one] one wrong try
       *[other] { $failures } wrong tries
    }.
security-password-right-code-wrong-subject = Someone has your password and failed at the code
security-password-right-code-wrong = Somebody entered your right password, but not the right code, in a browser that we do not know. They were not let in. If it was not you, your password is known: set a new one.
security-lane-closed-subject = Too many wrong codes from browsers we do not know
security-lane-closed = Codes are no longer accepted in browsers that we do not know. The browsers you use go on working, and your account is not locked.
security-older-device-copy-subject = One of your browsers is no longer recognised
security-older-device-copy = Somebody used an older copy of the mark by which we recognise one of your browsers. It may have been copied, so that neither copy counts any more. At the next sign-in that browser is treated like a new one.
security-password-changed-subject = Your password was changed
security-password-changed = Your password was changed. All other sessions have ended.
security-reset-asked-subject = A new password was asked for
security-reset-asked = Somebody, probably you, asked for a link to set a new password. Nothing has changed so far.
security-reset-done-subject = Your password was changed
security-reset-done = A new password was set with a link that we had mailed. All sessions have ended. Your second factor is unchanged.
security-second-factor-on-subject = Two-factor authentication is on
security-second-factor-on = From now on you sign in with your password and a second step.
security-second-factor-off-subject = Two-factor authentication was turned off
security-second-factor-off = From the next sign-in on, your password is all that is asked for.
security-method-added-subject = Your way to sign in was changed
security-method-added = A way to sign in was added: { $method }.
security-method-replaced-subject = Your way to sign in was changed
security-method-replaced = A way to sign in was replaced: { $method }. The former one no longer works.
security-method-removed-subject = Your way to sign in was changed
security-method-removed = A way to sign in was removed: { $method }.
security-recovery-code-used-subject = A recovery code was used, { $left } left
security-recovery-code-used =
    A recovery code was used. { $left ->
        [0] None is left: make new ones in the security area.
        [one] One is left: make new ones in the security area.
       *[other] { $left } are left.
    }
security-new-recovery-codes-subject = New recovery codes were made
security-new-recovery-codes = New recovery codes were made. The former ones no longer work.
security-sessions-ended-subject = Sessions were ended
security-sessions-ended =
    { $count ->
        [one] One session was ended.
       *[other] { $count } sessions were ended.
    }
notice-seen = On { $date } at { $time }, from { $browser }, { $place }.
notice-if-not-link = If this was you, there is nothing to do. If not, open this page. Nothing happens there before you press the button:
notice-or-phone = Or call us: { $phone }.
browser-on = { $browser } on { $system }
browser-unknown = an unknown browser
place-unknown = unknown address
notice-date =
    { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }

security-contact-added-subject =
    { $kind ->
        [number] A phone number was added
       *[address] An e-mail address was added
    }
security-contact-added =
    { $kind ->
        [number] The phone number { $target } was added to your account and confirmed.
       *[address] The e-mail address { $target } was added to your account and confirmed.
    }
security-contact-changed-subject =
    { $kind ->
        [number] A phone number was changed
       *[address] An e-mail address was changed
    }
security-contact-changed =
    { $kind ->
        [number] Another phone number took the place of { $target }. For 7 days the former one still hears of changes.
       *[address] Another e-mail address took the place of { $target }. For 7 days the former one still hears of changes.
    }
security-contact-removed-subject =
    { $kind ->
        [number] A phone number was removed
       *[address] An e-mail address was removed
    }
security-contact-removed =
    { $kind ->
        [number] The phone number { $target } was removed from your account. For 7 days it still hears of changes.
       *[address] The e-mail address { $target } was removed from your account. For 7 days it still hears of changes.
    }

## Text messages that tell what happened, without a code.
sms-notice-method = { $brand }: The way you sign in was changed on { $when }. Not you? Sign in at { $host } or call us.
sms-notice-code-used = { $brand }: A recovery code was used on { $when }. { $n } left. Not you? Sign in at { $host } or call us.
sms-notice-contact = { $brand }: A phone number or address was changed on { $when }. Not you? Sign in at { $host } or call us.
sms-notice-removed = { $brand }: This number (..{ $nn }) was removed from your account on { $when }. Not you? Sign in at { $host } or call us.
sms-notice-shared = { $brand }: Another person of your customer account now uses this number (..{ $nn }) for codes. Not agreed? Sign in at { $host } to stop it.
sms-notice-fell = { $brand }: Your number (..{ $nn }) is no longer confirmed and gets no codes. Sign in at { $host } and confirm it again.
security-contact-shared-subject = Your number is also used by { $name }
security-contact-shared = { $name }, of your customer account, uses your number { $target } for codes on your confirmation. If you did not agree, stop it under “Numbers and addresses”.
security-contact-fell-subject = A number is no longer confirmed
security-contact-fell = The number { $target } was confirmed by another person of your customer account, and that confirmation is gone. It gets no codes until you confirm it yourself under “Numbers and addresses”.

## Mails that invite into a customer account, and the notices about it.
invitation-subject = { $inviter } invites you to { $account }
invitation = { $inviter } invites you to the customer account “{ $account }” at { $brand }.
invitation-of-portal-subject = You are invited to { $account }
invitation-of-portal = You are invited to the customer account “{ $account }” at { $brand }.
invitation-withdrawn-subject = Invitation withdrawn
invitation-withdrawn = The invitation to the customer account “{ $account }” at { $brand } was withdrawn. Its link no longer works, and there is nothing to do.
invitation-role = Your role
invitation-rights = What you may do
invitation-never = What you can never do
invitation-ends = Your access ends on
invitation-open = Nothing happens before you press a button on this page:
invitation-until = The link works until { $until }, once, for you alone. Two-factor authentication has to be on before you accept.
invitation-unknown = If you do not know who this is, do nothing.
role-owner = Owner
role-administrator = Administrator
role-member = Member
role-technical-administrator = Technical administrator
right-register = Domains and their register
right-name-servers = Name servers
right-hosting = Hosting
never-list = See personal data, invoices, payment methods or auth codes; cancel anything; touch other people’s sign-in methods
security-invitation-accepted-subject = { $name } accepted
security-invitation-accepted = { $name } accepted your invitation and now belongs to the customer account “{ $account }”.
security-access-removed-subject = Access to { $account } removed
security-access-removed = You no longer have access to the customer account “{ $account }”. Sessions and orders for it have ended.
security-vouched-for-subject = { $name } vouched for you
security-vouched-for = { $name }, an owner of the customer account “{ $account }”, told our support that you lost every way to sign in and that it is you who asks for help. Nothing has changed yet.
security-vouch-asked-subject = { $name } asks you to vouch
security-vouch-asked = Somebody says that they are { $name } of the customer account “{ $account }”, that they lost every way to sign in, and that you can vouch for them. Speak to { $name } yourself before you do. If it is true, vouch on the page of { $name } under “People”; our support needs one more proof. If it is not, do nothing.
security-recovered-by-contacts-subject = Your sign-in was reset
security-recovered-by-contacts = Your sign-in was reset with a link to this mailbox and a code to your confirmed number. All sessions have ended, and the former ways to sign in and recovery codes are removed. A link to set a new password comes in another mail. Orders that delete or overwrite data are not possible until { $untildate }, { $untiltime }.
security-enabled-subject = You can sign in again
security-enabled = Your sign-in was stopped and is open again.
## The support PIN and the call code.
notice-seen-support = On { $date } at { $time }, by { $agent } of { $brand } support, ticket { $ticket }.
security-support-pin-set-subject = Your support PIN was set
security-support-pin-set = A support PIN was set. We ask for it when you call, and never in writing.
security-support-pin-removed-subject = Your support PIN was removed
security-support-pin-removed = Your support PIN was removed. Callers are no longer checked by it.
security-support-pin-right-subject = Your support PIN was checked: correct
security-support-pin-right = Somebody who called us gave your support PIN, and it was correct. A PIN allows no change to your ways to sign in.
security-support-pin-wrong-subject = Your support PIN was told wrong
security-support-pin-wrong = Somebody who called us in your name gave a wrong support PIN. They were told nothing.
security-support-pin-paused-subject = Your support PIN was told wrong 3 times
security-support-pin-paused = Somebody who called us in your name gave a wrong support PIN for the third time. Phone checks by PIN are paused until you set a new one. Signing in, protected areas and orders work as before.
security-support-pin-not-heard-subject = Somebody wanted to give your support PIN
security-support-pin-not-heard = Somebody called us in your name and gave a support PIN. Phone checks by PIN are paused, so it was not compared.
security-call-code-right-subject = Your call code was checked: correct
security-call-code-right = Somebody who called us gave your call code, and it was correct. A call code allows no change to your ways to sign in, and works once.
security-call-code-wrong-subject = Your call code was told wrong
security-call-code-wrong = Somebody who called us in your name gave a wrong call code. They were told nothing.
sms-notice-pin-paused = { $brand }: Your support PIN was told wrong 3 times on the phone. Phone checks are paused until you set a new PIN at { $host }.
sms-trial = { $brand }: This is a test message, as asked for on { $host }. Codes reach this number like this. There is nothing to do.
trial-subject = Test message from { $brand }
trial = This is a test message, as asked for in your account. Mails with codes reach this mailbox like this one.
trial-nothing = There is nothing to do. If you did not ask for it, somebody who is signed in to your account did: look at your recent activity, or call us.
call-trial = Hello, this is { $brand } with a test call, as asked for in your account. Calls with codes reach this telephone like this. If you hear this, press 1.
call-trial-heard = Thank you. There is nothing more to do. Goodbye.
sms-call-code = { $brand }: Tell our support on the phone: call code { $code8 }, 15 min. Only if YOU called us. It never opens your account.

## Assisted recovery.
security-recovery-started-subject = Reset of your sign-in was requested, opens { $untildate }
security-recovery-started = Somebody asked our support to reset the sign-in of your account, and two of us have checked their proofs. It opens on { $untildate } at { $untiltime }. Not you? Stop it.
security-recovery-half-subject = Reset of your sign-in was requested, opens { $untildate }
security-recovery-half = The sign-in of your account is going to be reset. Half the wait is over: it opens on { $untildate } at { $untiltime }. Not you? Stop it.
security-recovery-opens-subject = The reset of your sign-in is open now
security-recovery-opens = The wait of the reset of your sign-in is over: from { $untildate }, { $untiltime } on our support can complete it. Not you? Stop it now.
security-recovery-stopped-subject = The reset of your sign-in was stopped
security-recovery-stopped = The reset of your sign-in was stopped. Nothing was changed.
security-recovery-signed-in-subject = The reset of your sign-in was stopped
security-recovery-signed-in = Somebody signed in to your account, so the reset of your sign-in is not needed and was stopped. Nothing was changed.
security-recovery-done-subject = The reset of your sign-in is done
security-recovery-done = The sign-in of your account was reset. All sessions have ended, and your former ways to sign in are removed. A link to set a new password goes to your confirmed address; at the next sign-in you set up two-factor authentication. Orders that delete or overwrite data are not possible until { $untildate }, { $untiltime }.
security-new-contact-started-subject = New contact for your account was requested, opens { $untildate }
security-new-contact-started = Somebody who is signed in to your account told our support that its contacts are out of date, and two of us have checked the proof. An address or number is replaced or added from { $untildate }, { $untiltime } on. Not you? Stop it.
security-new-contact-half-subject = New contact for your account was requested, opens { $untildate }
security-new-contact-half = A contact of your account is going to be replaced or added. Half the wait is over: it opens on { $untildate } at { $untiltime }. Not you? Stop it.
security-new-contact-opens-subject = The new contact for your account can be put on file now
security-new-contact-opens = The wait is over: from { $untildate }, { $untiltime } on our support can put the new contact of your account on file. Not you? Stop it now.
security-new-contact-stopped-subject = The new contact for your account was stopped
security-new-contact-stopped = The request for a new contact was stopped. Nothing was changed.
call-reset = Hello, this is { $brand }. Someone asked us to reset the sign-in of your account. It opens on { $untildate } at { $untiltime }.
call-new-contact = Hello, this is { $brand }. Someone asked us to change the contacts of your account. It opens on { $untildate } at { $untiltime }.
call-reset-nine = If that was not you, press 9 to stop it. If it was you, just hang up.
call-reset-stopped = Thank you. It is stopped, and nothing was changed. Goodbye.
sms-notice-new-contact = { $brand }: Someone asked us to change contacts of your account. It opens on { $when }. Not you? Stop it at { $host } with code { $stop }.
sms-notice-recovery = { $brand }: Someone asked us to reset sign-in for your account. It opens on { $when }. Not you? Stop it at { $host } with code { $stop }.
security-factor-required-subject = { $account } now requires two-factor authentication
security-factor-required = { $account } requires two-factor authentication from now on; { $name } switched it on. At your next sign-in we lead you through the set-up. It takes about 2 minutes. Until the account lifts it, you can change how you confirm sign-ins, but not turn it off.
security-factor-required-from-subject = { $account } requires two-factor authentication
security-factor-required-from = { $account } requires two-factor authentication from { $from } on; { $name } switched it on. You can set it up now in your security area. It takes about 2 minutes. From that day on, your sign-in leads through the set-up.
security-factor-soon-required-subject = { $account }: two-factor authentication soon required
security-factor-soon-required = From { $from } on { $account } requires two-factor authentication, and you have not set up what it asks for. You can do so now in your security area. It takes about 2 minutes. From that day on, your sign-in leads through the set-up.
security-factor-not-required-subject = { $account } no longer requires two factors of you
security-factor-not-required = { $account } no longer requires two-factor authentication of you; { $name } lifted it. It stays on until you turn it off, and your sign-in asks for it as before.
notice-unexpected-link = If you do not know this account, open this page. Nothing happens there before you press the button:
notice-unexpected = If you do not know this account, please tell us.
notice-unexpected-phone = If you do not know this account, call us: { $phone }.
