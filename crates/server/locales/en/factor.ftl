## Pages: turning two-factor authentication on, changing it, recovery codes.

## Before a change
change-lead = Before we change your security settings, confirm it's you.
change-password = Password
change-no-password = Enter your password.
change-wrong-password = That password does not match.
change-not-now = Not now
offer-recovery-code = Recovery code ({ $target } left)

## The way
way-step = Step 1
way-title = How do you want to confirm sign-ins?
way-recommended = Recommended
way-app-hint = Works without network and abroad. Any app that shows 6-digit codes will do.
way-number = Another phone number
way-none = Choose how you want to confirm sign-ins.
way-keep = Keep { $name } as well

## The app
app-step = Step 2 of 3
app-title = Connect your app
app-open = Open your app and add an account.
app-here = The app is on this device
app-none = I have no app
app-none-text = Install any authenticator app from your phone's store. There are such apps for computers too.
app-scan = Scan this code.
app-qr = QR code for your authenticator app. If you cannot scan it, use the key below.
app-cannot-scan = I cannot scan it
app-key-text = Type this key into your app: time-based, 6 digits.
app-copy-key = Copy key
copied = Copied
app-enter = Enter the code the app shows.
app-enter-hint = Take your time: if it changes while you type, just use the new one.
app-name = Name this app
app-other = Choose another method
app-default-name = Authenticator app

## A number
set-up-title = Enter the code we sent
set-up-lead = When it is right, we ask for such a code each time you sign in.

## Recovery codes
codes-name = Recovery codes
codes-step = Step 3 of 3
codes-title = Save your recovery codes
codes-lead = If you lose your phone, one of these lets you sign in or change how you sign in. Each code works once. Nobody from { $brand } will ever ask you for one.
codes-made = { $product }, { $target }, { $date }
codes-again = You have not confirmed your recovery codes. We made new ones.
codes-download = Download
codes-print = Print
codes-copy = Copy
codes-saved-by = Saved by (your name, for your security log)
codes-saved = I have saved these codes. I know they will not be shown again.
codes-finish = Finish
codes-not-ticked = Tick the box when you have saved the codes.
codes-file-once = Each code works once. Never give one to anybody.
codes-none = You have no recovery codes.
codes-facts = { $n } of 10 left. Made on { $date }, saved by { $name }.
codes-used = That code is now used. You have { $n ->
        [one] { $n } code
       *[other] { $n } codes
    } left. Did you lose your phone?
codes-new-app = Set up a new app
codes-make = Make new codes
recovery-enter-title = Enter a recovery code
recovery-enter-lead = Use one of the codes you saved when you set up two-factor authentication. It looks like k7rm-2wqd-9xtf.
recovery-enter-label = Recovery code
recovery-shape = A recovery code has 12 letters and digits.
recovery-wrong = That recovery code does not match or was already used.
recovery-wrong-left = That recovery code does not match or was already used. You have { $n ->
        [one] { $n } try
       *[other] { $n } tries
    } left.
recovery-dead = That recovery code does not match or was already used. Start again to try once more.
recovery-waits = Too many recovery codes did not match. You can try again at { $time }.
renew-title = Make new recovery codes
renew-text = Your { $n ->
        [one] { $n } unused code stops
       *[other] { $n } unused codes stop
    } working.

## Done
done-on-title = Two-factor authentication is on
done-on = Two-factor authentication is on. From your next sign-in we ask for a code after your password.
done-phone = Text messages can be delayed or fail abroad. Add an app as a second way.
done-replaced-title = Your new method works
done-replaced = Your new method works. The old one no longer does. Your recovery codes stay valid.
done-removed-title = The method was removed
done-removed = The method was removed. It no longer works.
done-off-title = Two-factor authentication is off
done-off = Off from your next sign-in. Until you sign out we still ask for your codes.
done-codes-title = Your new recovery codes work
done-codes = Your new recovery codes work from now on. The old ones no longer do.

## The list
methods-title = Your ways to confirm sign-ins
methods-none = Two-factor authentication is off. With it, nobody gets in with your password alone. It takes about 2 minutes.
methods-turn-on = Turn it on
methods-ending = Off from your next sign-in. Until you sign out we still ask for your codes.
methods-first = Used first
methods-use-first = Use first
methods-replace = Replace
methods-remove = Remove
methods-rename = Rename
methods-name = Name
methods-save = Save
methods-no-name = Enter a name with 1 to 60 characters.
methods-add = Add another way
methods-off = Turn off
methods-last = This is your last way. Add another before you remove it.
methods-sms = Text message (SMS) to { $target }
methods-sms-named = { $name }: text message (SMS) to { $target }
methods-call = Phone call to { $target }
methods-call-named = { $name }: phone call to { $target }
methods-app-named = Authenticator app: { $name }
methods-facts = Added on { $added }.
methods-facts-used = Added on { $added }, last used on { $used }.
remove-title = Remove this method
remove-text = { $name } will no longer confirm your sign-ins, at once and in every browser.
off-title = Turn off two-factor authentication
off-text = Anyone with your password can then sign in. Orders that need confirmation will ask for SMS or a call instead.
off-button = Turn off two-factor authentication
