## E-Mail: Mitteilungen zur Sicherheit einer Person, und Mails, die einen Link bringen.
link-reset-subject = Neues Passwort festlegen
link-reset = Jemand, vermutlich Sie, möchte ein neues Passwort festlegen:
link-reset-after = Der Link gilt bis { $until }, einmal. Ihr zweiter Faktor bleibt unverändert. Nicht Sie? Nichts tun.
link-recover-subject = Zurück in Ihr Konto
link-recover = Mit diesem Link und einem Code per SMS an Ihre bestätigte Nummer kommen Sie zurück in Ihr Konto. Alle Sitzungen enden, Sie legen ein neues Passwort fest und richten die Zwei-Faktor-Authentifizierung neu ein.
link-recover-after = Er gilt bis { $until }, einmal. Nicht Sie? Dann tun Sie nichts.
link-unlock-subject = Anmeldung fortsetzen
link-unlock = Es gab viele falsche Anmeldeversuche. War einer von Ihnen, machen Sie in dem Browser weiter, in dem Sie dies öffnen:
link-unlock-after = Der Link gilt bis { $until }, einmal. Nicht Sie? Nichts tun.

security-new-device-subject = Neue Anmeldung: { $browser }, { $place }
security-new-device = Jemand hat sich mit einem Browser, den wir nicht kannten, bei Ihrem Konto angemeldet.
security-sign-in-after-failures-subject = Anmeldung nach falschen Versuchen
security-sign-in-after-failures =
    Jemand hat sich nach { $failures ->
        [one] einem falschen Versuch
       *[other] { $failures } falschen Versuchen
    } bei Ihrem Konto angemeldet.
security-password-right-code-wrong-subject = Jemand kennt Ihr Passwort und scheiterte am Code
security-password-right-code-wrong = Jemand hat in einem Browser, den wir nicht kennen, Ihr richtiges Passwort eingegeben, aber nicht den richtigen Code. Er wurde nicht eingelassen. Waren Sie das nicht, ist Ihr Passwort bekannt: Legen Sie ein neues fest.
security-lane-closed-subject = Zu viele falsche Codes aus unbekannten Browsern
security-lane-closed = In Browsern, die wir nicht kennen, werden keine Codes mehr angenommen. Die Browser, die Sie benutzen, funktionieren weiterhin, und Ihr Konto ist nicht gesperrt.
security-older-device-copy-subject = Einer Ihrer Browser wird nicht mehr erkannt
security-older-device-copy = Jemand hat eine ältere Kopie des Merkmals benutzt, an dem wir einen Ihrer Browser erkennen. Es kann kopiert worden sein, deshalb zählt keine der Kopien mehr. Bei der nächsten Anmeldung gilt dieser Browser als neu.
security-password-changed-subject = Ihr Passwort wurde geändert
security-password-changed = Ihr Passwort wurde geändert. Alle anderen Sitzungen wurden beendet.
security-reset-asked-subject = Ein neues Passwort wurde angefordert
security-reset-asked = Jemand, vermutlich Sie, hat einen Link angefordert, um ein neues Passwort festzulegen. Bisher hat sich nichts geändert.
security-reset-done-subject = Ihr Passwort wurde geändert
security-reset-done = Mit einem Link, den wir gesendet haben, wurde ein neues Passwort festgelegt. Alle Sitzungen wurden beendet. Ihr zweiter Faktor ist unverändert.
security-second-factor-on-subject = Zwei-Faktor-Authentifizierung ist aktiv
security-second-factor-on = Ab jetzt melden Sie sich mit Ihrem Passwort und einem zweiten Schritt an.
security-second-factor-off-subject = Zwei-Faktor-Authentifizierung wurde ausgeschaltet
security-second-factor-off = Ab der nächsten Anmeldung wird nur noch Ihr Passwort verlangt.
security-method-added-subject = Ihre Anmeldemethode wurde geändert
security-method-added = Eine Anmeldemethode kam hinzu: { $method }.
security-method-replaced-subject = Ihre Anmeldemethode wurde geändert
security-method-replaced = Eine Anmeldemethode wurde ersetzt: { $method }. Die bisherige gilt nicht mehr.
security-method-removed-subject = Ihre Anmeldemethode wurde geändert
security-method-removed = Eine Anmeldemethode wurde entfernt: { $method }.
security-recovery-code-used-subject = Wiederherstellungscode benutzt, noch { $left } übrig
security-recovery-code-used =
    Ein Wiederherstellungscode wurde benutzt. { $left ->
        [0] Es ist keiner mehr übrig: Erstellen Sie im Sicherheitsbereich neue.
        [one] Es ist noch einer übrig: Erstellen Sie im Sicherheitsbereich neue.
       *[other] Es sind noch { $left } übrig.
    }
