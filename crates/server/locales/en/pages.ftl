# Texts of the hosted pages, English. Whole sentences; arguments arrive escaped; the only tags are
# strong, span and a.

## Frame
other-language = Deutsch
skip = Skip to the content
help = Help
title = { $page } – { $product }
title-error = Error: { $page } – { $product }
tools-label = Language and help
problem-heading = There is a problem
signed-in-as = Signed in as { $target }.
not-you = Not you?
not-you-text = Do not enter a code. Go back to { $portal }, sign out there and sign in with your own details.
asks = <strong>{ $portal }</strong> asks you to confirm
footer-host = You are on <strong>{ $host }</strong>. Our text messages end with the same name.
imprint = Imprint
privacy = Privacy
call-us = Call us: { $phone }
back-to-portal = Back to { $portal }
checking = Checking…
sending = Sending…

## Times and money
clock = <span data-clock>{ $time }</span>
clock-zone = <span data-clock>{ $time }</span><span data-zone> { $zone }</span>
date =
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
free = Free
money = { $currency } { $value }
price-on-invoice = { $amount }, on your next invoice

## The code field
code-label =
    { $digits ->
        [6] 6-digit code
        [8] 8-digit code
       *[other] { $digits }-digit code
    }
code-hint = You can paste it. Spaces do not matter.
confirm = Confirm
resend = Send the code again
resend-from = You can send it again from { $time }.
send-new-code = Send a new code
send-new-code-for = Send a new code for { $amount }
try-again = Try again
use-another-way = Use another way
cancel = Cancel
start-again = Start again

## Where to look
look-totp = Enter the code from your authenticator app
look-sms = Enter the code we sent
look-email = Enter the code we sent
look-whatsapp = Enter the code we sent
look-call = Answer the call to { $target }
sent-totp = Entry in the app: { $brand } ({ $target })
sent-sms = We sent a text message from <strong>{ $brand }</strong> to the number ending { $target } at { $time }. The code works until { $until }.
sent-email = We sent an e-mail from <strong>{ $brand }</strong> to { $target } at { $time }. The code works until { $until }.
sent-whatsapp = We sent a WhatsApp message from <strong>{ $brand }</strong> to the number ending { $target } at { $time }. The code works until { $until }.
sent-call = Press 1 and we will read the code. We called at { $time }. The code works until { $until }.

## Methods
offer-totp = Authenticator app
offer-sms = SMS to { $target }
offer-call-mobile = Call to mobile { $target }
offer-call-landline = Call to landline { $target }
offer-email = E-mail { $target }
offer-whatsapp = WhatsApp { $target }
choose-way = Choose a way.
choose-price = This way costs { $amount }. Press the button that names the price to agree.
reason-country-sms = Text messages are not available for numbers in { $country } ({ $prefix }).
reason-country-call = Phone calls are not available for numbers in { $country } ({ $prefix }).
reason-country-whatsapp = WhatsApp is not available for numbers in { $country } ({ $prefix }).
reason-country-email = E-mail is not available in { $country } ({ $prefix }).
reason-new-number = { $target } was added recently. It can confirm orders that delete or overwrite data from { $date }, { $time }.
reason-not-confirmed = { $target } is not confirmed.
reason-landline = { $target } looks like a landline. Landlines usually cannot receive text messages.
reason-turned-off = This way is not offered here.
reason-premium = We cannot send codes to this kind of number.
reason-stopped = This number has stopped messages from us.
reason-sends-used = We have sent as many messages as we may for now. You can send another at { $time }.
reason-not-taken = it was not taken
reason-not-arrived = the network reports that it did not arrive
reason-outage-sms = Text messages are delayed right now.
reason-outage-call = Phone calls are delayed right now.
reason-outage-email = E-mails are delayed right now.
reason-outage-whatsapp = WhatsApp messages are delayed right now.

