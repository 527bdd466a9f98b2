## Seiten: Telefonnummern und E-Mail-Adressen.
side-contacts = Nummern und Adressen
contacts-title = Telefonnummern und E-Mail-Adressen
contacts-none = Noch keine. Über eine bestätigte Nummer oder Adresse sind Sie erreichbar und können Aufträge freigeben.
contacts-add-number = Nummer hinzufügen
contacts-add-address = E-Mail hinzufügen
contacts-done-confirmed = Bestätigt. Ab jetzt können Codes dorthin gesendet werden.
contacts-done-sign-in-kept = Bestätigt. Sie melden sich weiterhin mit Ihrer bisherigen Adresse an, denn mit der neuen meldet sich schon jemand an.
contacts-done-removed = Gelöscht. Änderungen melden wir noch 7 Tage lang auch dorthin.
contacts-done-tested = Eine Testnachricht ist unterwegs. Kommt sie nicht innerhalb einer Minute, kommen auch Codes nicht an: Prüfen Sie Nummer oder Adresse oder nutzen Sie einen anderen Weg.
contacts-done-not-tested = Dorthin kann gerade keine Testnachricht gehen: Heute waren es genug, oder unser Anbieter ist nicht erreichbar. Versuchen Sie es später noch einmal.
contact-test = Testnachricht senden
contacts-done-saved = Gespeichert.
contacts-too-many = Sie haben so viele hinzugefügt, wie zurzeit möglich ist. Löschen Sie eine, oder versuchen Sie es in einigen Tagen wieder.
contact-mobile = Mobilnummer { $target }
contact-landline = Festnetznummer { $target }
contact-email = E-Mail-Adresse { $target }
contact-waits = Bevor sie bestätigt ist, senden wir dorthin keine Codes.
contact-confirmed-sms = Am { $date } per SMS bestätigt.
contact-confirmed-call = Am { $date } per Anruf bestätigt.
contact-confirmed-whatsapp = Am { $date } per WhatsApp bestätigt.
contact-confirmed-email = Am { $date } per E-Mail bestätigt.
contact-confirmed-portal = Seit dem { $date } bestätigt.
contact-uses = Verwendet für:
contact-use-sign-in = Ihren Anmeldenamen
contact-use-codes = Codes zur Anmeldung
contact-use-orders = die Freigabe von Aufträgen
contact-use-mail = Codes und Mitteilungen
contact-first = Wird zuerst verwendet
contact-still-number = Ist das noch Ihre Nummer?
contact-still-address = Ist das noch Ihre Adresse?
contact-still-yes = Ja
contact-confirm = Bestätigen
contact-use-first = Zuerst verwenden
contact-change = Ändern
contact-delete = Löschen
contact-rename = Benennen
contact-label = Wie Sie sie nennen
contact-label-optional = Wie Sie sie nennen (freiwillig)
contact-save = Speichern
contact-kept-sign-in = Mit dieser Adresse melden Sie sich an. Ändern Sie sie, statt sie zu löschen.
contact-kept-factor = Ihre Zwei-Faktor-Authentifizierung hängt allein an dieser Nummer. Fügen Sie eine andere Methode hinzu, bevor Sie sie löschen.
contact-kept-last = Nur hier sind Sie bestätigt erreichbar. Bestätigen Sie eine andere Nummer oder Adresse, bevor Sie diese löschen.
preferred-title = Solange Sie keine Zwei-Faktor-Authentifizierung haben, senden wir Codes an:
preferred-email = E-Mail an { $target }
preferred-whatsapp = WhatsApp an { $target }
preferred-sms = SMS an { $target }
preferred-call = Anruf an { $target }