security-new-recovery-codes-subject = Neue Wiederherstellungscodes erstellt
security-new-recovery-codes = Neue Wiederherstellungscodes wurden erstellt. Die bisherigen gelten nicht mehr.
security-sessions-ended-subject = Sitzungen wurden beendet
security-sessions-ended =
    { $count ->
        [one] Eine Sitzung wurde beendet.
       *[other] { $count } Sitzungen wurden beendet.
    }
notice-seen = Am { $date } um { $time }, { $browser }, { $place }.
notice-if-not-link = Waren Sie das, ist nichts zu tun. Wenn nicht, öffnen Sie diese Seite. Dort geschieht nichts, bevor Sie die Schaltfläche drücken:
notice-or-phone = Oder rufen Sie uns an: { $phone }.
browser-on = { $browser } unter { $system }
browser-unknown = unbekannter Browser
place-unknown = unbekannte Adresse
notice-date =
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

security-contact-added-subject =
    { $kind ->
        [number] Eine Telefonnummer kam hinzu
       *[address] Eine E-Mail-Adresse kam hinzu
    }
security-contact-added =
    { $kind ->
        [number] Die Telefonnummer { $target } wurde in Ihrem Konto eingetragen und bestätigt.
       *[address] Die E-Mail-Adresse { $target } wurde in Ihrem Konto eingetragen und bestätigt.
    }
security-contact-changed-subject =
    { $kind ->
        [number] Eine Telefonnummer wurde geändert
       *[address] Eine E-Mail-Adresse wurde geändert
    }
security-contact-changed =
    { $kind ->
        [number] Eine andere Telefonnummer steht jetzt an der Stelle von { $target }. Die bisherige erfährt noch 7 Tage lang von Änderungen.
       *[address] Eine andere E-Mail-Adresse steht jetzt an der Stelle von { $target }. Die bisherige erfährt noch 7 Tage lang von Änderungen.
    }
security-contact-removed-subject =
    { $kind ->
        [number] Eine Telefonnummer wurde entfernt
       *[address] Eine E-Mail-Adresse wurde entfernt
    }
security-contact-removed =
    { $kind ->
        [number] Die Telefonnummer { $target } wurde aus Ihrem Konto entfernt. Sie erfährt noch 7 Tage lang von Änderungen.
       *[address] Die E-Mail-Adresse { $target } wurde aus Ihrem Konto entfernt. Sie erfährt noch 7 Tage lang von Änderungen.
    }

