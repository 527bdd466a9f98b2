## Pages: phone numbers and e-mail addresses.
side-contacts = Numbers and addresses
contacts-title = Phone numbers and e-mail addresses
contacts-none = None yet. With a confirmed number or address you can be reached, and confirm orders.
contacts-add-number = Add number
contacts-add-address = Add e-mail
contacts-done-confirmed = Confirmed. Codes can be sent there from now on.
contacts-done-sign-in-kept = Confirmed. You go on signing in with your former address, because the new one already signs somebody in.
contacts-done-removed = Deleted. It still hears of changes for 7 days.
contacts-done-tested = A test message is on its way. If it does not come within a minute, codes will not come either: check the number or address, or use another way.
contacts-done-not-tested = No test message can go there now: enough have gone today, or our provider cannot be reached. Try again later.
contact-test = Send a test message
contacts-done-saved = Saved.
contacts-too-many = You have added as many as you may for now. Delete one, or try again in some days.
contact-mobile = Mobile { $target }
contact-landline = Landline { $target }
contact-email = E-mail { $target }
contact-waits = No codes are sent there before it is confirmed.
contact-confirmed-sms = Confirmed on { $date } by text message.
contact-confirmed-call = Confirmed on { $date } by phone call.
contact-confirmed-whatsapp = Confirmed on { $date } by WhatsApp.
contact-confirmed-email = Confirmed on { $date } by e-mail.
contact-confirmed-portal = Confirmed since { $date }.
contact-uses = Used for:
contact-use-sign-in = your sign-in name
contact-use-codes = codes to sign in
contact-use-orders = confirming orders
contact-use-mail = codes and notices
contact-first = Used first
contact-still-number = Is this still your number?
contact-still-address = Is this still your address?
contact-still-yes = Yes
contact-confirm = Confirm
contact-use-first = Use first
contact-change = Change
contact-delete = Delete
contact-rename = Name it
contact-label = What you call it
contact-label-optional = What you call it (optional)
contact-save = Save
contact-kept-sign-in = You sign in with this address. Change it instead of deleting it.
contact-kept-factor = Your two-factor authentication hangs on this number alone. Add another way before you delete it.
contact-kept-last = This is the only way to reach you that is confirmed. Confirm another one before you delete it.
preferred-title = When you have no two-factor authentication, send codes to:
preferred-email = E-mail { $target }
preferred-whatsapp = WhatsApp { $target }
preferred-sms = Text message (SMS) { $target }
preferred-call = Phone call { $target }

## Entering one
contact-add-number-title = Add a phone number
contact-add-number-lead = { $brand } sends it a code with 8 digits. The number is confirmed when you enter the code.
contact-add-address-title = Add an e-mail address
contact-add-address-lead = We send it a code with 8 digits. The address is confirmed when you enter the code.
contact-set-up-title = Which number shall get your codes?
contact-change-number-title = Change a phone number
contact-change-address-title = Change an e-mail address
contact-change-lead = The new one takes the place of { $target } when it is confirmed. Until then the old one works. It hears of changes for 7 days more.
contact-change-codes-lead = { $target } is used for sign-in codes. The new number takes over when it is confirmed. Until then the old one works. It hears of changes for 7 days more.
contact-confirm-title = Confirm it
contact-confirm-lead = We send a code with 8 digits to { $target }. It is confirmed when you enter the code.
contact-country = Country
contact-number = Phone number
contact-number-hint = Write it as you like, for example 0151 23456789. A leading + sets the country.
contact-address = E-mail address
contact-ways = How shall the code come?
contact-way-sms = Text message (SMS)
contact-way-sms-hint = For mobiles.
contact-way-call = Phone call
contact-way-call-hint = For mobiles and landlines. Press 1 and we read the code to you.
contact-way-whatsapp = WhatsApp
contact-way-whatsapp-hint = For mobiles with WhatsApp.
contact-way-email = E-mail
contact-way-email-hint = Look in spam or junk, too.
contact-no-way = Choose how the code shall come.
contact-from = The message comes from <strong>{ $brand }</strong>.
contact-code-number-title = Confirm your phone number
contact-code-address-title = Confirm your e-mail address
contact-code-change-number = Change the number or the way
contact-code-change-address = Change the address

