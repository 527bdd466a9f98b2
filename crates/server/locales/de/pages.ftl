# Texte der gehosteten Seiten, Deutsch in der Sie-Form. Ganze Sätze; Argumente kommen maskiert an;
# erlaubt sind nur strong, span und a.

## Rahmen
other-language = English
skip = Zum Inhalt springen
help = Hilfe
title = { $page } – { $product }
title-error = Fehler: { $page } – { $product }
tools-label = Sprache und Hilfe
problem-heading = Es gibt ein Problem
signed-in-as = Angemeldet als { $target }.
not-you = Nicht Sie?
not-you-text = Geben Sie keinen Code ein. Gehen Sie zurück zu { $portal }, melden Sie sich dort ab und mit Ihren eigenen Daten wieder an.
asks = <strong>{ $portal }</strong> bittet Sie um Ihre Bestätigung
footer-host = Sie sind auf <strong>{ $host }</strong>. Unsere SMS enden mit demselben Namen.
imprint = Impressum
privacy = Datenschutz
call-us = Rufen Sie uns an: { $phone }
back-to-portal = Zurück zu { $portal }
checking = Wird geprüft …
sending = Wird gesendet …

## Zeiten und Beträge
clock = <span data-clock>{ $time }</span> Uhr
clock-zone = <span data-clock>{ $time }</span> Uhr<span data-zone> ({ $zone })</span>
date =
    { $day }. { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    } { $year }
free = Kostenlos
money = { $value } { $currency }
price-on-invoice = { $amount }, auf Ihrer nächsten Rechnung

## Das Codefeld
code-label =
    { $digits ->
        [6] 6-stelliger Code
        [8] 8-stelliger Code
       *[other] { $digits }-stelliger Code
    }
code-hint = Sie können ihn einfügen. Leerzeichen stören nicht.
confirm = Bestätigen
resend = Code noch einmal senden
resend-from = Noch einmal senden können Sie ihn ab { $time }.
send-new-code = Neuen Code senden
send-new-code-for = Neuen Code für { $amount } senden
try-again = Noch einmal versuchen
use-another-way = Anderen Weg wählen
cancel = Abbrechen
start-again = Neu beginnen

## Wo der Code steht
look-totp = Geben Sie den Code aus Ihrer Authenticator-App ein
look-sms = Geben Sie den Code ein, den wir gesendet haben
look-email = Geben Sie den Code ein, den wir gesendet haben
look-whatsapp = Geben Sie den Code ein, den wir gesendet haben
look-call = Nehmen Sie den Anruf an { $target } an
sent-totp = Eintrag in der App: { $brand } ({ $target })
sent-sms = Wir haben um { $time } eine SMS von <strong>{ $brand }</strong> an die Nummer mit der Endung { $target } gesendet. Der Code gilt bis { $until }.
sent-email = Wir haben um { $time } eine E-Mail von <strong>{ $brand }</strong> an { $target } gesendet. Der Code gilt bis { $until }.
sent-whatsapp = Wir haben um { $time } eine WhatsApp-Nachricht von <strong>{ $brand }</strong> an die Nummer mit der Endung { $target } gesendet. Der Code gilt bis { $until }.
sent-call = Drücken Sie die 1, dann lesen wir den Code vor. Wir haben um { $time } angerufen. Der Code gilt bis { $until }.

## Methoden
offer-totp = Authenticator-App
offer-sms = SMS an { $target }
offer-call-mobile = Anruf auf dem Mobiltelefon { $target }
offer-call-landline = Anruf im Festnetz { $target }
offer-email = E-Mail { $target }
offer-whatsapp = WhatsApp { $target }
choose-way = Wählen Sie einen Weg.
choose-price = Dieser Weg kostet { $amount }. Wenn Sie einverstanden sind, drücken Sie die Schaltfläche mit dem Preis.
reason-country-sms = Für Nummern in { $country } ({ $prefix }) ist SMS nicht verfügbar.
reason-country-call = Für Nummern in { $country } ({ $prefix }) sind Anrufe nicht verfügbar.
reason-country-whatsapp = Für Nummern in { $country } ({ $prefix }) ist WhatsApp nicht verfügbar.
reason-country-email = In { $country } ({ $prefix }) ist E-Mail nicht verfügbar.
reason-new-number = { $target } wurde erst kürzlich hinzugefügt. Aufträge, die Daten löschen oder überschreiben, lassen sich damit ab dem { $date }, { $time } freigeben.
reason-not-confirmed = { $target } ist nicht bestätigt.
reason-landline = { $target } sieht nach einem Festnetzanschluss aus. Dort kommen SMS meist nicht an.
reason-turned-off = Dieser Weg wird hier nicht angeboten.
reason-premium = An Nummern dieser Art können wir keine Codes senden.
reason-stopped = Diese Nummer hat unsere Nachrichten abbestellt.
reason-sends-used = Wir haben vorerst so viele Nachrichten gesendet, wie wir dürfen. Die nächste ist um { $time } möglich.
reason-not-taken = nicht angenommen
reason-not-arrived = laut Netz nicht angekommen
reason-outage-sms = SMS kommen zurzeit verzögert an.
reason-outage-call = Anrufe kommen zurzeit verzögert an.
reason-outage-email = E-Mails kommen zurzeit verzögert an.
reason-outage-whatsapp = WhatsApp-Nachrichten kommen zurzeit verzögert an.