## Step-up
step-up-title = Confirm it's you
step-up-lead = <strong>{ $area }</strong> holds sensitive data, so we check again. Afterwards you can work in all protected areas for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
step-up-lead-split = <strong>{ $area }</strong> holds sensitive data, so we check again. Afterwards { $area } stays open for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
step-up-lead-many = These areas hold sensitive data, so we check again. Afterwards you can work in all protected areas for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
step-up-lead-many-split = These areas hold sensitive data, so we check again. Afterwards they stay open for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
step-up-lead-all = Protected areas hold sensitive data, so we check again. Afterwards you can work in all of them for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
step-up-choose = Where shall we send the code?
step-up-choose-way = Choose a way
send-code = Send code
send-code-for = Send code for { $amount }
continue = Continue
step-up-faster = Faster next time: turn on two-factor authentication.
why-ask = Why do we ask?
why-ask-text = You are signed in already. Still, somebody else could be sitting at your device, or could have taken over your session. What lies behind this page could do you harm in their hands, so we make sure that it is you.
can-turn-off = Can I turn this off?
can-turn-off-text = No. Protected areas always need it.
no-channel = We have no confirmed e-mail or number to reach you.
no-channel-text = Confirm a number or an e-mail address in your security area, or ask { $brand } support for help.
step-up-done-title = You confirmed that it is you
step-up-done-text = Thank you. You can go on in { $portal } and close this page.
area-own = { $area }
area-personal-data = Personal data
area-invoices = Invoices
area-payment-methods = Payment methods
area-domain-config = Domain settings
area-email-management = E-mail management

## Orders
order-title = Confirm this order
order-code-title = Enter the code for order ..{ $ref }
slip-head = What you are about to confirm
slip-head-confirmed = What you confirmed
slip-head-closed = What was asked
slip-order = Order
slip-object = Object
slip-effect = Effect
slip-effect-destructive = Data is deleted or overwritten. This cannot be undone.
slip-price = Price
slip-number = Order number
slip-by = To be confirmed by
slip-confirmed-by = Confirmed by
slip-signed-at = { $date }, { $time }
slip-value = { $value }
slip-before-now = <span>Before: { $old }.</span> <strong>Now: { $new }.</strong>
slip-added = <strong>Now: { $new }.</strong>
slip-removed = <span>Before: { $old }.</span>
order-waits = This order waits until { $until }.
order-replaces = This order takes the place of an earlier one. What is different is marked.
order-with = Confirm with
order-hint-sms = The message repeats the order. Compare it before you type the code.
order-hint-email = The message repeats the order. Compare it before you type the code.
order-hint-whatsapp = A first message repeats the order, a second one brings the code.
order-hint-call = We read the order to you first.
order-hint-totp = The app cannot show the order: what you see here is what you confirm.
order-must-show = The message must show: <strong>{ $what }, { $object }, order ..{ $ref }</strong>. If it shows something else, do not enter the code.
order-must-say = The call must say: <strong>{ $what }, { $object }, order ..{ $ref }</strong>. If it says something else, hang up and do not enter the code.
confirm-order = Confirm order
send-again = Send again
do-not-run = Do not run this order
confirmed-title = Order confirmed
confirmed-totp = Order { $number } confirmed at { $time } by authenticator app.
confirmed-sms = Order { $number } confirmed at { $time } by text message to { $target }.
confirmed-call = Order { $number } confirmed at { $time } by phone call to { $target }.
confirmed-email = Order { $number } confirmed at { $time } by e-mail to { $target }.
confirmed-whatsapp = Order { $number } confirmed at { $time } by WhatsApp to { $target }.
confirmed-other = Order { $number } confirmed at { $time }.
confirmed-next = { $portal } runs it as soon as it has fetched the confirmation.
receipt = Receipt
receipt-download = Download receipt
receipt-print = Print
receipt-text = A signed statement of exactly this order. Keep it: it can be checked without us.
receipt-digest = Fingerprint of the order (SHA-256)
done-title = Order already confirmed
done-text = Confirmed at { $time }. It was handed to { $portal } once.
stopped-title = Order not run
stopped-text = You stopped this order. Nothing was changed.
stopped-before = This order was stopped. Nothing was changed.
stopped-not-mine = I did not place this order
stopped-not-mine-text = Then somebody else may be using your sign-in. Change your password in { $portal } now, end all other sessions there, and tell us.
replaced-title = Order replaced
replaced-text = This order was replaced at { $time }. Codes sent for it no longer work.
replaced-review = Review the new order
lapsed-title = Order lapsed
lapsed-text =
    { $minutes ->
        [one] This order waited longer than { $minutes } minute and was not run. Place it again in { $portal }.
       *[other] This order waited longer than { $minutes } minutes and was not run. Place it again in { $portal }.
    }