## Removing one
contact-remove-title = Delete a contact
contact-remove-lead = Delete { $target }?
contact-loss-sms-code = Codes to sign in no longer come by text message to this number.
contact-loss-call-code = Codes to sign in are no longer read to you in a call to this number.
contact-loss-orders-phone = You will no longer be able to confirm orders by SMS or by call.
contact-loss-orders-sms = You will no longer be able to confirm orders by SMS.
contact-loss-orders-call = You will no longer be able to confirm orders by call.
contact-loss-hears = We tell it, and it hears of changes for 7 days more.

## What was typed
state-number-max = No more codes can be sent to this number today. Try again tomorrow or use another one.
state-address-max = No more codes can be sent to this address today. Try again tomorrow or use another one.
number-known = This number is confirmed for you already.
number-landline = This looks like a landline. Landlines usually cannot receive text messages. Choose the phone call instead.
number-needs-mobile = Codes to sign in come to this number by text message. Enter a mobile number.
number-empty = Enter a phone number, like 0151 23456789.
number-letters = Write the number with digits only, without letters.
number-extension = Leave the extension out: enter a number that can be dialled directly.
number-several = Enter one number only. You can add the other one afterwards.
number-not-a-number = This is not a phone number. Use digits, spaces, brackets, hyphens and one leading +.
number-no-country = Choose the country of the number.
number-unknown-country = There is no such country code. Begin with + and the code of the country, like +49.
number-too-short = The number is too short. Enter it whole, with its area or mobile code.
number-too-long = The number has too many digits. Check it and enter it again.
number-not-assigned = There is no such number in this country. Check the digits and the country.
number-premium = We cannot send codes to premium numbers. Enter a mobile or landline number.
number-shared-cost = We cannot send codes to shared-cost numbers. Enter a mobile or landline number.
number-satellite = We cannot send codes to satellite or international network numbers. Enter a mobile or landline number.
number-voip = We cannot send codes to internet telephony numbers. Enter a mobile or landline number.
number-pager = We cannot send codes to pagers. Enter a mobile or landline number.
number-toll-free = We cannot send codes to toll-free numbers. Enter a mobile or landline number.
number-personal = We cannot send codes to follow-me numbers. Enter the mobile or landline number itself.
number-company-wide = We cannot send codes to company-wide numbers. Enter a direct mobile or landline number.
number-voicemail = We cannot send codes to voice mailboxes. Enter the mobile or landline number itself.
address-known = This address is confirmed for you already.
address-empty = Enter an e-mail address, like name@example.com.
address-too-long = The address is too long: at most 254 characters, 64 of them before the @.
address-control = The address holds a character that cannot be seen. Type it instead of pasting it.
address-space = Write the address without spaces and without a name before it.
address-several = Enter one address only. You can add the other one afterwards.
address-not-ascii = The address holds letters beyond A to Z. Write its domain in the xn-- form.
address-missing-part = The address is incomplete. It needs a name, an @ and a domain, like name@example.com.
address-local = The part before the @ holds a sign that addresses do not have. Check it.
address-domain = The part after the @ is no domain. It should look like example.com.
activity-contact-confirmed = A phone number or e-mail address was confirmed: { $method }
activity-contact-removed = A phone number or e-mail address was deleted

## I did not get the code
no-code-look-subject = Look in spam or junk for a mail called <strong>{ $subject }</strong> from { $sender }, and check your filters.
no-code-again-none = It cannot be sent again this hour. Use another way, or wait.
no-code-own-contacts = Change it under “Numbers and addresses”

## A number of the account
contact-shareable = This number is already confirmed for this customer account. You can use it without a new code, or send a test code first. The person who confirmed it is told.
contact-use-number = Use this number
contact-shared-since = Used since { $date } on the confirmation of another person of your customer account.
contact-fallen = No longer confirmed: the confirmation of another person that it was used on is gone. Confirm it again.
contact-dependents = { $n ->
        [one] { $n } other person uses
       *[other] { $n } other people use
    } this number on your confirmation.
contact-unshare = Stop that
contact-loss-dependents = { $n ->
        [one] { $n } other person uses
       *[other] { $n } other people use
    } this number on your confirmation and will have to confirm it again.
activity-contact-shared = A phone number of the customer account was taken over
