## Pages: what the security area says of the whole, and what is said before something ends.
overview-one-way = One way alone confirms your sign-ins. Another one helps if you lose it.
overview-codes-unsaved = None saved yet.
overview-sessions-open =
    { $n ->
        [0] Only this one is open.
        [one] This one and { $n } other are open.
       *[other] This one and { $n } others are open.
    }
overview-devices = Devices signed in before
overview-devices-known =
    { $n ->
        [0] None is recognised.
        [one] { $n } browser is recognised.
       *[other] { $n } browsers are recognised.
    }
overview-view = View
overview-recent = Recent activity
overview-moment = { $date }, { $time }
overview-all = View all
done-back = Back to the overview
codes-facts-unnamed = { $n } of 10 left. Made on { $date }.
codes-question = Do you still have your recovery codes?
codes-have = I have them
codes-spent = Your last recovery code is used. We made new ones.
codes-next = Save new codes
codes-what = If you lose your phone, one of these lets you sign in or change how you sign in. Each code works once.
codes-come = You have no recovery codes. They come with two-factor authentication.
window-again = Confirm again
window-closing = Protected areas close at { $until }. What you typed is kept.
session-idle-soon = You will be signed out at { $time }, because nothing was done for a while.
session-ends-soon = You will be signed out at { $time }: sessions end after { $hours ->
        [one] one hour
       *[other] { $hours } hours
    }. Anything you send then is kept for 30 minutes.
session-stay = Stay signed in
overview-recovery = Support was asked to give somebody access to your account anew. It opens on { $date } at { $time }. Was it not you?
overview-recovery-contact = Support was asked to replace or add an address or number of your account. It opens on { $date } at { $time }. Was it not you?
overview-recovery-look = Look at it and stop it