## Geschützte Bereiche
step-up-title = Bestätigen Sie, dass Sie es sind
step-up-lead = Der Bereich <strong>{ $area }</strong> enthält sensible Daten, deshalb fragen wir noch einmal nach. Danach können Sie { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    } lang in allen geschützten Bereichen arbeiten.
step-up-lead-split = Der Bereich <strong>{ $area }</strong> enthält sensible Daten, deshalb fragen wir noch einmal nach. Danach bleibt er { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    } lang offen.
step-up-lead-many = Diese Bereiche enthalten sensible Daten, deshalb fragen wir noch einmal nach. Danach können Sie { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    } lang in allen geschützten Bereichen arbeiten.
step-up-lead-many-split = Diese Bereiche enthalten sensible Daten, deshalb fragen wir noch einmal nach. Danach bleiben sie { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    } lang offen.
step-up-lead-all = Geschützte Bereiche enthalten sensible Daten, deshalb fragen wir noch einmal nach. Danach können Sie { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    } lang in allen arbeiten.
step-up-choose = Wohin sollen wir den Code senden?
step-up-choose-way = Wählen Sie einen Weg
send-code = Code senden
send-code-for = Code für { $amount } senden
continue = Weiter
step-up-faster = Beim nächsten Mal schneller: Schalten Sie die Zwei-Faktor-Authentifizierung ein.
why-ask = Warum fragen wir?
why-ask-text = Sie sind zwar angemeldet. Trotzdem könnte jemand anderes an Ihrem Gerät sitzen oder Ihre Sitzung übernommen haben. Was hinter dieser Seite liegt, könnte Ihnen in fremden Händen schaden. Deshalb vergewissern wir uns, dass Sie es sind.
can-turn-off = Kann ich das ausschalten?
can-turn-off-text = Nein. Geschützte Bereiche verlangen es immer.
no-channel = Wir haben weder eine bestätigte E-Mail-Adresse noch eine bestätigte Nummer, um Sie zu erreichen.
no-channel-text = Bestätigen Sie in Ihrem Sicherheitsbereich eine Nummer oder E-Mail-Adresse, oder wenden Sie sich an den Support von { $brand }.
step-up-done-title = Sie haben bestätigt, dass Sie es sind
step-up-done-text = Vielen Dank. Sie können in { $portal } weiterarbeiten und diese Seite schließen.
area-own = { $area }
area-personal-data = Persönliche Daten
area-invoices = Rechnungen
area-payment-methods = Zahlungsmittel
area-domain-config = Domain-Einstellungen
area-email-management = E-Mail-Verwaltung

