## Pages: signing in.
sign-in = Sign in
signing-in-as = Signing in as { $target }.
not-you-signing-in = Then somebody else began to sign in here. <a href="/sign-in?anew=yes">Start with your own details</a>.
not-you-signed-in = Then <a href="/sign-out">sign out</a> and sign in with your own details.
state-ended-idle = You were signed out at { $time }: nothing was done for a while. Sign in again. Anything you sent is kept for 30 minutes.
state-ended-factor = You were signed out at { $time }: your two-factor authentication was changed. Sign in again. Anything you sent is kept for 30 minutes.
sign-in-name = E-mail or sign-in name
sign-in-password = Password
show-password = Show password
hide-password = Hide password
forgotten-password-link = Forgot your password?
sign-in-no-name = Enter your e-mail or sign-in name.
sign-in-no-password = Enter your password.
sign-in-no-match = These details do not match. Check them or reset your password.
sign-in-too-many-title = Too many tries
sign-in-too-many = Too many tries in this browser. If we know these details, a mail with a link is on its way. Open it in the browser you want to sign in with. It works for a day.
reset-my-password = Reset my password
sign-in-choose-title = Use another way
sign-in-no-way = None of your ways to confirm it is you can be used right now. Please ask { $brand } support.
invite-title = Turn on two-factor authentication?
invite-text = Protect your sign-in with a second step. It takes about 2 minutes.
invite-turn-on = Turn it on
invite-later = Later
sign-out = Sign out
sign-out-text = You are signed in as { $target }.
sign-out-everywhere = Sign out everywhere
signed-out = You are signed out
signed-out-text = Nobody is signed in in this browser.
unlock-title = Go on signing in
unlock-text = There were many wrong tries to sign in. You can try again in this browser now.
unlock-gone = This link has expired or was used. You can set a new password instead.