## Eine eingeben
contact-add-number-title = Telefonnummer hinzufügen
contact-add-number-lead = { $brand } sendet ihr einen Code mit 8 Ziffern. Sobald Sie ihn eingeben, ist die Nummer bestätigt.
contact-add-address-title = E-Mail-Adresse hinzufügen
contact-add-address-lead = Wir senden ihr einen Code mit 8 Ziffern. Sobald Sie ihn eingeben, ist die Adresse bestätigt.
contact-set-up-title = Welche Nummer soll Ihre Codes erhalten?
contact-change-number-title = Telefonnummer ändern
contact-change-address-title = E-Mail-Adresse ändern
contact-change-lead = Sobald die neue bestätigt ist, tritt sie an die Stelle von { $target }. Bis dahin gilt die bisherige. Änderungen melden wir noch 7 Tage lang auch dorthin.
contact-change-codes-lead = { $target } wird für Codes zur Anmeldung verwendet. Sobald die neue Nummer bestätigt ist, tritt sie an ihre Stelle. Bis dahin gilt die bisherige. Änderungen melden wir noch 7 Tage lang auch dorthin.
contact-confirm-title = Bestätigen
contact-confirm-lead = Wir senden einen Code mit 8 Ziffern an { $target }. Sobald Sie ihn eingeben, ist die Bestätigung fertig.
contact-country = Land
contact-number = Telefonnummer
contact-number-hint = Schreiben Sie sie, wie Sie möchten, zum Beispiel 0151 23456789. Ein + am Anfang bestimmt das Land.
contact-address = E-Mail-Adresse
contact-ways = Wie soll der Code kommen?
contact-way-sms = SMS
contact-way-sms-hint = Für Mobilnummern.
contact-way-call = Anruf
contact-way-call-hint = Für Mobil- und Festnetznummern. Drücken Sie die 1, dann sagen wir den Code an.
contact-way-whatsapp = WhatsApp
contact-way-whatsapp-hint = Für Mobilnummern mit WhatsApp.
contact-way-email = E-Mail
contact-way-email-hint = Sehen Sie auch im Spam-Ordner nach.
contact-no-way = Wählen Sie, wie der Code kommen soll.
contact-from = Die Nachricht kommt von <strong>{ $brand }</strong>.
contact-code-number-title = Telefonnummer bestätigen
contact-code-address-title = E-Mail-Adresse bestätigen
contact-code-change-number = Nummer oder Weg ändern
contact-code-change-address = Adresse ändern

## Eine löschen
contact-remove-title = Nummer oder Adresse löschen
contact-remove-lead = { $target } löschen?
contact-loss-sms-code = Codes zur Anmeldung kommen nicht mehr per SMS an diese Nummer.
contact-loss-call-code = Codes zur Anmeldung sagen wir Ihnen nicht mehr in einem Anruf an diese Nummer an.
contact-loss-orders-phone = Sie können Aufträge nicht mehr per SMS oder Anruf freigeben.
contact-loss-orders-sms = Sie können Aufträge nicht mehr per SMS freigeben.
contact-loss-orders-call = Sie können Aufträge nicht mehr per Anruf freigeben.
contact-loss-hears = Wir geben dort Bescheid und melden Änderungen dorthin noch 7 Tage lang.