## Textnachrichten, die sagen, was geschehen ist, ohne Code.
sms-notice-method = { $brand }: Ihre Anmeldemethode wurde am { $when } geändert. Nicht Sie? Unter { $host } anmelden oder anrufen.
sms-notice-code-used = { $brand }: Ein Wiederherstellungscode wurde am { $when } benutzt, noch { $n } übrig. Nicht Sie? Unter { $host } anmelden oder anrufen.
sms-notice-contact = { $brand }: Eine Nummer oder Adresse wurde am { $when } geändert. Nicht Sie? Unter { $host } anmelden oder anrufen.
sms-notice-removed = { $brand }: Diese Nummer (..{ $nn }) wurde am { $when } aus Ihrem Konto entfernt. Nicht Sie? Unter { $host } anmelden oder anrufen.
sms-notice-shared = { $brand }: Eine weitere Person Ihres Kundenkontos nutzt nun diese Nummer (..{ $nn }) für Codes. Nicht vereinbart? Unter { $host } stoppen.
sms-notice-fell = { $brand }: Ihre Nummer (..{ $nn }) ist nicht mehr bestätigt und erhält keine Codes. Unter { $host } anmelden und neu bestätigen.
security-contact-shared-subject = Ihre Nummer nutzt auch { $name }
security-contact-shared = { $name } aus Ihrem Kundenkonto nutzt Ihre Nummer { $target } auf Ihre Bestätigung hin für Codes. Haben Sie das nicht vereinbart, beenden Sie es unter „Nummern und Adressen“.
security-contact-fell-subject = Eine Nummer ist nicht mehr bestätigt
security-contact-fell = Die Nummer { $target } hatte eine andere Person Ihres Kundenkontos bestätigt, und diese Bestätigung gilt nicht mehr. Sie erhält keine Codes, bis Sie sie unter „Nummern und Adressen“ selbst bestätigen.