## Aufträge
order-title = Diesen Auftrag freigeben
order-code-title = Code für Auftrag ..{ $ref } eingeben
slip-head = Was Sie freigeben
slip-head-confirmed = Was Sie freigegeben haben
slip-head-closed = Worum es ging
slip-order = Auftrag
slip-object = Objekt
slip-effect = Wirkung
slip-effect-destructive = Daten werden gelöscht oder überschrieben. Das lässt sich nicht rückgängig machen.
slip-price = Preis
slip-number = Auftragsnummer
slip-by = Freizugeben durch
slip-confirmed-by = Freigegeben durch
slip-signed-at = { $date }, { $time }
slip-value = { $value }
slip-before-now = <span>Vorher: { $old }.</span> <strong>Jetzt: { $new }.</strong>
slip-added = <strong>Jetzt: { $new }.</strong>
slip-removed = <span>Vorher: { $old }.</span>
order-waits = Dieser Auftrag wartet bis { $until }.
order-replaces = Dieser Auftrag tritt an die Stelle eines früheren. Was anders ist, ist gekennzeichnet.
order-with = Freigeben mit
order-hint-sms = Die Nachricht wiederholt den Auftrag. Vergleichen Sie, bevor Sie den Code eingeben.
order-hint-email = Die Nachricht wiederholt den Auftrag. Vergleichen Sie, bevor Sie den Code eingeben.
order-hint-whatsapp = Eine erste Nachricht wiederholt den Auftrag, eine zweite bringt den Code.
order-hint-call = Wir lesen Ihnen zuerst den Auftrag vor.
order-hint-totp = Die App kann den Auftrag nicht anzeigen: Was Sie hier sehen, geben Sie frei.
order-must-show = Die Nachricht muss zeigen: <strong>{ $what }, { $object }, Auftrag ..{ $ref }</strong>. Zeigt sie etwas anderes, geben Sie den Code nicht ein.
order-must-say = Im Anruf müssen Sie hören: <strong>{ $what }, { $object }, Auftrag ..{ $ref }</strong>. Hören Sie etwas anderes, legen Sie auf und geben Sie den Code nicht ein.
confirm-order = Auftrag freigeben
send-again = Noch einmal senden
do-not-run = Auftrag nicht ausführen
confirmed-title = Auftrag freigegeben
confirmed-totp = Auftrag { $number } um { $time } per Authenticator-App freigegeben.
confirmed-sms = Auftrag { $number } um { $time } per SMS an { $target } freigegeben.
confirmed-call = Auftrag { $number } um { $time } per Anruf an { $target } freigegeben.
confirmed-email = Auftrag { $number } um { $time } per E-Mail an { $target } freigegeben.
confirmed-whatsapp = Auftrag { $number } um { $time } per WhatsApp an { $target } freigegeben.
confirmed-other = Auftrag { $number } um { $time } freigegeben.
confirmed-next = { $portal } führt ihn aus, sobald die Freigabe dort abgeholt ist.
receipt = Beleg
receipt-download = Beleg herunterladen
receipt-print = Drucken
receipt-text = Eine signierte Erklärung über genau diesen Auftrag. Bewahren Sie sie auf: Sie lässt sich auch ohne uns prüfen.
receipt-digest = Fingerabdruck des Auftrags (SHA-256)
done-title = Auftrag bereits freigegeben
done-text = Freigegeben um { $time }. Er wurde einmal an { $portal } übergeben.
stopped-title = Auftrag nicht ausgeführt
stopped-text = Sie haben diesen Auftrag gestoppt. Es wurde nichts geändert.
stopped-before = Dieser Auftrag wurde gestoppt. Es wurde nichts geändert.
stopped-not-mine = Ich habe diesen Auftrag nicht erteilt
stopped-not-mine-text = Dann nutzt womöglich jemand anderes Ihre Anmeldung. Ändern Sie jetzt Ihr Passwort in { $portal }, beenden Sie dort alle anderen Sitzungen und sagen Sie uns Bescheid.
replaced-title = Auftrag ersetzt
replaced-text = Dieser Auftrag wurde um { $time } ersetzt. Dafür gesendete Codes gelten nicht mehr.
replaced-review = Neuen Auftrag prüfen
lapsed-title = Auftrag verfallen
lapsed-text =
    { $minutes ->
        [one] Dieser Auftrag hat länger als { $minutes } Minute gewartet und wurde nicht ausgeführt. Erteilen Sie ihn in { $portal } neu.
       *[other] Dieser Auftrag hat länger als { $minutes } Minuten gewartet und wurde nicht ausgeführt. Erteilen Sie ihn in { $portal } neu.
    }
