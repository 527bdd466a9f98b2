## Seiten: Support-PIN, Anrufcode und Supportplatz.
side-support-pin = Support-PIN
pin-tag-set = Festgelegt
pin-tag-not-set = Nicht festgelegt
pin-tag-paused = Ruht
pin-lead = Der Support von { $brand } fragt nach dieser PIN, wenn Sie anrufen, um zu wissen, dass Sie es sind. Sie weist Sie am Telefon aus und ändert nichts.
pin-new = Neue Support-PIN
pin-hint = Sechs Ziffern. Kein Teil Ihrer Telefon- oder Kundennummer, kein Datum, keine Ziffernfolge.
pin-save = PIN speichern
pin-remove = Entfernen
pin-saved = Gespeichert. Wir fragen danach, wenn Sie anrufen. Schriftlich fragen wir nie danach.
pin-removed = Entfernt. Bis Sie eine neue festlegen, fragt der Support Sie nach einem Anrufcode.
pin-paused = Am Telefon wurden drei falsche PINs genannt. Legen Sie eine neue fest, damit wieder geprüft werden kann.
pin-set-at = Festgelegt am { $date }. Sie kann nicht mehr angezeigt werden, auch uns nicht.
pin-missing = Geben Sie sechs Ziffern ein.
pin-shape =
    { $n ->
        [one] Eine PIN hat 6 Ziffern. Sie haben { $n } Ziffer eingegeben.
       *[other] Eine PIN hat 6 Ziffern. Sie haben { $n } Ziffern eingegeben.
    }
pin-easy = Diese PIN ist zu leicht zu erraten.
overview-pin-not-set = Der Support von { $brand } kann danach fragen, wenn Sie anrufen.
overview-pin-set = Der Support von { $brand } fragt danach, wenn Sie anrufen.
overview-pin-paused = Am Telefon wurden drei falsche PINs genannt.
overview-pin-set-it = PIN festlegen
overview-pin-set-new = Neue PIN festlegen
call-code-name = Anrufcode
call-code-get = Anrufcode anzeigen
call-code-another = Anderen Code anzeigen
call-code-instead = Auch ein Anrufcode zeigt dem Support von { $brand }, dass Sie es sind. Er gilt einmal, 15 Minuten lang.
call-code-lead = Telefonieren Sie gerade mit dem Support von { $brand }? Ein Anrufcode zeigt dort, dass Sie es sind.
call-code-heading = Anrufcode: nur { $brand } nennen, und nur, wenn Sie selbst angerufen haben
call-code-until = Er gilt bis { $until }, einmal.
call-code-hint = Wurden Sie angerufen und fragt jemand danach, legen Sie auf: { $brand } fragt nie nach einem Anrufcode, wenn Sie nicht selbst angerufen haben.
question = Telefonieren Sie gerade mit { $brand }? Es fragt { $agent }, Ticket { $ticket }.
question-hint = Antworten Sie nur mit Ja, wenn Sie selbst angerufen haben.
question-say-yes = Ja
question-say-no = Nein, das bin ich nicht
question-title = Ihre Antwort
question-yes = Danke. Der Support von { $brand } weiß jetzt, dass Sie am Telefon sind.
question-no = Danke. Der Support von { $brand } erfährt, dass der Anrufer nicht Sie sind. Nichts wurde geändert.
question-over = Diese Frage ist vorbei: Sie wurde schon beantwortet oder hat zu lange gewartet.
question-secure = Mein Konto sichern
question-back = Zurück zur Übersicht
desk-product = Supportplatz
desk-own = Ihre eigene Sicherheit
find-title = Kunden suchen
find-ticket = Ticketnummer
find-ticket-hint = Wird bei jeder Suche gebraucht. Der Kunde sieht sie in seinen Aktivitäten.
find-term = Kundennummer, E-Mail-Adresse oder Telefonnummer
find-ends = Letzte Ziffern einer Telefonnummer (freiwillig)
find-ends-hint = Grenzt ein, was gefunden wird.
find-do = Suchen
find-no-term = Geben Sie eine Kundennummer, eine E-Mail-Adresse oder eine Telefonnummer mit Landesvorwahl ein.
find-no-ticket = Geben Sie die Ticketnummer ein. Ohne sie wird niemand gesucht.
find-found =
    { $n ->
        [0] Niemand gefunden
        [one] { $n } Person gefunden
       *[other] { $n } Personen gefunden
    }
