## Seiten: Zwei-Faktor-Authentifizierung einschalten, ändern; Wiederherstellungscodes.

## Vor einer Änderung
change-lead = Bevor wir Ihre Sicherheitseinstellungen ändern, bestätigen Sie bitte, dass Sie es sind.
change-password = Passwort
change-no-password = Geben Sie Ihr Passwort ein.
change-wrong-password = Dieses Passwort stimmt nicht.
change-not-now = Jetzt nicht
offer-recovery-code = Wieder{"\u00AD"}herstellungs{"\u00AD"}code (noch { $target })

## Der Weg
way-step = Schritt 1
way-title = Wie möchten Sie Anmeldungen bestätigen?
way-recommended = Empfohlen
way-app-hint = Funktioniert ohne Netz und im Ausland. Jede App, die 6-stellige Codes anzeigt, ist geeignet.
way-number = Andere Telefonnummer
way-none = Wählen Sie, wie Sie Anmeldungen bestätigen möchten.
way-keep = { $name } zusätzlich behalten

## Die App
app-step = Schritt 2 von 3
app-title = Verbinden Sie Ihre App
app-open = Öffnen Sie Ihre App und fügen Sie ein Konto hinzu.
app-here = Die App ist auf diesem Gerät
app-none = Ich habe keine App
app-none-text = Installieren Sie eine beliebige Authenticator-App aus dem Store Ihres Telefons. Solche Apps gibt es auch für Computer.
app-scan = Scannen Sie diesen Code.
app-qr = QR-Code für Ihre Authenticator-App. Wenn Sie ihn nicht scannen können, nutzen Sie den Schlüssel darunter.
app-cannot-scan = Ich kann ihn nicht scannen
app-key-text = Tippen Sie diesen Schlüssel in Ihre App: zeitbasiert, 6 Ziffern.
app-copy-key = Schlüssel kopieren
copied = Kopiert
app-enter = Geben Sie den Code ein, den die App anzeigt.
app-enter-hint = Lassen Sie sich Zeit: Wechselt der Code beim Tippen, nehmen Sie einfach den neuen.
app-name = Name dieser App
app-other = Andere Methode wählen
app-default-name = Authenticator-App

## Eine Nummer
set-up-title = Geben Sie den zugesandten Code ein
set-up-lead = Stimmt er, fragen wir bei jeder Anmeldung nach einem solchen Code.

## Wiederherstellungscodes
codes-name = Wieder{"\u00AD"}herstellungs{"\u00AD"}codes
codes-step = Schritt 3 von 3
codes-title = Speichern Sie Ihre Wieder{"\u00AD"}herstellungs{"\u00AD"}codes
codes-lead = Wenn Sie Ihr Telefon verlieren, können Sie sich mit einem davon anmelden oder Ihre Anmeldung ändern. Jeder Code gilt einmal. Niemand von { $brand } wird Sie je nach einem fragen.
codes-made = { $product }, { $target }, { $date }
codes-again = Sie haben Ihre Wieder{"\u00AD"}herstellungs{"\u00AD"}codes nicht bestätigt. Wir haben neue erstellt.
codes-download = Herunterladen
codes-print = Drucken
codes-copy = Kopieren
codes-saved-by = Gespeichert von (Ihr Name, für Ihr Sicherheitsprotokoll)
codes-saved = Ich habe diese Codes gespeichert. Ich weiß, dass sie nicht noch einmal angezeigt werden.
codes-finish = Fertig
codes-not-ticked = Setzen Sie das Häkchen, sobald Sie die Codes gespeichert haben.
codes-file-once = Jeder Code gilt einmal. Geben Sie nie einen weiter.
codes-none = Sie haben keine Wiederherstellungscodes.
codes-facts = Noch { $n } von 10 übrig. Erstellt am { $date }, gespeichert von { $name }.
codes-used = Dieser Code ist jetzt verbraucht. Sie haben noch { $n ->
        [one] { $n } Code
       *[other] { $n } Codes
    }. Haben Sie Ihr Telefon verloren?