void-title = Auftrag gestoppt
void-unclaimed = Dieser Auftrag war freigegeben, aber { $portal } hat ihn nicht rechtzeitig abgeholt. Er wurde deshalb nicht ausgeführt. Erteilen Sie ihn in { $portal } neu.
stamp-confirmed = Freigegeben
stamp-done = Übergeben
stamp-stopped = Nicht ausgeführt
stamp-replaced = Ersetzt
stamp-lapsed = Verfallen
stamp-void = Gestoppt
nothing-text = Um Aufträge freizugeben, brauchen Sie eine bestätigte Nummer oder die Zwei-Faktor-Authentifizierung.
nothing-back = Bestätigen Sie eine Nummer, danach geht es mit diesem Auftrag weiter. Er wartet bis { $until }. Eine App ist auch möglich, beendet beim Einrichten aber Ihre anderen Sitzungen: Melden Sie sich dann in { $portal } neu an und erteilen Sie den Auftrag noch einmal.
nothing-number = Nummer bestätigen
nothing-app = App einrichten
none-available = Zurzeit kann keiner Ihrer Wege diesen Auftrag freigeben.
app-everywhere = Eine Authenticator-App funktioniert in jedem Land.

## Kein Code angekommen
no-code = Ich habe keinen Code erhalten
no-code-title = Ich habe den Code nicht erhalten
no-code-handed = Um { $time } an das Netz übergeben.
no-code-delivered = Um { $time } zugestellt.
no-code-failed = Um { $time } fehlgeschlagen: Das Netz hat die Nachricht nicht angenommen.
no-code-not-arrived = Um { $time } fehlgeschlagen: Das Netz hat die Nachricht angenommen, konnte sie aber nicht zustellen.
no-code-queued = Die Nachricht wartet noch auf die Übergabe.
no-code-wait-sms = SMS können einige Minuten brauchen. Prüfen Sie, ob Ihr Telefon Empfang hat und nicht im Flugmodus ist.
no-code-wait-call = Der Anruf kommt innerhalb einer Minute. Prüfen Sie, ob Ihr Telefon stumm geschaltet ist.
no-code-wait-email = E-Mails können einige Minuten brauchen.
no-code-wait-whatsapp = WhatsApp braucht auf Ihrem Telefon eine Internetverbindung.
no-code-wait-totp = Die App zeigt jederzeit einen Code, auch ohne Verbindung. Suchen Sie den Eintrag { $brand }.
no-code-look-email = Suchen Sie im Spam-Ordner nach einer E-Mail von <strong>{ $brand }</strong> mit dem Absender { $sender }, und prüfen Sie Ihre Filter.
no-code-look-whatsapp = Öffnen Sie die Nachricht auf Ihrem Haupttelefon; auf verknüpften Geräten sind Codes ausgeblendet.
no-code-look-call = Der Anruf kommt von { $sender }. Drücken Sie die 1.
no-code-look-call-unknown = Drücken Sie die 1, wenn der Anruf kommt.
no-code-again = Sie können ihn in dieser Stunde noch { $left ->
        [one] { $left } Mal
       *[other] { $left } Mal
    } senden.
no-code-other = Ein anderer Weg geht vielleicht schneller.
no-code-wrong-contact = Stimmt die Nummer oder E-Mail-Adresse nicht?
no-code-wrong-contact-text = Ändern Sie sie in { $portal }, oder wenden Sie sich an den Support von { $brand }. Niemand vom Support fragt Sie nach einem Code.
back-to-code = Zurück zum Code

## Allgemeine Hilfe
help-title = Hilfe
help-check = Vor dem Eingeben prüfen
help-check-host = In der Adresszeile steht <strong>{ $host }</strong>, und unsere SMS enden mit demselben Namen.
help-check-share = Ein Code ist nur für Sie. Niemand von { $brand } fragt Sie danach, weder am Telefon noch per E-Mail.
help-check-order = Der Code für einen Auftrag kommt mit dem Auftrag in Worten. Ist es nicht Ihrer, geben Sie den Code nicht ein.
help-more = Weitere Hilfe

## Zustände
state-empty = Geben Sie den { $digits }-stelligen Code ein.
state-shape = Der Code hat { $digits } Ziffern. Sie haben { $n ->
        [one] { $n } Ziffer
       *[other] { $n } Ziffern
    } eingegeben.
state-wrong = Dieser Code stimmt nicht. Sehen Sie in der neuesten Nachricht nach und versuchen Sie es noch einmal.
state-wrong-app = Dieser Code stimmt nicht. Nehmen Sie den Code, den Ihre App jetzt anzeigt.
state-wrong-app-again = Dieser Code stimmt nicht. Nehmen Sie den Code, den Ihre App jetzt anzeigt. Prüfen Sie, ob das Gerät mit Ihrer App die Uhrzeit automatisch einstellt.
state-wrong-app-left = Dieser Code stimmt nicht. Sie haben noch { $n ->
        [one] { $n } Versuch
       *[other] { $n } Versuche
    }. Nehmen Sie den Code, den Ihre App jetzt anzeigt. Prüfen Sie, ob das Gerät mit Ihrer App die Uhrzeit automatisch einstellt.
