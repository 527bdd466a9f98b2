# Texts of messages, English. Whole sentences. Text messages and calls hold no link; a text message is GSM-7 and, with
# the longest values, at most 160 characters (a test counts). Sentences whose key ends in -warning may be reworded by
# the operator, never emptied.

## Text messages. Behind the warning comes the line that binds the code to the host; it is no text.
sms-sign-in = { $brand }: { $code } is your sign-in code ({ $minutes } min).
sms-sign-in-warning = Never share it, not even with our staff. Not you? Change your password.
sms-step-up = { $brand }: { $code } opens protected areas of your account. Valid { $minutes } min.
sms-step-up-warning = Never share it. Not you? End all sessions.
sms-order-free = { $brand }: { $what }, { $object }, no. ..{ $ref }. Code { $code } runs this order.
sms-order-free-warning = Not yours? Do not enter it.
sms-order-paid = { $brand }: { $what }, { $object }, { $amount }, no. ..{ $ref }. Code { $code } runs it.
sms-order-paid-warning = Not yours? Do not enter.
sms-change = { $brand }: { $code } CHANGES how you sign in ({ $minutes } min).
sms-change-warning = Anyone asking you for it is a fraud. Not you? Do not enter it.
sms-set-up = { $brand }: { $code } turns on SMS sign-in codes for your account. Valid { $minutes } min.
sms-set-up-warning = Never share it. Not you? Do not enter it.
sms-confirm = { $brand }: { $code } confirms this number for your account. Valid { $minutes } min.
sms-confirm-warning = Never share it. Not you? Ignore this message.
sms-recovery = { $brand }: { $code } gives back access to your account. { $minutes } min.
sms-recovery-warning = If someone asks you for it, it is fraud. Not you? Do nothing.

## Calls. The opening ends where the callee presses a key.
call-sign-in = Hello, this is { $brand }. You asked for a code to sign in. To hear it, press 1.
call-step-up = Hello, this is { $brand }. You asked for a code to open protected areas. To hear it, press 1.
call-confirm = Hello, this is { $brand }. Someone entered this number with us. If that was you, press 1 to hear the code. If not, just hang up.
call-order-free = Hello, this is { $brand }. This is about an order: { $what }, for { $object }, free of charge, order number ending { $ref }. If you did not place it, hang up; nothing will happen. To hear the code that runs it, press 1.
call-order-paid = Hello, this is { $brand }. This is about an order: { $what }, for { $object }, { $amount }, order number ending { $ref }. If you did not place it, hang up; nothing will happen. To hear the code that runs it, press 1.
call-change = Hello, this is { $brand }. The next code changes how you sign in. If somebody told you to expect this call, it is fraud: hang up. If you asked for it yourself, press 1.
call-set-up = Hello, this is { $brand }. The next code turns on sign-in codes by phone. If somebody told you to expect this call, it is fraud: hang up. If you asked for it yourself, press 1.
call-recovery = { call-change }
call-not-you = If this was not you, press 9.
call-after-nine = Thank you. The code will not be read out. Goodbye.
call-code =
    Your code is { $code }. Again: { $code }. It works for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
call-code-warning = Tell it to nobody, not even to us.
call-end = To hear it once more, press 1. Goodbye.
spoken-amount =
    { $value } { $currency ->
        [EUR] euros
        [USD] US dollars
        [GBP] pounds
        [CHF] Swiss francs
       *[other] { $currency }
    }

## WhatsApp
whatsapp-sign-in = { $brand }: { $code } is your code to sign in.
whatsapp-step-up = { $brand }: { $code } opens protected areas of your account.
whatsapp-confirm = { $brand }: { $code } confirms this number for your account.
whatsapp-change = { $brand }: { $code } CHANGES how you sign in. Anyone asking you for it is a fraud.
whatsapp-recovery = { $brand }: { $code } gives back access to your account. If someone asks you for it, it is fraud.
whatsapp-set-up = { $brand }: { $code } turns on sign-in codes for your account. Never share it.
whatsapp-order-free = Order to confirm at { $brand }: { $what } for { $object }, free of charge, order number ending { $ref }. If you did not place it, do nothing and do not enter any code. Code { $code } runs this order.
whatsapp-order-paid = Order to confirm at { $brand }: { $what } for { $object }, price { $amount }, order number ending { $ref }. If you did not place it, do nothing and do not enter any code. Code { $code } runs this order.
whatsapp-lasts =
    It works for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
whatsapp-warning = Never share it, not even with our staff.

## E-mail: the code. The first line is the purpose, then comes the code, then the note.
mail-sign-in-subject = Your code to sign in
mail-sign-in-purpose = You are signing in to { $product } of { $brand }.
mail-step-up-subject = Your code for protected areas
mail-step-up-purpose = You want to open { $area }.
mail-step-up-purpose-all = You want to open protected areas.
mail-step-up-note =
    Afterwards protected areas stay open for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
mail-change-subject = Your code to change security settings
mail-change-purpose = You are changing your security settings.
mail-change-note = If someone asks you for this code, it is fraud.
mail-set-up-subject = Your code to turn on sign-in codes
mail-set-up-purpose = You are turning on sign-in codes.
mail-set-up-note = { mail-change-note }
mail-confirm-subject = Confirm your e-mail address
mail-confirm-purpose = This address was entered with { $brand }.
mail-confirm-note = If you do not know { $brand }, ignore this mail.
mail-recovery-subject = Get back into your account
mail-recovery-purpose = This code gives back access to your account.
mail-recovery-note = If somebody told you to pass it on, it is fraud.
mail-order-subject = Confirm order ..{ $ref }: { $what }
mail-order-purpose = Order to confirm at { $brand }
mail-order-code = { $code } runs exactly this order. Compare first.
mail-order-warning = Not yours? Do not enter it, and stop the order on the page you opened.
mail-enter = Enter it on the page you opened. It works until { $until }.
mail-asked = Asked for at { $time }.
mail-warning = Never share it. We will never ask you for it.
mail-not-you = Not you? Tell { $brand } at once.
mail-not-you-phone = Not you? Call us: { $phone }.
mail-why = You get this mail because this address was given to { $brand }.

## E-mail: the slip
slip-order = Order
slip-object = Object
slip-effect = Effect
slip-destructive = Data is deleted or overwritten. This cannot be undone.
slip-price = Price
slip-free = Free
slip-number = Order number

## E-mail: notices
notice-confirmed-subject = Confirmed: { $what }, order ..{ $ref }
notice-confirmed = Confirmed at { $time } by { $method } by { $name }.
notice-confirmed-to = Confirmed at { $time } by { $method } ({ $target }) by { $name }.
notice-stopped-subject =
    Order ..{ $ref } was stopped: { $tries ->
        [1] one wrong code
        [2] two wrong codes
       *[3] three wrong codes
    }
notice-stopped = The order was stopped at { $time }, because too many wrong codes were entered for it. It was not run.
notice-was-you = If this was you, there is nothing to do. If not, tell { $brand } at once.
notice-was-you-phone = If this was you, there is nothing to do. If not: { $phone }.

## Words inside sentences
method-totp = authenticator app
method-sms = text message (SMS)
method-call = phone call
method-email = e-mail
method-whatsapp = WhatsApp
method-passkey = passkey
method-recovery-code = recovery code
area-personal-data = Personal data
area-invoices = Invoices
area-payment-methods = Payment methods
area-domain-config = Domain settings
area-email-management = E-mail management
clock = { $time }
clock-zone = { $time } { $zone }
amount = { $currency } { $value }