void-title = Order stopped
void-unclaimed = This order was confirmed, but { $portal } did not fetch it in time, so it was not run. Place it again in { $portal }.
stamp-confirmed = Confirmed
stamp-done = Handed over
stamp-stopped = Not run
stamp-replaced = Replaced
stamp-lapsed = Lapsed
stamp-void = Stopped
nothing-text = To confirm orders you need a confirmed number or two-factor authentication.
nothing-back = Confirm a number, and you come back to this order. It waits until { $until }. An app works too, but turning it on ends your other sessions: sign in to { $portal } again then, and place the order again.
nothing-number = Confirm a number
nothing-app = Set up an app
none-available = None of your ways can confirm this order right now.
app-everywhere = An authenticator app works in every country.

## I did not get the code
no-code = I did not get a code
no-code-title = I did not get the code
no-code-handed = Handed to the network at { $time }.
no-code-delivered = Delivered at { $time }.
no-code-failed = Failed at { $time }: the network did not take the message.
no-code-not-arrived = Failed at { $time }: the network took the message and could not deliver it.
no-code-queued = The message is waiting to be handed over.
no-code-wait-sms = Text messages can take a few minutes. Check that your phone has a signal and is not in flight mode.
no-code-wait-call = The call comes within a minute. Check that your phone is not in silent or do-not-disturb mode.
no-code-wait-email = E-mails can take a few minutes.
no-code-wait-whatsapp = WhatsApp needs an internet connection on your phone.
no-code-wait-totp = The app shows a code at any time, without a connection. Look for the entry { $brand }.
no-code-look-email = Look in spam or junk for a mail of <strong>{ $brand }</strong> from { $sender }, and check your filters.
no-code-look-whatsapp = Open it on your main phone; codes are hidden on linked devices.
no-code-look-call = The call comes from { $sender }. Press 1.
no-code-look-call-unknown = Press 1 when the call comes.
no-code-again = You can send it { $left ->
        [one] { $left } more time
       *[other] { $left } more times
    } this hour.
no-code-other = Another way may be faster.
no-code-wrong-contact = Is the number or e-mail wrong?
no-code-wrong-contact-text = Change it in { $portal }, or ask { $brand } support. Nobody from support asks you for a code.
back-to-code = Back to the code

## General help
help-title = Help
help-check = Check before you type
help-check-host = The address bar shows <strong>{ $host }</strong>, and our text messages end with the same name.
help-check-share = A code is for you alone. Nobody from { $brand } asks you for it, not on the phone and not by e-mail.
help-check-order = A code for an order comes with the order in words. If the words are not yours, do not enter it.
help-more = More help

## States
state-empty = Enter the { $digits }-digit code.
state-shape = The code has { $digits } digits. You entered { $n ->
        [one] { $n } digit
       *[other] { $n } digits
    }.
state-wrong = That code does not match. Check the newest message and try again.
state-wrong-app = That code does not match. Use the code your app shows now.
state-wrong-app-again = That code does not match. Use the code your app shows now. Check that the device with your app sets its time automatically.
state-wrong-app-left = That code does not match. You have { $n ->
        [one] { $n } try
       *[other] { $n } tries
    } left. Use the code your app shows now. Check that the device with your app sets its time automatically.
state-wrong-left = That code does not match. You have { $n ->
        [one] { $n } try
       *[other] { $n } tries
    } left with this code.
state-wrong-order = That code does not match. You have { $n ->
        [one] { $n } try
       *[other] { $n } tries
    } left, then this order is stopped.
state-wrong-order-delivered = That code does not match. You have { $n ->
        [one] { $n } try
       *[other] { $n } tries
    } left, then this order is stopped. It needs the code from the message that names order ..{ $ref }. Codes for signing in or for protected areas do not work here.
state-dead = That code can no longer be used.
state-dead-app = { $n ->
        [one] One code
        [2] Two codes
        [3] Three codes
        [4] Four codes
       *[other] Five codes
    } did not match.
state-void = { $n ->
        [one] One code
        [2] Two codes
       *[other] Three codes
    } did not match, so this order was stopped. Nothing was changed. Place it again in { $portal }.