find-open = Aufrufen
find-open-label = { $name } aufrufen
find-cases = Ihre offenen Fälle
find-case = Ticket { $ticket }, geöffnet um { $time }
find-go-on = Weiter
case-title = { $name }
case-accounts = Kundenkonten
case-account = { $name }, Nr. { $number } ({ $role })
case-none = Keine
case-role-owner = Inhaber
case-role-administrator = Administrator
case-role-member = Mitglied
case-role-technical = Technischer Administrator
case-contacts = Kontakte
case-contact-email = E-Mail
case-contact-mobile = Mobilnummer
case-contact-landline = Festnetz
case-recovery-codes =
    { $n ->
        [one] Noch { $n } Wiederherstellungscode
       *[other] Noch { $n } Wiederherstellungscodes
    }
case-last-sign-in = Letzte Anmeldung
case-moment = { $date }, { $time }
case-never = Hier noch nie
case-caller = Ruft wirklich der Kunde an?
case-pin-ask = Fragen Sie: „Bitte nennen Sie mir Ihre Support-PIN.“ Tippen Sie, was der Anrufer sagt. Die gespeicherte PIN sehen Sie nicht.
case-pin-not-set = Der Kunde hat keine festgelegt. Nutzen Sie einen Anrufcode oder fragen Sie in seiner Sitzung.
case-pin-paused = Es wurden drei falsche PINs genannt. Die Prüfung per PIN geht weiter, sobald der Kunde eine neue festlegt.
case-pin-label = PIN, die der Anrufer nennt
case-pin-check = PIN prüfen
case-pin-missing = Tippen Sie die sechs Ziffern, die der Anrufer nennt.
case-code-ask = Der Kunde findet ihn nach der Anmeldung unter „Support-PIN“ oder bekommt ihn per SMS.
case-code-label = Anrufcode, den der Anrufer nennt
case-code-check = Anrufcode prüfen
case-code-missing = Tippen Sie die acht Ziffern, die der Anrufer nennt.
call-code-shape =
    { $n ->
        [one] Ein Anrufcode hat 8 Ziffern. Sie haben { $n } Ziffer eingegeben.
       *[other] Ein Anrufcode hat 8 Ziffern. Sie haben { $n } Ziffern eingegeben.
    }
case-other = Andere Wege
case-other-hint = Wer angemeldet ist, kann dort gefragt werden. Wer sich nicht anmelden kann, bekommt den Anrufcode per SMS an eine Nummer, die vor mehr als 7 Tagen bestätigt wurde.
case-ask = Kunden fragen
case-send-code = Anrufcode senden
case-look-again = Noch einmal ansehen
case-asked = Der Kunde wird in seiner Sitzung gefragt. Sehen Sie noch einmal nach der Antwort.
case-code-sent = Ein Anrufcode ist unterwegs an die Mobilnummer des Kunden. Ihnen wird er nicht gezeigt.
case-code-paused = Die Support-PIN ruht, deshalb wird kein Anrufcode per SMS gesendet.
case-code-no-number = Es gibt keine Mobilnummer, an die ein Anrufcode gehen darf.
case-code-too-many = Gerade eben wurde ein Anrufcode gesendet, oder für heute sind es genug.
case-limit = Sie haben so viele Prüfungen gemacht, wie in einer Stunde erlaubt sind. Nichts wurde verglichen. Ihre Leitung ist verständigt.
check-pin-right = Richtig um { $time }. Sie dürfen in diesem Gespräch über das Konto { $account } sprechen. Eine PIN erlaubt keine Änderung an Anmeldemethoden.
check-pin-wrong =
    { $n ->
        [one] Falsch um { $time }. Mit dieser PIN ist noch { $n } Versuch übrig.
       *[other] Falsch um { $time }. Mit dieser PIN sind noch { $n } Versuche übrig.
    }