state-wrong-left = Dieser Code stimmt nicht. Mit diesem Code haben Sie noch { $n ->
        [one] { $n } Versuch
       *[other] { $n } Versuche
    }.
state-wrong-order = Dieser Code stimmt nicht. Sie haben noch { $n ->
        [one] { $n } Versuch
       *[other] { $n } Versuche
    }, dann wird dieser Auftrag gestoppt.
state-wrong-order-delivered = Dieser Code stimmt nicht. Sie haben noch { $n ->
        [one] { $n } Versuch
       *[other] { $n } Versuche
    }, dann wird dieser Auftrag gestoppt. Gebraucht wird der Code aus der Nachricht, die den Auftrag ..{ $ref } nennt. Codes für die Anmeldung oder für geschützte Bereiche gelten hier nicht.
state-dead = Dieser Code kann nicht mehr verwendet werden.
state-dead-app = { $n ->
        [one] Ein Code hat
        [2] Zwei Codes haben
        [3] Drei Codes haben
        [4] Vier Codes haben
       *[other] Fünf Codes haben
    } nicht gestimmt.
state-void = { $n ->
        [one] Ein Code hat
        [2] Zwei Codes haben
       *[other] Drei Codes haben
    } nicht gestimmt, deshalb wurde dieser Auftrag gestoppt. Es wurde nichts geändert. Erteilen Sie ihn in { $portal } neu.
state-expired = Dieser Code war richtig, aber um { $time } abgelaufen.
state-expired-sent = Dieser Code war richtig, aber um { $time } abgelaufen. Wir haben einen neuen an { $target } gesendet.
state-used = Diesen Code haben Sie bereits verwendet. Warten Sie auf den nächsten in Ihrer App.
state-clock = Die Uhr des Geräts mit Ihrer App geht um etwa { $n ->
        [one] { $n } Minute
       *[other] { $n } Minuten
    } falsch. Schalten Sie dort die automatische Uhrzeit ein und geben Sie dann den nächsten Code ein.
state-wait = Mehrere Codes haben nicht gestimmt. Den nächsten können Sie um { $time } eingeben. Was Sie vorher eingeben, wird nicht geprüft und nicht gezählt.
state-wait-long = In diesem Browser haben zu viele Codes nicht gestimmt. Versuchen Sie es um { $time } noch einmal, in { $n ->
        [one] { $n } Minute
       *[other] { $n } Minuten
    }, mit einem neuen Code. Ihr Konto ist nicht gesperrt.
state-closed = In diesem Browser werden keine Codes mehr angenommen, weil zu viele nicht gestimmt haben. Ihr Konto ist nicht gesperrt, und es wurde nichts geändert.
state-closed-all = Zu viele Codes haben nicht gestimmt, deshalb werden in keinem Browser mehr Codes angenommen. Ihr Konto ist nicht gesperrt, und es wurde nichts geändert.
ways-now = Diese Wege funktionieren jetzt:
state-resent = Wir haben ihn um { $time } noch einmal gesendet. Es ist derselbe Code.
state-new-code = Wir haben um { $time } einen neuen Code gesendet. Er gilt bis { $until }. Der ältere gilt nicht mehr.
state-soon = Wir haben vor { $n ->
        [one] { $n } Sekunde
       *[other] { $n } Sekunden
    } eine Nachricht gesendet. Noch einmal senden können Sie sie ab { $time }.
state-send-max = Wir haben seit { $since } { $n ->
        [one] { $n } Nachricht
       *[other] { $n } Nachrichten
    } gesendet. Die nächste können Sie um { $time } senden, oder Sie wählen jetzt einen anderen Weg.