codes-new-app = Neue App einrichten
codes-make = Neue Codes erstellen
recovery-enter-title = Geben Sie einen Wieder{"\u00AD"}herstellungs{"\u00AD"}code ein
recovery-enter-lead = Nehmen Sie einen der Codes, die Sie beim Einrichten der Zwei-Faktor-Authentifizierung gespeichert haben. Er sieht so aus: k7rm-2wqd-9xtf.
recovery-enter-label = Wiederherstellungscode
recovery-shape = Ein Wieder{"\u00AD"}herstellungs{"\u00AD"}code hat 12 Buchstaben und Ziffern.
recovery-wrong = Dieser Wieder{"\u00AD"}herstellungs{"\u00AD"}code stimmt nicht oder wurde schon benutzt.
recovery-wrong-left = Dieser Wieder{"\u00AD"}herstellungs{"\u00AD"}code stimmt nicht oder wurde schon benutzt. Sie haben noch { $n ->
        [one] { $n } Versuch
       *[other] { $n } Versuche
    }.
recovery-dead = Dieser Wieder{"\u00AD"}herstellungs{"\u00AD"}code stimmt nicht oder wurde schon benutzt. Beginnen Sie von vorn, um es noch einmal zu versuchen.
recovery-waits = Zu viele Wieder{"\u00AD"}herstellungs{"\u00AD"}codes stimmten nicht. Sie können es um { $time } wieder versuchen.
renew-title = Neue Wieder{"\u00AD"}herstellungs{"\u00AD"}codes erstellen
renew-text = { $n ->
        [one] Ihr { $n } unbenutzter Code gilt
       *[other] Ihre { $n } unbenutzten Codes gelten
    } dann nicht mehr.

## Fertig
done-on-title = Die Zwei-Faktor-Authentifi{"\u00AD"}zierung ist eingeschaltet
done-on = Die Zwei-Faktor-Authentifizierung ist eingeschaltet. Ab Ihrer nächsten Anmeldung fragen wir nach dem Passwort auch nach einem Code.
done-phone = SMS können sich verspäten oder im Ausland ausbleiben. Fügen Sie eine App als zweiten Weg hinzu.
done-replaced-title = Ihre neue Methode funktioniert
done-replaced = Ihre neue Methode funktioniert. Die alte gilt nicht mehr. Ihre Wieder{"\u00AD"}herstellungs{"\u00AD"}codes bleiben gültig.
done-removed-title = Die Methode wurde entfernt
done-removed = Die Methode wurde entfernt. Sie gilt nicht mehr.
done-off-title = Die Zwei-Faktor-Authentifi{"\u00AD"}zierung ist ausgeschaltet
done-off = Ausgeschaltet ab Ihrer nächsten Anmeldung. Bis Sie sich abmelden, fragen wir weiter nach Ihren Codes.
done-codes-title = Ihre neuen Wieder{"\u00AD"}herstellungs{"\u00AD"}codes gelten
done-codes = Ihre neuen Wieder{"\u00AD"}herstellungs{"\u00AD"}codes gelten ab jetzt. Die alten gelten nicht mehr.

## Die Liste
methods-title = Ihre Wege, Anmeldungen zu bestätigen
methods-none = Die Zwei-Faktor-Authentifizierung ist ausgeschaltet. Mit ihr kommt niemand allein mit Ihrem Passwort hinein. Es dauert etwa 2 Minuten.
methods-turn-on = Einschalten
methods-ending = Ausgeschaltet ab Ihrer nächsten Anmeldung. Bis Sie sich abmelden, fragen wir weiter nach Ihren Codes.
methods-first = Wird zuerst benutzt
methods-use-first = Zuerst benutzen
methods-replace = Ersetzen
methods-remove = Entfernen
methods-rename = Umbenennen
methods-name = Bezeichnung
methods-save = Speichern
methods-no-name = Geben Sie einen Namen mit 1 bis 60 Zeichen ein.
methods-add = Weiteren Weg hinzufügen
methods-off = Ausschalten
methods-last = Das ist Ihr letzter Weg. Fügen Sie einen anderen hinzu, bevor Sie ihn entfernen.
methods-sms = SMS an { $target }
methods-sms-named = { $name }: SMS an { $target }
methods-call = Anruf an { $target }
methods-call-named = { $name }: Anruf an { $target }
methods-app-named = Authenticator-App: { $name }
methods-facts = Hinzugefügt am { $added }.
methods-facts-used = Hinzugefügt am { $added }, zuletzt benutzt am { $used }.
remove-title = Diese Methode entfernen
remove-text = { $name } bestätigt Ihre Anmeldungen dann nicht mehr, sofort und in jedem Browser.
off-title = Zwei-Faktor-Authentifi{"\u00AD"}zierung ausschalten
off-text = Jeder mit Ihrem Passwort kann sich dann anmelden. Aufträge geben Sie dann per SMS oder Anruf frei.
off-button = Zwei-Faktor-Authentifizierung ausschalten