check-pin-third = Falsch um { $time }. Das war die dritte: Die Prüfung per PIN ruht, und der Kunde wird verständigt.
check-pin-paused = Um { $time } nicht verglichen: Die PIN ruht. Die Prüfung geht weiter, sobald der Kunde eine neue festlegt.
check-pin-not-set = Um { $time } nicht verglichen: Der Kunde hat keine PIN festgelegt.
check-pin-cut-off = Die Prüfung um { $time } wurde unterbrochen und zählt als falsch. Prüfen Sie noch einmal.
check-code-right = Anrufcode richtig um { $time }. Sie dürfen in diesem Gespräch über das Konto { $account } sprechen. Änderungen an Anmeldemethoden erlaubt er nicht.
check-code-wrong =
    { $n ->
        [one] Anrufcode falsch um { $time }. Mit diesem Code ist noch { $n } Versuch übrig.
       *[other] Anrufcode falsch um { $time }. Mit diesem Code sind noch { $n } Versuche übrig.
    }
check-code-void = Anrufcode falsch um { $time }. Das war der dritte: Dieser Code gilt nicht mehr.
check-code-over = Um { $time } gab es keinen Anrufcode zu vergleichen: Es gibt keinen, oder er ist benutzt, gesperrt oder zu alt.
check-question-yes = Gefragt um { $time }: Der Kunde sagt „Ja“.
check-question-no = Gefragt um { $time }: Der Kunde sagt „Nein, das bin ich nicht“. Beenden Sie das Gespräch.
check-question-waits = Gefragt um { $time }. Der Kunde hat noch nicht geantwortet.
check-question-over = Gefragt um { $time }. Es kam keine Antwort.

