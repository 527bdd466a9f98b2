## Pages: the security area and passwords.
forgot-title = Forgot your password?
forgot-lead = We mail you a link. It opens a page where you set a new one.
forgot-name = E-mail or sign-in name
forgot-no-name = Enter your e-mail or sign-in name.
forgot-send = Send link
forgot-sent = If we know these details, a mail with a link is on its way. It works for 30 minutes; only the newest one counts.
reset-title = Set a new password
reset-done = Your new password works from now on, and all sessions have ended. Your second factor is unchanged. Sign in now.
reset-sign-in = Sign in
reset-gone = This link has expired, was used or was replaced by a newer one.
send-new-link = Send a new link
new-password = New password
show-new-password = Show password
hide-new-password = Hide password
save-new-password = Save new password
password-hint = At least { $n } characters.
password-missing = Enter a new password.
password-too-short = Use at least { $n } characters.
password-too-long = This password is too long. Use at most 256 characters.
password-too-easy = This password is too easy to guess. Choose a longer or less common one.
password-hashed = This is the form in which systems store a password. Choose a password.
password-well-known = This password is well known or contains your name or ours. Choose another.
password-unmixed = Use upper and lower case letters and a special character.
password-strength-good = Good.
password-strength-very-good = Very good.
password-strength-short = Too short: at least { $n } characters.
password-strength-long = Too long: at most 256 characters.
password-strength-hashed = A stored form of a password, not a password.
password-strength-known = Well known, or made of your name or ours.
password-strength-unmixed = Upper and lower case letters and a special character are missing.
password-strength-easy = Too easy to guess.
side-label = Security area
side-overview = Overview
side-password = Password
side-methods = Two-factor authentication
side-sessions = Sessions
side-devices = Devices
side-personal-data = Personal data
side-activity = Activity
side-sign-out = Sign out
window-open = Protected areas are open until { $until }
close-now = Close now
overview-title = Your security
overview-password-changed = Changed on { $date }.
overview-password-set = It is set.
overview-change = Change
overview-manage = Manage
overview-turn-on = Turn it on
overview-open = Open
state-on = On
state-off = Off
factor-way-app = Authenticator app
factor-way-sms = Text message (SMS)
factor-way-call = Phone call
factor-way-passkey = Passkey
overview-factor-off = A second step when you sign in. It takes about 2 minutes.
overview-codes = Recovery codes
overview-new-codes = New codes
overview-few-codes =
    { $n ->
        [0] You have no recovery codes left. Make new ones, so that you can get in without your phone.
        [one] You have { $n } recovery code left. Make new ones soon.
       *[other] You have { $n } recovery codes left. Make new ones soon.
    }
overview-unconfirmed = A number or address is not confirmed yet. No codes can be sent to it.
overview-numbers = Phone numbers
overview-no-numbers = None.
overview-addresses = E-mail addresses
contact-confirmed = Confirmed
contact-not-confirmed = Not confirmed
overview-personal-data = Name, language and contacts. A protected area: we check that it is you.
current-password = Current password
current-password-missing = Enter your current password.
current-password-wrong = That is not your current password.
password-prove-first = Before we change your security settings, confirm it's you.
password-prove = Continue
password-changed =
    { $n ->
        [0] Changed. Use the new one from now on.
        [one] Changed. Use the new one from now on. We ended your { $n } other session.
       *[other] Changed. Use the new one from now on. We ended your { $n } other sessions.
    }
kept-confirm = You have not lost anything. Confirm and we will save your changes.
kept-save = You have not lost anything. Save your changes now.
personal-name = Name
personal-name-refused = Enter a name of 1 to 200 characters.
personal-language = Language of pages and messages
personal-save = Save
personal-saved = Saved.
personal-contacts = Phone numbers and e-mail addresses
places-none = None.
place-here = This one
place-named = { $name }
place-portal = A session of the portal
place-unknown = A browser we cannot name
place-since = Since { $date }, { $time }.
place-since-used = Since { $date }, { $time }. Last used on { $used }, { $at }.
end-session = End
end-all-others = End all others
forget-device = Forget
state-required = Required by { $account }
