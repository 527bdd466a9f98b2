# Texte der Nachrichten, Deutsch (förmlich). Ganze Sätze. SMS und Anrufe enthalten keinen Link; eine SMS ist GSM-7 und
# mit den längsten Werten höchstens 160 Zeichen lang (ein Test zählt). Sätze, deren Schlüssel auf -warning endet, darf
# der Betreiber anders fassen, aber nicht leeren.

## SMS. Hinter der Warnung folgt die Zeile, die den Code an den Host bindet; sie ist kein Text.
sms-sign-in = { $brand }: { $code } ist Ihr Anmeldecode, { $minutes } Min. gültig.
sms-sign-in-warning = Nie weitergeben, auch nicht an uns. Nicht Sie? Passwort ändern.
sms-step-up = { $brand }: { $code } öffnet geschützte Bereiche Ihres Kontos. { $minutes } Min. gültig.
sms-step-up-warning = Nie weitergeben. Nicht Sie? Sitzungen beenden.
sms-order-free = { $brand }: { $what }, { $object }, Nr. ..{ $ref }. Code { $code } löst den Auftrag aus.
sms-order-free-warning = Nicht Ihrer? Nie eingeben.
sms-order-paid = { $brand }: { $what }, { $object }, { $amount }, Nr. ..{ $ref }. Freigabecode { $code }.
sms-order-paid-warning = Nicht Ihrer? Nie eingeben.
sms-change = { $brand }: { $code } ÄNDERT Ihre Anmeldung. { $minutes } Min. gültig.
sms-change-warning = Fragt jemand danach, ist es Betrug. Nicht Sie? Nicht eingeben.
sms-set-up = { $brand }: { $code } schaltet SMS-Codes für Ihre Anmeldung ein. { $minutes } Min. gültig.
sms-set-up-warning = Nie weitergeben. Nicht Sie? Nicht eingeben.
sms-confirm = { $brand }: { $code } bestätigt diese Nummer für Ihr Kundenkonto. { $minutes } Min. gültig.
sms-confirm-warning = Nie weitergeben. Nicht Sie? Nichts tun.
sms-recovery = { $brand }: { $code } stellt den Zugang zu Ihrem Konto her. { $minutes } Min.
sms-recovery-warning = Fragt jemand danach, ist es Betrug. Nicht Sie? Nichts tun.

## Anrufe. Die Eröffnung endet, wo der Angerufene eine Taste drückt.
call-sign-in = Guten Tag, hier ist { $brand }. Sie haben einen Code angefordert, um sich anzumelden. Zum Anhören drücken Sie die 1.
call-step-up = Guten Tag, hier ist { $brand }. Sie haben einen Code angefordert, um geschützte Bereiche zu öffnen. Zum Anhören drücken Sie die 1.
call-confirm = Guten Tag, hier ist { $brand }. Jemand hat diese Rufnummer bei uns eingetragen. Waren Sie das, drücken Sie die 1, um den Code zu hören. Wenn nicht, legen Sie einfach auf.
call-order-free = Guten Tag, hier ist { $brand }. Es geht um einen Auftrag: { $what }, für { $object }, kostenlos, Auftragsnummer endet auf { $ref }. Haben Sie ihn nicht erteilt, legen Sie auf; es geschieht nichts. Um den Freigabecode zu hören, drücken Sie die 1.
call-order-paid = Guten Tag, hier ist { $brand }. Es geht um einen Auftrag: { $what }, für { $object }, { $amount }, Auftragsnummer endet auf { $ref }. Haben Sie ihn nicht erteilt, legen Sie auf; es geschieht nichts. Um den Freigabecode zu hören, drücken Sie die 1.
call-change = Guten Tag, hier ist { $brand }. Der folgende Code ändert Ihre Anmeldung. Hat Ihnen jemand diesen Anruf angekündigt, ist das Betrug: Legen Sie auf. Haben Sie ihn selbst angefordert, drücken Sie die 1.
call-set-up = Guten Tag, hier ist { $brand }. Der folgende Code schaltet Anmeldecodes per Telefon ein. Hat Ihnen jemand diesen Anruf angekündigt, ist das Betrug: Legen Sie auf. Haben Sie ihn selbst angefordert, drücken Sie die 1.
call-recovery = { call-change }
call-not-you = Waren Sie das nicht, drücken Sie die 9.
call-after-nine = Danke. Der Code wird nicht vorgelesen. Auf Wiederhören.
call-code =
    Ihr Code lautet: { $code }. Ich wiederhole: { $code }. Er gilt { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    }.
call-code-warning = Geben Sie ihn niemandem weiter, auch nicht uns.
call-end = Zum Wiederholen drücken Sie die 1. Auf Wiederhören.
spoken-amount =
    { $value } { $currency ->
        [EUR] Euro
        [USD] US-Dollar
        [GBP] Pfund
        [CHF] Schweizer Franken
       *[other] { $currency }
    }

