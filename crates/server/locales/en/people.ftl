## Pages: the persons of an account.
side-people = People
people-title = People
people-rule = Rule for the account
people-marks = Only with two factors
people-tabs = Pages about people
people-account = Customer account
people-choose = Show
people-search = Name or whole sign-in address
people-filter = Two-factor authentication
people-filter-all = Everybody
people-filter-off = Off
people-filter-sms = Text messages or calls only
people-filter-pending = Set-up still to come
people-none = Nobody fits this search.
people-empty = Nobody belongs to this account yet.
people-you = (you)
people-tick = Choose { $name }
people-last = last sign-in { $date }
people-never = never signed in
people-passkey = Passkey
people-sms-only = SMS only
people-off = Off
people-pending = Set-up at next sign-in
people-required = Required
people-required-rule = Required by account
people-not-required = Not required
people-paused = Access stopped
people-require = Require two-factor authentication
people-require-hint = Of everybody you ticked above. It takes effect at their next sign-in: set-up is guided, and there is no sign-in without it.
people-ways = Allowed ways
ways-any = Any: app, text message or call
ways-app = App only
people-end-all-now = End the open sessions of those who have not set it up
people-nobody-ticked = Tick the people you require it of.
people-first = To the first page
people-next = More people
people-person = { $name }
people-back = All people
people-self = These are your own settings.
people-self-link = Open your security area
people-higher = Somebody of a higher role looks after this person.
people-force = Force two-factor authentication
people-force-hint = Takes effect at the next sign-in of { $name }: set-up is guided, and there is no sign-in without it. { $name } cannot turn it off.
people-lift-hint = { $name } cannot turn it off. If you lift this, { $name } may turn it off from the next sign-in. It stays on until { $name } does.
people-rule-too = The rule of the account, or of this role, requires it as well.
people-end-now =
    { $n ->
        [one] End { $n } open session now
       *[other] End { $n } open sessions now
    }
people-sessions =
    { $n ->
        [0] None is open.
        [one] One is open.
       *[other] { $n } are open.
    }
people-save = Save changes
people-help = Help { $name } back in
people-reset = Password reset mail
people-reset-hint = { $name } gets a link at their own confirmed address and sets a new password there. The second factor stays as it is.
people-send = Send
people-link = Set-up link
people-link-hint = { $name } has no confirmed address or number, so no code can be sent. With this link, and the password, { $name } can set up the second factor.
people-link-made = Give this link to { $name } yourself, and to nobody else. It works once, until { $date }, { $time }, and only together with the password. It is shown only now.
people-link-copy = Copy link
people-make = Make a link
people-no-link = { $name } needs no set-up link: a confirmed contact or a second factor is there, or nothing is required.
people-end = End sessions
people-vouch = { $name } lost every way in?
people-vouch-hint = Speak to { $name } yourself, on the phone or in person, before you vouch. Your word is one of two proofs that our support needs; it counts for 7 days, and { $name } is told of it.
people-vouch-reason = Why you are sure that it is them
people-vouch-no-reason = Write why you are sure, in at most 1,000 characters.
people-vouch-do = I vouch for { $name }
people-vouched = You vouched. It counts until { $date }.
people-nobody-alone = Nobody resets another person’s second factor alone. If it is lost, recovery codes or support help.
people-groups = Groups
people-access = Access to this account
people-pause-hint = Stops what { $name } can do for this account, at once. Other accounts and the sign-in of { $name } are not touched.
people-resume-hint = { $name } cannot do anything for this account at the moment.
people-pause = Stop access
people-resume = Give access back
people-done-duty = Saved. The person was told by mail.
people-done-lifted = Lifted. Two-factor authentication stays on until the person turns it off.
people-done-groups = Groups saved.
people-done-reset = If an address is confirmed, the mail is on its way. The link works for 30 minutes.
people-done-end = The sessions have ended.
people-done-vouch = Your word is noted. Our support sees it with your reason.
people-done-pause = Access is stopped.
people-done-resume = Access is back.
people-done-set = The rule is saved. Those it concerns are told by mail.
people-done-marks = Saved.
people-done-required =
    { $n ->
        [0] Nothing was changed.
        [one] Required of { $n } person. They are told by mail.
       *[other] Required of { $n } people. They are told by mail.
    }
role-owner = Owner
role-administrator = Administrator
role-member = Member
role-technical-administrator = Technical administrator
rule-lead = Whoever the rule is for sets two-factor authentication up at the next sign-in, and cannot turn it off. An only owner is not exempt.
rule-on = Rules that are on
rule-holds = { $whom }: { $ways }, since { $date }
rule-will-hold = { $whom }: { $ways }, from { $date }
rule-lift = Lift
rule-lift-hint = Lifting removes the duty. What people have set up stays on until they turn it off.
rule-new = New rule
rule-whom = For whom
rule-everybody = Everybody
rule-owners = Owners
rule-administrators = Administrators
rule-members = Members
rule-technical-administrators = Technical administrators
rule-from = From (optional)
rule-from-hint = Left empty it holds from the next sign-in. With a date, those it concerns are reminded a week and a day before.
rule-no-date = Enter a day from today on, within a year.
rule-look = See whom it concerns
rule-preview =
    { $n ->
        [one] { $n } person, { $m } without what it asks for
       *[other] { $n } people, { $m } without what it asks for
    }
rule-hit = They set it up at their next sign-in, and get a mail:
rule-more =
    { $n ->
        [one] and { $n } more
       *[other] and { $n } more
    }
rule-own = Only somebody who has two-factor authentication, and used it in this session, can switch it on.
rule-switch-on = Switch on
rule-own-factor = Use your own two-factor authentication first: turn it on, or confirm with it in this session.
rule-not-allowed = Only an owner can change this rule.
marks-lead = What you tick here, and everything in it, does not exist for anyone in { $portal } who has not used two-factor authentication.
marks-invite = Some things in { $portal } are shown only with two-factor authentication. Turn it on, or confirm with it, to change what is marked.
marks-empty = { $portal } has registered nothing here that you can see.
marks-legend = Only people with two-factor authentication can see this
marks-own-factor = Only a session that has used two-factor authentication can change this.
marks-no-owner = No owner of this account has two-factor authentication. Nobody who owns it could see this any more.