state-stopped = Diese Nummer hat unsere Nachrichten abbestellt. Senden Sie START an { $sender } oder nutzen Sie einen anderen Weg.
state-undelivered = Das Netz konnte die Nachricht an { $target } nicht zustellen ({ $time }, { $reason }).
state-slow-sms = Noch keine Zustellmeldung. SMS können einige Minuten brauchen.
state-slow-call = Wir haben Sie noch nicht erreicht. Anrufe können eine Minute brauchen.
state-slow-email = Noch keine Zustellmeldung. E-Mails können einige Minuten brauchen.
state-slow-whatsapp = Noch keine Zustellmeldung. WhatsApp-Nachrichten können einige Minuten brauchen.
state-outage-sms = SMS kommen zurzeit verzögert an.
state-outage-call = Anrufe kommen zurzeit verzögert an.
state-outage-email = E-Mails kommen zurzeit verzögert an.
state-outage-whatsapp = WhatsApp-Nachrichten kommen zurzeit verzögert an.
state-ended-password = Sie wurden um { $time } abgemeldet: Ihr Passwort wurde geändert. Melden Sie sich neu an. Was Sie gesendet haben, bewahren wir 30 Minuten auf.
state-ended-elsewhere = Sie wurden um { $time } abgemeldet: Sie haben diese Sitzung an anderer Stelle beendet. Melden Sie sich neu an. Was Sie gesendet haben, bewahren wir 30 Minuten auf.
state-ended-by-owner = Sie wurden um { $time } abgemeldet: Ein Inhaber oder Administrator hat diese Sitzung beendet. Melden Sie sich neu an. Was Sie gesendet haben, bewahren wir 30 Minuten auf.
state-ended-five-wrong = Sie wurden um { $time } abgemeldet: Fünf Codes hintereinander haben nicht gestimmt. Melden Sie sich neu an. Was Sie gesendet haben, bewahren wir 30 Minuten auf.
state-ended-too-old = Sie wurden um { $time } abgemeldet: { $hours ->
        [one] Eine Stunde ist vorüber.
       *[other] { $hours } Stunden sind vorüber.
    } Melden Sie sich neu an. Was Sie gesendet haben, bewahren wir 30 Minuten auf.
state-ended-plain = Sie wurden abgemeldet. Melden Sie sich in { $portal } neu an.
state-after-reset = Ihr neues Passwort gilt. Für den Code haben Sie in diesem Browser 5 Versuche.
state-lapsed = Diese Seite hat zu lange gewartet. Es wurde nichts geändert.
state-oops = Bei uns ist etwas schiefgegangen. Ihr Code ist nicht verbraucht.

## Wege, die bleiben
way-passkey = Ein Passkey
way-recovery-code = Ein Wiederherstellungscode
way-recognised-device = Ein Browser, in dem Sie schon einmal einen Code bestätigt haben
way-another-browser = Ein anderer Browser
way-reset-by-mail = Ein neues Passwort per E-Mail
way-assisted-recovery = Zugang wiederherstellen

## Störungen
lapsed-page-title = Diese Seite hat zu lange gewartet
lapsed-link-title = Dieser Link wurde schon geöffnet
lapsed-link-text = Zu Ihrer Sicherheit gilt er nur einmal und nur in dem Browser, der ihn zuerst geöffnet hat. Es wurde nichts geändert. Gehen Sie zurück in Ihr Portal und beginnen Sie dort neu.
oops-title = Etwas ist schief{"\u00AD"}gegangen
oops-text-plain = Bei uns ist etwas schiefgegangen. Es wurde nichts geändert.
oops-reference = Falls es noch einmal geschieht, nennen Sie uns diese Kennung: { $reference }
ended-title = Sie wurden abgemeldet
not-found-title = Seite nicht gefunden
not-found-text = Unter dieser Adresse gibt es nichts. Haben Sie sie eingetippt, prüfen Sie sie; sind Sie einem Link gefolgt, gehen Sie zurück und beginnen Sie neu.
forbidden-title = Das kam nicht von unserer Seite
forbidden-text = Laut Ihrem Browser stammt diese Anfrage von einer fremden Seite, deshalb haben wir nichts getan. Gehen Sie zurück und versuchen Sie es von unserer Seite aus.
repeated-title = Bereits gesendet
repeated-text = Dieses Formular wurde schon einmal gesendet. Es wurde nichts doppelt ausgeführt.
too-many-title = Zu viele Anfragen
too-many-text = Warten Sie einen Augenblick und versuchen Sie es dann noch einmal.
bad-request-title = Das konnten wir nicht lesen
bad-request-text = Das Formular kam nicht vollständig an. Es wurde nichts geändert. Gehen Sie zurück und versuchen Sie es noch einmal.