## WhatsApp
whatsapp-sign-in = { $brand }: { $code } ist Ihr Code zur Anmeldung.
whatsapp-step-up = { $brand }: { $code } öffnet geschützte Bereiche Ihres Kontos.
whatsapp-confirm = { $brand }: { $code } bestätigt diese Nummer für Ihr Kundenkonto.
whatsapp-change = { $brand }: { $code } ÄNDERT Ihre Anmeldung. Fragt jemand danach, ist es Betrug.
whatsapp-recovery = { $brand }: { $code } stellt den Zugang zu Ihrem Konto her. Fragt jemand danach, ist es Betrug.
whatsapp-set-up = { $brand }: { $code } schaltet Anmeldecodes für Ihr Konto ein. Nie weitergeben.
whatsapp-order-free = Auftrag zur Freigabe bei { $brand }: { $what } für { $object }, kostenlos, Auftragsnummer endet auf { $ref }. Wenn Sie ihn nicht erteilt haben, tun Sie nichts und geben Sie keinen Code ein. Code { $code } löst den Auftrag aus.
whatsapp-order-paid = Auftrag zur Freigabe bei { $brand }: { $what } für { $object }, Preis { $amount }, Auftragsnummer endet auf { $ref }. Wenn Sie ihn nicht erteilt haben, tun Sie nichts und geben Sie keinen Code ein. Code { $code } löst den Auftrag aus.
whatsapp-lasts =
    Er gilt { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    }.
whatsapp-warning = Geben Sie ihn nie weiter, auch nicht an uns.

## E-Mail: der Code. Zuerst der Zweck, dann der Code, dann der Hinweis.
mail-sign-in-subject = Ihr Code zur Anmeldung
mail-sign-in-purpose = Sie melden sich bei { $product } von { $brand } an.
mail-step-up-subject = Ihr Code für geschützte Bereiche
mail-step-up-purpose = Sie möchten { $area } öffnen.
mail-step-up-purpose-all = Sie möchten geschützte Bereiche öffnen.
mail-step-up-note =
    Danach bleiben geschützte Bereiche { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    } offen.
mail-change-subject = Ihr Code für Sicherheitseinstellungen
mail-change-purpose = Sie ändern Ihre Sicherheitseinstellungen.
mail-change-note = Fragt jemand nach diesem Code, ist es Betrug.
mail-set-up-subject = Ihr Code zum Einschalten der Anmeldecodes
mail-set-up-purpose = Sie schalten Anmeldecodes ein.
mail-set-up-note = { mail-change-note }
mail-confirm-subject = Bestätigen Sie Ihre E-Mail-Adresse
mail-confirm-purpose = Diese Adresse wurde bei { $brand } eingetragen.
mail-confirm-note = Wenn Sie { $brand } nicht kennen, ignorieren Sie diese Mail.
mail-recovery-subject = Zugang wiederherstellen
mail-recovery-purpose = Dieser Code stellt Ihren Zugang wieder her.
mail-recovery-note = Hat Sie jemand gebeten, ihn weiterzugeben, ist das Betrug.
mail-order-subject = Auftrag ..{ $ref } freigeben: { $what }
mail-order-purpose = Auftrag zur Freigabe bei { $brand }
mail-order-code = { $code } löst genau diesen Auftrag aus. Bitte erst vergleichen.
mail-order-warning = Nicht Ihrer? Nicht eingeben und auf der Seite stoppen, die Sie geöffnet haben.
mail-enter = Geben Sie ihn auf der Seite ein, die Sie geöffnet haben. Er gilt bis { $until }.
mail-asked = Angefordert um { $time }.
mail-warning = Geben Sie ihn nie weiter. Wir fragen Sie nie danach.
mail-not-you = Nicht Sie? Melden Sie es { $brand } sofort.
mail-not-you-phone = Nicht Sie? Rufen Sie uns an: { $phone }.
mail-why = Sie erhalten diese Mail, weil { $brand } diese Adresse genannt wurde.

## E-Mail: der Auftrag
slip-order = Auftrag
slip-object = Objekt
slip-effect = Wirkung
slip-destructive = Daten werden gelöscht oder überschrieben. Das lässt sich nicht rückgängig machen.
slip-price = Preis
slip-free = Kostenlos
slip-number = Auftragsnummer

## E-Mail: Mitteilungen
notice-confirmed-subject = Freigegeben: { $what }, Auftrag ..{ $ref }
notice-confirmed = Freigegeben um { $time } per { $method } durch { $name }.
notice-confirmed-to = Freigegeben um { $time } per { $method } ({ $target }) durch { $name }.
notice-stopped-subject =
    Auftrag ..{ $ref } gestoppt: { $tries ->
        [1] ein falscher Code
        [2] zwei falsche Codes
       *[3] drei falsche Codes
    }
notice-stopped = Der Auftrag wurde um { $time } gestoppt, weil dafür zu oft ein falscher Code eingegeben wurde. Er wurde nicht ausgeführt.
notice-was-you = Waren Sie das, ist nichts zu tun. Wenn nicht, melden Sie es { $brand } sofort.
notice-was-you-phone = Waren Sie das, ist nichts zu tun. Wenn nicht: { $phone }.

## Wörter in Sätzen
method-totp = Authenticator-App
method-sms = SMS
method-call = Anruf
method-email = E-Mail
method-whatsapp = WhatsApp
method-passkey = Passkey
method-recovery-code = Wiederherstellungscode
area-personal-data = Persönliche Daten
area-invoices = Rechnungen
area-payment-methods = Zahlungsmittel
area-domain-config = Domain-Einstellungen
area-email-management = E-Mail-Verwaltung
clock = { $time } Uhr
clock-zone = { $time } Uhr ({ $zone })
amount = { $value } { $currency }
