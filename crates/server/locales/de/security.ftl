## Pages: the security area and passwords.
forgot-title = Passwort vergessen?
forgot-lead = Wir senden Ihnen eine E-Mail mit einem Link. Er öffnet eine Seite, auf der Sie ein neues festlegen.
forgot-name = E-Mail-Adresse oder Anmeldename
forgot-no-name = Geben Sie Ihre E-Mail-Adresse oder Ihren Anmeldenamen ein.
forgot-send = Link senden
forgot-sent = Wenn wir diese Angaben kennen, ist eine E-Mail mit einem Link unterwegs. Er gilt 30 Minuten; nur der neueste zählt.
reset-title = Neues Passwort festlegen
reset-done = Ihr neues Passwort gilt ab sofort, und alle Sitzungen sind beendet. Ihr zweiter Faktor bleibt unverändert. Melden Sie sich jetzt an.
reset-sign-in = Anmelden
reset-gone = Dieser Link ist abgelaufen, wurde bereits benutzt oder durch einen neueren ersetzt.
send-new-link = Neuen Link senden
new-password = Neues Passwort
show-new-password = Passwort anzeigen
hide-new-password = Passwort verbergen
save-new-password = Neues Passwort speichern
password-hint = Mindestens { $n } Zeichen.
password-missing = Geben Sie ein neues Passwort ein.
password-too-short = Verwenden Sie mindestens { $n } Zeichen.
password-too-long = Dieses Passwort ist zu lang. Verwenden Sie höchstens 256 Zeichen.
password-too-easy = Dieses Passwort ist zu leicht zu erraten. Wählen Sie ein längeres oder selteneres.
password-hashed = Das ist die Form, in der Systeme ein Passwort speichern. Wählen Sie ein Passwort.
password-well-known = Dieses Passwort ist allgemein bekannt oder enthält Ihren Namen oder unseren. Wählen Sie ein anderes.
password-unmixed = Verwenden Sie Groß- und Kleinbuchstaben und ein Sonderzeichen.
password-strength-good = Gut.
password-strength-very-good = Sehr gut.
password-strength-short = Zu kurz: mindestens { $n } Zeichen.
password-strength-long = Zu lang: höchstens 256 Zeichen.
password-strength-hashed = Die gespeicherte Form eines Passworts, kein Passwort.
password-strength-known = Allgemein bekannt oder aus Ihrem oder unserem Namen gebildet.
password-strength-unmixed = Es fehlen Groß- und Kleinbuchstaben und ein Sonderzeichen.
password-strength-easy = Zu leicht zu erraten.
side-label = Sicherheitsbereich
side-overview = Übersicht
side-password = Passwort
side-methods = Zwei-Faktor-Authentifi{"\u00AD"}zierung
side-sessions = Sitzungen
side-devices = Geräte
side-personal-data = Persönliche Daten
side-activity = Aktivitäten
side-sign-out = Abmelden
window-open = Geschützte Bereiche sind bis { $until } offen
close-now = Jetzt schließen
overview-title = Ihre Sicherheit
overview-password-changed = Geändert am { $date }.
overview-password-set = Es ist festgelegt.
overview-change = Ändern
overview-manage = Verwalten
overview-turn-on = Einschalten
overview-open = Öffnen
state-on = Ein
state-off = Aus
factor-way-app = Authenticator-App
factor-way-sms = SMS
factor-way-call = Anruf
factor-way-passkey = Passkey für dieses Gerät
overview-factor-off = Ein zweiter Schritt bei der Anmeldung. Das Einrichten dauert etwa 2 Minuten.
overview-codes = Wieder{"\u00AD"}herstellungs{"\u00AD"}codes
overview-new-codes = Neue Codes
overview-few-codes =
    { $n ->
        [0] Sie haben keinen Wiederherstellungscode mehr. Erstellen Sie neue, damit Sie auch ohne Ihr Telefon hineinkommen.
        [one] Sie haben noch { $n } Wiederherstellungscode. Erstellen Sie bald neue.
       *[other] Sie haben noch { $n } Wiederherstellungscodes. Erstellen Sie bald neue.
    }
overview-unconfirmed = Eine Nummer oder Adresse ist noch nicht bestätigt. Dorthin können keine Codes gesendet werden.
overview-numbers = Telefonnummern
overview-no-numbers = Keine.
overview-addresses = E-Mail-Adressen
contact-confirmed = Bestätigt
contact-not-confirmed = Nicht bestätigt
overview-personal-data = Name, Sprache und Kontakte. Ein geschützter Bereich: Wir prüfen, dass Sie es sind.
current-password = Aktuelles Passwort
current-password-missing = Geben Sie Ihr aktuelles Passwort ein.
current-password-wrong = Das ist nicht Ihr aktuelles Passwort.
password-prove-first = Bevor wir Ihre Sicherheitseinstellungen ändern, bestätigen Sie bitte, dass Sie es sind.
password-prove = Weiter
password-changed =
    { $n ->
        [0] Geändert. Verwenden Sie ab sofort das neue.
        [one] Geändert. Verwenden Sie ab sofort das neue. Wir haben Ihre { $n } andere Sitzung beendet.
       *[other] Geändert. Verwenden Sie ab sofort das neue. Wir haben Ihre { $n } anderen Sitzungen beendet.
    }
kept-confirm = Es ist nichts verloren. Bestätigen Sie, und wir speichern Ihre Änderungen.
kept-save = Es ist nichts verloren. Speichern Sie jetzt Ihre Änderungen.
personal-name = Ihr Name
personal-name-refused = Geben Sie einen Namen mit 1 bis 200 Zeichen ein.
personal-language = Sprache der Seiten und Nachrichten
personal-save = Speichern
personal-saved = Gespeichert.
personal-contacts = Telefonnummern und E-Mail-Adressen
places-none = Keine.
place-here = Dieser hier
place-named = { $name }
place-portal = Eine Sitzung des Portals
place-unknown = Ein Browser, den wir nicht benennen können
place-since = Seit { $date }, { $time }.
place-since-used = Seit { $date }, { $time }. Zuletzt benutzt am { $used }, { $at }.
end-session = Beenden
end-all-others = Alle anderen beenden
forget-device = Vergessen
state-required = Verlangt von { $account }