## Zugang mit Hilfe des Supports, am Supportplatz und von außen.
find-recoveries = Wiederherstellungen
find-asked = Beantragt. Eine zweite Person entscheidet darüber.
find-look = Ansehen
case-recovery = Zugang wiederherstellen
case-recovery-none = Für Kunden, die keinen Weg mehr zur Anmeldung haben oder deren Adresse oder Nummer veraltet ist.
ask-title = Wiederherstellung beantragen
ask-lead = { $name }, Ticket { $ticket }. Eine zweite Person gibt sie frei; dann wartet sie, und niemand kann das verkürzen.
ask-kind = Worum geht es?
ask-kind-recovery = Der Kunde kann sich nicht anmelden
ask-kind-recovery-hint = Braucht zwei Arten von Nachweis. Wartet 24 Stunden, bei Inhabern 72. Alle Sitzungen enden, die Zwei-Faktor-Authentifizierung wird neu eingerichtet.
ask-kind-contact = Eine Adresse oder Nummer ist veraltet
ask-kind-contact-hint = Für einen Kunden, der angemeldet ist und Ihre Frage in diesem Fall mit „Ja“ beantwortet hat. Braucht eine Art von Nachweis. Wartet 24 Stunden. Keine Sitzung endet.
ask-reason = Grund
ask-proofs = Nachweise, die Sie gesehen haben
proof-mailbox = Antwort aus einem hinterlegten Postfach
proof-phone = Code, der an eine hinterlegte Nummer ging
proof-document = Dokument
proof-owner = Ein Inhaber des Kontos bürgt
ask-vouched = { $name }, Inhaber von { $account }, hat am { $date } gebürgt: „{ $reason }“
ask-no-vouch-yet = Kein Inhaber hat gebürgt. Das geht auf der Seite der Person unter „Personen“, in der eigenen Sitzung des Inhabers.
ask-words = Beschreiben Sie: { $proof }
ask-email = Neue E-Mail-Adresse
ask-email-hint = Nur, wenn die hinterlegte Adresse veraltet ist. Sie bekommt nichts, bevor die Wartezeit um ist.
ask-phone = Neue Telefonnummer
ask-phone-hint = Mit Landesvorwahl, etwa +49 1512 3456789. Lesen Sie sie dem Kunden vor: kein Code bestätigt sie. Sie bekommt nichts, bevor die Wartezeit um ist.
ask-instead = Die neue Nummer
ask-instead-none = kommt hinzu
ask-instead-of = ersetzt { $target }
ask-number = Geben Sie die Kundennummer ein
ask-address = Geben Sie die E-Mail-Adresse des Kunden ein
ask-then = Jeder hinterlegte Kontakt wird sofort, zur Hälfte und am Ende verständigt und kann es stoppen.
ask-do = Freigabe beantragen
ask-no-reason = Schreiben Sie einen Grund mit höchstens 1.000 Zeichen.
ask-too-few = Zu wenige Arten von Nachweis. Eine Wiederherstellung braucht zwei verschiedene, ein neuer Kontakt eine.
ask-no-vouch = In den letzten 7 Tagen hat kein Inhaber für diesen Kunden gebürgt.
ask-undescribed = Beschreiben Sie jeden Nachweis, den Sie angekreuzt haben.
ask-no-phone-check = In diesem Fall wurde kein Code geprüft, der an eine Nummer ging. Senden Sie einen Anrufcode, prüfen Sie, was der Anrufer nennt, und kreuzen Sie es dann an.
ask-other-number = Das gehört nicht zu diesem Kunden.
ask-bad-contact = Das ist keine E-Mail-Adresse, oder jemand meldet sich damit an.
ask-bad-number = An diese Nummer können keine Codes gesendet werden. Geben Sie sie mit Landesvorwahl ein, oder nehmen Sie eine andere.
ask-known-number = Diese Nummer hat der Kunde schon bestätigt.
ask-signs-in-there = An diese Nummer gehen Codes zur Anmeldung. Der Kunde ersetzt sie unter „Zwei-Faktor-Authentifizierung“; wer das nicht kann, braucht eine Wiederherstellung mit zwei Arten von Nachweis.
ask-no-contact = Geben Sie die neue Adresse oder die neue Nummer ein.
ask-no-session = Der Kunde hat Ihre Frage in diesem Fall nicht mit „Ja“ beantwortet. Fragen Sie erst in seiner Sitzung.
ask-open = Für diesen Kunden läuft bereits eine Wiederherstellung.
decide-title = Wiederherstellung für { $name }
decide-title-contact = Neuer Kontakt für { $name }
decide-asked = Beantragt von { $agent }, Ticket { $ticket }, am { $date } um { $time }
decide-number-added = { $target }, zusätzlich zu den anderen
decide-number-instead = { $target } anstelle von { $old }
decide-check = Sie sind das zweite Paar Augen: Lesen Sie die Nachweise so, als müssten Sie sie vertreten.
decide-not-you = Über Ihren Antrag entscheidet jemand anderes.
decide-approve = Freigeben
decide-decline = Ablehnen
decide-complete = Wiederherstellung abschließen
decide-cancel = Wiederherstellung abbrechen
decide-state-requested = Wartet auf eine zweite Person
decide-state-waiting = Freigegeben. Öffnet am { $date }, { $time }.
decide-state-completed = Abgeschlossen
decide-state-declined = Von der zweiten Person abgelehnt
decide-state-cancelled = Vom Support abgebrochen
decide-state-stopped = Über einen Kontakt des Kunden gestoppt
decide-state-signed-in = Beendet, weil sich der Kunde angemeldet hat
decided-approved = Freigegeben. Jetzt werden alle Kontakte verständigt.
decided-declined = Abgelehnt. Es ist nichts geschehen.
decided-same-person = Darüber können Sie nicht entscheiden: Der Antrag kam von einer Anmeldung, die Ihnen gehört.
decided-over = Darüber wurde schon entschieden, oder es ist beendet.
decided-cancelled = Abgebrochen.
decided-completed = Abgeschlossen. Das hinterlegte Postfach bekommt einen Link; Ihnen wird er nicht gezeigt.
decided-completed-contact = Abgeschlossen. Der neue Kontakt gilt ab jetzt; keine Sitzung wurde beendet.
decided-too-early = Es ist noch nicht so weit. Niemand kann die Wartezeit verkürzen.
decided-no-mailbox = Es gibt kein Postfach, das mehr als 7 Tage vor dem Fall bestätigt wurde. Brechen Sie ab und beantragen Sie es mit einer neuen Adresse.
decided-bad-contact = Der neue Kontakt ist nicht mehr verfügbar: Mit der Adresse meldet sich jemand an, oder an die Nummer gehen keine Codes. Brechen Sie ab und beantragen Sie es neu.
recover-title = Zugang wieder{"\u00AD"}her{"\u00AD"}stellen
recover-lead = Wenn wir dieses Konto kennen, können Sie:
recover-code = einen Wiederherstellungscode benutzen: mit dem Passwort anmelden und „Anderen Weg nutzen“ wählen
recover-mail = ein neues Passwort über einen Link in Ihr Postfach festlegen, wenn nur das Passwort fehlt.
recover-support = den Support von { $brand } fragen. Er prüft, wer Sie sind, und zwei Personen entscheiden.
recover-wait = Mit Hilfe des Supports von { $brand } dauert es mindestens einen Tag, und jeder hinterlegte Kontakt wird vorher verständigt. Das schützt Sie.
recover-back = Zurück zur Anmeldung
recover-ask-heading = Weitere Wege zurück
recover-contacts-hint = Haben Sie Ihr Postfach und Ihre bestätigte Mobilnummer noch, beide seit mehr als 7 Tagen bestätigt? Wir senden Ihnen einen Link per Mail und danach einen Code an die Nummer. Alle Sitzungen enden, und Sie richten Passwort und Zwei-Faktor-Authentifizierung neu ein.
recover-contacts-do = Postfach und Nummer nutzen
recover-owner-hint = Ist noch jemand Inhaber Ihres Kundenkontos? Dann kann diese Person für Sie bürgen. Wir sagen es ihr per Mail; Sie brauchen trotzdem unseren Support und einen weiteren Nachweis.
recover-owner-do = Einen Inhaber um Bürgschaft bitten
recover-asked = Wenn wir diese Angaben kennen und ein Postfach und eine Mobilnummer seit mehr als 7 Tagen bestätigt sind, ist eine Mail mit einem Link unterwegs. Er gilt 30 Minuten; nur der neueste zählt. Kommt keine, fragen Sie unseren Support.
recover-owner-asked = Wenn wir diese Angaben kennen, erhalten die Inhaber des Kontos eine Mail. Hier wird niemand genannt.
recover-begin = Ihr Postfach ist nachgewiesen. Als Nächstes senden wir einen Code an Ihre bestätigte Mobilnummer. Stimmt er, enden alle Sitzungen, und Ihre bisherigen Methoden und Wiederherstellungscodes werden entfernt.
recover-gone = Dieser Link ist abgelaufen, wurde benutzt oder durch einen neueren ersetzt, oder die Nummer dafür kann nicht mehr genutzt werden.
recover-done = Alle Sitzungen sind beendet. Eine Mail mit einem Link für ein neues Passwort ist unterwegs. Bei der nächsten Anmeldung richten Sie die Zwei-Faktor-Authentifizierung neu ein. 72 Stunden lang sind Aufträge, die Daten löschen oder überschreiben, nicht möglich.
recover-other = Andere Wege zurück
recover-stop-heading = Zurücksetzen stoppen
recover-stop-lead = Wurde Ihnen mitgeteilt, dass Ihre Anmeldung zurückgesetzt oder ein Kontakt ersetzt werden soll, und Sie waren das nicht?
recover-stop-code = Stoppcode
recover-stop-code-hint = Aus unserer Nachricht. Er sieht so aus: k7rm-2wqd.
recover-look = Ansehen
recover-unknown = Diesen Code oder Link kennen wir nicht. Sehen Sie in die neueste Nachricht oder rufen Sie uns an.
recovery-status-title = Zurücksetzen Ihrer Anmeldung
recovery-status-title-contact = Neuer Kontakt für Ihr Konto
recovery-state-requested = Es wurde beim Support beantragt und wartet auf eine zweite Person.
recovery-state-waiting = Es wurde freigegeben und wartet. Vorher wird nichts geändert.
recovery-state-completed = Es ist abgeschlossen.
recovery-state-stopped = Es ist gestoppt. Nichts wurde geändert.
recovery-state-signed-in = Es endete, weil sich jemand angemeldet hat. Nichts wurde geändert.
recovery-state-cancelled = Der Support hat es beendet. Nichts wurde geändert.
recovery-line-requested = Beantragt am { $date } um { $time }
recovery-line-opens = Öffnet am { $date } um { $time }
recovery-line-closed = Beendet am { $date } um { $time }
recovery-stop-lead = Waren Sie das nicht? Stoppen Sie es. Waren Sie es, ist hier nichts zu tun.
recovery-stop = Zurücksetzen stoppen
recover-cannot = Nichts davon geht bei mir