## Was eingegeben wurde
state-number-max = An diese Nummer können heute keine weiteren Codes gesendet werden. Versuchen Sie es morgen wieder, oder nehmen Sie eine andere.
state-address-max = An diese Adresse können heute keine weiteren Codes gesendet werden. Versuchen Sie es morgen wieder, oder nehmen Sie eine andere.
number-known = Diese Nummer ist für Sie schon bestätigt.
number-landline = Das sieht nach einer Festnetznummer aus. Dort kommen SMS meist nicht an. Wählen Sie stattdessen den Anruf.
number-needs-mobile = An diese Nummer kommen Codes zur Anmeldung per SMS. Geben Sie eine Mobilnummer ein.
number-empty = Geben Sie eine Telefonnummer ein, zum Beispiel 0151 23456789.
number-letters = Schreiben Sie die Nummer nur mit Ziffern, ohne Buchstaben.
number-extension = Lassen Sie die Durchwahl weg: Geben Sie eine Nummer ein, die direkt gewählt werden kann.
number-several = Geben Sie nur eine Nummer ein. Die andere können Sie danach hinzufügen.
number-not-a-number = Das ist keine Telefonnummer. Verwenden Sie Ziffern, Leerzeichen, Klammern, Bindestriche und ein + am Anfang.
number-no-country = Wählen Sie das Land der Nummer.
number-unknown-country = Diese Landesvorwahl gibt es nicht. Beginnen Sie mit + und der Vorwahl des Landes, zum Beispiel +49.
number-too-short = Die Nummer ist zu kurz. Geben Sie sie vollständig ein, mit Vorwahl.
number-too-long = Die Nummer hat zu viele Ziffern. Prüfen Sie sie und geben Sie sie neu ein.
number-not-assigned = Diese Nummer gibt es in diesem Land nicht. Prüfen Sie die Ziffern und das Land.
number-premium = An Premiumnummern können wir keine Codes senden. Geben Sie eine Mobil- oder Festnetznummer ein.
number-shared-cost = An Nummern mit geteilten Kosten können wir keine Codes senden. Geben Sie eine Mobil- oder Festnetznummer ein.
number-satellite = An Satelliten- und internationale Netznummern können wir keine Codes senden. Geben Sie eine Mobil- oder Festnetznummer ein.
number-voip = An Nummern der Internettelefonie können wir keine Codes senden. Geben Sie eine Mobil- oder Festnetznummer ein.
number-pager = An Funkrufempfänger können wir keine Codes senden. Geben Sie eine Mobil- oder Festnetznummer ein.
number-toll-free = An gebührenfreie Nummern können wir keine Codes senden. Geben Sie eine Mobil- oder Festnetznummer ein.
number-personal = An persönliche Weiterleitungsnummern können wir keine Codes senden. Geben Sie die Mobil- oder Festnetznummer selbst ein.
number-company-wide = An firmenweite Nummern können wir keine Codes senden. Geben Sie eine direkte Mobil- oder Festnetznummer ein.
number-voicemail = An Sprachboxen können wir keine Codes senden. Geben Sie die Mobil- oder Festnetznummer selbst ein.
address-known = Diese Adresse ist für Sie schon bestätigt.
address-empty = Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.
address-too-long = Die Adresse ist zu lang: höchstens 254 Zeichen, davon 64 vor dem @.
address-control = Die Adresse enthält ein unsichtbares Zeichen. Tippen Sie sie, statt sie einzufügen.
address-space = Schreiben Sie die Adresse ohne Leerzeichen und ohne Namen davor.
address-several = Geben Sie nur eine Adresse ein. Die andere können Sie danach hinzufügen.
address-not-ascii = Die Adresse enthält Buchstaben außerhalb von A bis Z. Schreiben Sie ihre Domain in der xn---Form.
address-missing-part = Die Adresse ist unvollständig. Sie braucht einen Namen, ein @ und eine Domain, zum Beispiel name@example.com.
address-local = Der Teil vor dem @ enthält ein Zeichen, das es in Adressen nicht gibt. Prüfen Sie ihn.
address-domain = Der Teil nach dem @ ist keine Domain. Er sollte wie example.com aussehen.
activity-contact-confirmed = Eine Telefonnummer oder E-Mail-Adresse wurde bestätigt: { $method }
activity-contact-removed = Eine Telefonnummer oder E-Mail-Adresse wurde gelöscht

## I did not get the code
no-code-look-subject = Suchen Sie im Spam-Ordner nach einer E-Mail mit dem Betreff <strong>{ $subject }</strong> von { $sender }, und prüfen Sie Ihre Filter.
no-code-again-none = In dieser Stunde kann er nicht noch einmal gesendet werden. Nehmen Sie einen anderen Weg, oder warten Sie.
no-code-own-contacts = Ändern Sie sie unter „Nummern und Adressen“

## Eine Nummer des Kundenkontos
contact-shareable = Diese Nummer ist für dieses Kundenkonto schon bestätigt. Sie können sie ohne neuen Code verwenden oder erst einen Probecode senden. Wer sie bestätigt hat, erfährt davon.
contact-use-number = Diese Nummer verwenden
contact-shared-since = Seit dem { $date } auf die Bestätigung einer anderen Person Ihres Kundenkontos hin verwendet.
contact-fallen = Nicht mehr bestätigt: Die Bestätigung einer anderen Person, auf die sie sich stützte, gilt nicht mehr. Bestätigen Sie sie neu.
contact-dependents = { $n ->
        [one] { $n } andere Person verwendet
       *[other] { $n } andere Personen verwenden
    } diese Nummer auf Ihre Bestätigung hin.
contact-unshare = Das beenden
contact-loss-dependents = { $n ->
        [one] { $n } andere Person verwendet diese Nummer auf Ihre Bestätigung hin und muss sie neu bestätigen.
       *[other] { $n } andere Personen verwenden diese Nummer auf Ihre Bestätigung hin und müssen sie neu bestätigen.
    }
activity-contact-shared = Eine Telefonnummer des Kundenkontos wurde übernommen