## Mails, die in ein Kundenkonto einladen, und die Mitteilungen darüber.
invitation-subject = { $inviter } lädt Sie zu { $account } ein
invitation = { $inviter } lädt Sie in das Kundenkonto „{ $account }“ bei { $brand } ein.
invitation-of-portal-subject = Einladung zu { $account }
invitation-of-portal = Sie sind in das Kundenkonto „{ $account }“ bei { $brand } eingeladen.
invitation-withdrawn-subject = Einladung zurückgezogen
invitation-withdrawn = Die Einladung in das Kundenkonto „{ $account }“ bei { $brand } wurde zurückgezogen. Der Link gilt nicht mehr, und es ist nichts zu tun.
invitation-role = Ihre Rolle
invitation-rights = Was Sie dürfen
invitation-never = Was Sie nie dürfen
invitation-ends = Ihr Zugang endet am
invitation-open = Auf dieser Seite geschieht nichts, bevor Sie eine Schaltfläche drücken:
invitation-until = Der Link gilt bis { $until }, einmal und nur für Sie. Bevor Sie annehmen, muss die Zwei-Faktor-Authentifizierung aktiv sein.
invitation-unknown = Wissen Sie nicht, wer das ist, tun Sie nichts.
role-owner = Inhaber
role-administrator = Administrator
role-member = Mitglied
role-technical-administrator = Technischer Administrator
right-register = Domains und ihr Register
right-name-servers = Nameserver
right-hosting = Hosting
never-list = Personendaten, Rechnungen, Zahlungsmittel oder Auth-Codes sehen; etwas kündigen; Anmeldemethoden anderer anfassen
security-invitation-accepted-subject = { $name } hat angenommen
security-invitation-accepted = { $name } hat Ihre Einladung angenommen und gehört jetzt zum Kundenkonto „{ $account }“.
security-access-removed-subject = Zugang zu { $account } entfernt
security-access-removed = Sie haben keinen Zugang mehr zum Kundenkonto „{ $account }“. Sitzungen und Aufträge dafür wurden beendet.
security-vouched-for-subject = { $name } bürgt für Sie
security-vouched-for = { $name }, Inhaber des Kundenkontos „{ $account }“, hat unserem Support gesagt, dass Sie keinen Weg mehr haben, sich anzumelden, und dass Sie es sind, der um Hilfe bittet. Noch ist nichts geändert.
security-vouch-asked-subject = { $name } bittet Sie zu bürgen
security-vouch-asked = Jemand gibt an, { $name } vom Kundenkonto „{ $account }“ zu sein, keinen Weg mehr zu haben, sich anzumelden, und dass Sie bürgen können. Sprechen Sie vorher selbst mit { $name }. Stimmt es, bürgen Sie auf der Seite von { $name } unter „Personen“; unser Support braucht noch einen weiteren Nachweis. Stimmt es nicht, tun Sie nichts.
security-recovered-by-contacts-subject = Ihre Anmeldung wurde zurückgesetzt
security-recovered-by-contacts = Ihre Anmeldung wurde mit einem Link an dieses Postfach und einem Code an Ihre bestätigte Nummer zurückgesetzt. Alle Sitzungen sind beendet, die bisherigen Methoden und Wiederherstellungscodes entfernt. Ein Link für ein neues Passwort kommt in einer weiteren Mail. Aufträge, die Daten löschen oder überschreiben, sind bis { $untildate }, { $untiltime } nicht möglich.
security-enabled-subject = Sie können sich wieder anmelden
security-enabled = Ihre Anmeldung war gesperrt und ist wieder freigegeben.
## Die Support-PIN und der Anrufcode.
notice-seen-support = Am { $date } um { $time }, durch { $agent } vom Support von { $brand }, Ticket { $ticket }.
security-support-pin-set-subject = Ihre Support-PIN wurde festgelegt
security-support-pin-set = Es wurde eine Support-PIN festgelegt. Wir fragen danach, wenn Sie anrufen, und nie schriftlich.
security-support-pin-removed-subject = Ihre Support-PIN wurde entfernt
security-support-pin-removed = Ihre Support-PIN wurde entfernt. Anrufer werden nicht mehr damit geprüft.
security-support-pin-right-subject = Ihre Support-PIN wurde geprüft: richtig
security-support-pin-right = Jemand hat uns angerufen und Ihre Support-PIN genannt; sie war richtig. Eine PIN erlaubt keine Änderung an Ihren Anmeldemethoden.
security-support-pin-wrong-subject = Ihre Support-PIN wurde falsch genannt
security-support-pin-wrong = Jemand hat uns in Ihrem Namen angerufen und eine falsche Support-PIN genannt. Auskunft gab es keine.
security-support-pin-paused-subject = Ihre Support-PIN wurde 3-mal falsch genannt
security-support-pin-paused = Jemand hat uns in Ihrem Namen angerufen und zum dritten Mal eine falsche Support-PIN genannt. Die Prüfung am Telefon ruht, bis Sie eine neue PIN festlegen. Anmelden, geschützte Bereiche und Aufträge gehen wie bisher.
security-support-pin-not-heard-subject = Jemand wollte Ihre Support-PIN nennen
security-support-pin-not-heard = Jemand hat uns in Ihrem Namen angerufen und eine Support-PIN genannt. Die Prüfung am Telefon ruht, deshalb wurde sie nicht verglichen.
security-call-code-right-subject = Ihr Anrufcode wurde geprüft: richtig
security-call-code-right = Jemand hat uns angerufen und Ihren Anrufcode genannt; er war richtig. Ein Anrufcode erlaubt keine Änderung an Ihren Anmeldemethoden und gilt einmal.
security-call-code-wrong-subject = Ihr Anrufcode wurde falsch genannt
security-call-code-wrong = Jemand hat uns in Ihrem Namen angerufen und einen falschen Anrufcode genannt. Auskunft gab es keine.
sms-notice-pin-paused = { $brand }: Ihre Support-PIN wurde am Telefon 3-mal falsch genannt. Die Prüfung ruht, bis Sie unter { $host } eine neue PIN festlegen.
sms-trial = { $brand }: Eine Testnachricht, wie auf { $host } gewünscht. So kommen Codes bei dieser Nummer an. Sie müssen nichts tun.
trial-subject = Testnachricht von { $brand }
trial = Dies ist eine Testnachricht, wie in Ihrem Konto gewünscht. So kommen E-Mails mit Codes in diesem Postfach an.
trial-nothing = Sie müssen nichts tun. Haben Sie nicht darum gebeten, hat es jemand getan, der mit Ihrem Konto angemeldet ist: Sehen Sie Ihre letzten Aktivitäten an oder rufen Sie uns an.
call-trial = Guten Tag, hier ist { $brand } mit einem Testanruf, wie in Ihrem Konto gewünscht. So kommen Anrufe mit Codes bei diesem Telefon an. Wenn Sie das hören, drücken Sie die 1.
call-trial-heard = Danke. Mehr ist nicht zu tun. Auf Wiederhören.
sms-call-code = { $brand }: Nennen Sie unserem Support den Anrufcode { $code8 } (15 Min.). Nur wenn SIE uns angerufen haben. Er öffnet kein Konto.