state-expired = That code was right but had expired at { $time }.
state-expired-sent = That code was right but had expired at { $time }. We have sent a new one to { $target }.
state-used = You have already used this code. Wait for the next one in your app.
state-clock = The clock on the device with your app is about { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    } off. Turn on automatic time there, then enter the next code.
state-wait = Several codes did not match. You can enter the next one at { $time }. What you enter before that is not checked and not counted.
state-wait-long = Too many codes did not match in this browser. You can try again at { $time }, in { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }, with a new code. Your account is not locked.
state-closed = Codes are no longer accepted in this browser, because too many did not match. Your account is not locked and nothing was changed.
state-closed-all = Too many codes did not match, so codes are not accepted in any browser. Your account is not locked and nothing was changed.
ways-now = These ways work now:
state-resent = We sent it again at { $time }. It is the same code.
state-new-code = We sent a new code at { $time }. It works until { $until }. The older one no longer works.
state-soon = We sent a message { $n ->
        [one] { $n } second
       *[other] { $n } seconds
    } ago. You can send it again from { $time }.
state-send-max = We have sent { $n ->
        [one] { $n } message
       *[other] { $n } messages
    } since { $since }. You can send another at { $time }, or use another way now.
state-stopped = This number has stopped messages from us. Send START to { $sender }, or use another way.
state-undelivered = The network could not deliver the message to { $target } ({ $time }, { $reason }).
state-slow-sms = No delivery report yet. Text messages can take a few minutes.
state-slow-call = We have not reached you yet. Calls can take a minute.
state-slow-email = No delivery report yet. E-mails can take a few minutes.
state-slow-whatsapp = No delivery report yet. WhatsApp messages can take a few minutes.
state-outage-sms = Text messages are delayed right now.
state-outage-call = Phone calls are delayed right now.
state-outage-email = E-mails are delayed right now.
state-outage-whatsapp = WhatsApp messages are delayed right now.
state-ended-password = You were signed out at { $time }: your password was changed. Sign in again. Anything you sent is kept for 30 minutes.
state-ended-elsewhere = You were signed out at { $time }: you ended this session elsewhere. Sign in again. Anything you sent is kept for 30 minutes.
state-ended-by-owner = You were signed out at { $time }: an owner or administrator ended this session. Sign in again. Anything you sent is kept for 30 minutes.
state-ended-five-wrong = You were signed out at { $time }: five codes in a row did not match. Sign in again. Anything you sent is kept for 30 minutes.
state-ended-too-old = You were signed out at { $time }: { $hours ->
        [one] one hour is over.
       *[other] { $hours } hours are over.
    } Sign in again. Anything you sent is kept for 30 minutes.
state-ended-plain = You were signed out. Sign in again in { $portal }.
state-after-reset = Your new password works. You have 5 tries for the code in this browser.
state-lapsed = This page has waited too long. Nothing was changed.
state-oops = Something went wrong on our side. Your code has not been used up.

## Ways that are left
way-passkey = A passkey
way-recovery-code = A recovery code
way-recognised-device = A browser in which you have confirmed a code before
way-another-browser = Another browser
way-reset-by-mail = A new password by e-mail
way-assisted-recovery = Get back into your account

## Problems
lapsed-page-title = This page has waited too long
lapsed-link-title = This link was already opened
lapsed-link-text = For your safety it works once and only in the browser that opened it first. Nothing was changed. Go back to your portal and start again from there.
oops-title = Something went wrong
oops-text-plain = Something went wrong on our side. Nothing was changed.
oops-reference = If it happens again, tell us this reference: { $reference }
ended-title = You were signed out
not-found-title = Page not found
not-found-text = There is nothing at this address. If you typed it, check it; if you followed a link, go back and start again.
forbidden-title = This was not sent from our page
forbidden-text = Your browser says that this request came from another site, so we did nothing. Go back and try again from our page.
repeated-title = Already sent
repeated-text = This form was sent before. Nothing was done twice.
too-many-title = Too many requests
too-many-text = Wait a moment, then try again.
bad-request-title = We could not read this
bad-request-text = The form did not arrive complete. Nothing was changed. Go back and try again.