## Zugang mit Hilfe des Supports.
security-recovery-started-subject = Zurücksetzen Ihrer Anmeldung beantragt, frei ab { $untildate }
security-recovery-started = Jemand hat bei unserem Support beantragt, die Anmeldung Ihres Kontos zurückzusetzen, und zwei von uns haben die Nachweise geprüft. Frei ab { $untildate }, { $untiltime }. Waren Sie das nicht? Stoppen Sie es.
security-recovery-half-subject = Zurücksetzen Ihrer Anmeldung beantragt, frei ab { $untildate }
security-recovery-half = Die Anmeldung Ihres Kontos soll zurückgesetzt werden. Die halbe Wartezeit ist um: frei ab { $untildate }, { $untiltime }. Waren Sie das nicht? Stoppen Sie es.
security-recovery-opens-subject = Das Zurücksetzen Ihrer Anmeldung kann jetzt abgeschlossen werden
security-recovery-opens = Die Wartezeit ist um: Ab { $untildate }, { $untiltime } kann unser Support das Zurücksetzen Ihrer Anmeldung abschließen. Waren Sie das nicht? Stoppen Sie es jetzt.
security-recovery-stopped-subject = Das Zurücksetzen Ihrer Anmeldung wurde gestoppt
security-recovery-stopped = Das Zurücksetzen Ihrer Anmeldung wurde gestoppt. Nichts wurde geändert.
security-recovery-signed-in-subject = Das Zurücksetzen Ihrer Anmeldung wurde gestoppt
security-recovery-signed-in = Jemand hat sich in Ihrem Konto angemeldet. Das Zurücksetzen Ihrer Anmeldung ist damit nicht nötig und wurde gestoppt. Nichts wurde geändert.
security-recovery-done-subject = Das Zurücksetzen Ihrer Anmeldung ist abgeschlossen
security-recovery-done = Die Anmeldung Ihres Kontos wurde zurückgesetzt. Alle Sitzungen sind beendet, Ihre bisherigen Anmeldemethoden entfernt. Ein Link für ein neues Passwort geht an Ihre bestätigte Adresse; bei der nächsten Anmeldung richten Sie die Zwei-Faktor-Authentifizierung ein. Aufträge, die Daten löschen oder überschreiben, sind bis { $untildate }, { $untiltime } nicht möglich.
security-new-contact-started-subject = Neuer Kontakt für Ihr Konto beantragt, frei ab { $untildate }
security-new-contact-started = Jemand, der in Ihrem Konto angemeldet ist, hat unserem Support veraltete Kontaktdaten gemeldet, und zwei von uns haben den Nachweis geprüft. Eine Adresse oder Nummer wird ersetzt oder kommt hinzu, frei ab { $untildate }, { $untiltime }. Waren Sie das nicht? Stoppen Sie es.
security-new-contact-half-subject = Neuer Kontakt für Ihr Konto beantragt, frei ab { $untildate }
security-new-contact-half = Ein Kontakt Ihres Kontos soll ersetzt werden oder hinzukommen. Die halbe Wartezeit ist um: frei ab { $untildate }, { $untiltime }. Waren Sie das nicht? Stoppen Sie es.
security-new-contact-opens-subject = Der neue Kontakt für Ihr Konto kann jetzt eingetragen werden
security-new-contact-opens = Die Wartezeit ist um: Ab { $untildate }, { $untiltime } kann unser Support den neuen Kontakt Ihres Kontos eintragen. Waren Sie das nicht? Stoppen Sie es jetzt.
security-new-contact-stopped-subject = Der neue Kontakt für Ihr Konto wurde gestoppt
security-new-contact-stopped = Die Änderung Ihrer Kontaktdaten wurde gestoppt. Nichts wurde geändert.
call-reset = Guten Tag, hier ist { $brand }. Jemand hat beantragt, die Anmeldung Ihres Kontos zurückzusetzen, frei ab { $untildate }, { $untiltime }.
call-new-contact = Guten Tag, hier ist { $brand }. Jemand hat beantragt, die Kontaktdaten Ihres Kontos zu ändern, frei ab { $untildate }, { $untiltime }.
call-reset-nine = Waren Sie das nicht, drücken Sie die 9, um es zu stoppen. Waren Sie es, legen Sie einfach auf.
call-reset-stopped = Danke. Es ist gestoppt, und nichts wurde geändert. Auf Wiederhören.
sms-notice-new-contact = { $brand }: Änderung Ihrer Kontaktdaten wurde beantragt, frei ab { $when }. Nicht Sie? Unter { $host } mit Code { $stop } stoppen.
sms-notice-recovery = { $brand }: Zurücksetzen Ihrer Anmeldung wurde beantragt, frei ab { $when }. Nicht Sie? Unter { $host } mit Code { $stop } stoppen.
security-factor-required-subject = { $account } verlangt jetzt Zwei-Faktor-Authentifizierung
security-factor-required = { $account } verlangt ab jetzt Zwei-Faktor-Authentifizierung; { $name } hat das eingeschaltet. Bei Ihrer nächsten Anmeldung führen wir Sie durch die Einrichtung. Das dauert etwa 2 Minuten. Bis das Konto die Pflicht aufhebt, können Sie Ihre Methode wechseln, aber nicht ausschalten.
security-factor-required-from-subject = { $account } verlangt Zwei-Faktor-Authentifizierung
security-factor-required-from = { $account } verlangt ab dem { $from } Zwei-Faktor-Authentifizierung; { $name } hat das eingeschaltet. Sie können sie schon jetzt in Ihrem Sicherheitsbereich einrichten. Das dauert etwa 2 Minuten. Ab diesem Tag führt Ihre Anmeldung durch die Einrichtung.
security-factor-soon-required-subject = { $account }: Zwei-Faktor-Authentifizierung wird Pflicht
security-factor-soon-required = Ab dem { $from } verlangt { $account } Zwei-Faktor-Authentifizierung, und Sie haben noch nicht eingerichtet, was dafür nötig ist. Das geht schon jetzt in Ihrem Sicherheitsbereich und dauert etwa 2 Minuten. Ab diesem Tag führt Ihre Anmeldung durch die Einrichtung.
security-factor-not-required-subject = { $account } verlangt keine zwei Faktoren mehr von Ihnen
security-factor-not-required = { $account } verlangt von Ihnen keine Zwei-Faktor-Authentifizierung mehr; { $name } hat die Pflicht aufgehoben. Sie bleibt eingeschaltet, bis Sie sie ausschalten, und Ihre Anmeldung fragt weiter danach.
notice-unexpected-link = Kennen Sie dieses Konto nicht, öffnen Sie diese Seite. Dort geschieht nichts, bevor Sie die Schaltfläche drücken:
notice-unexpected = Kennen Sie dieses Konto nicht, sagen Sie uns bitte Bescheid.
notice-unexpected-phone = Kennen Sie dieses Konto nicht, rufen Sie uns an: { $phone }.
