## Pages: signing in.
sign-in = Anmelden
signing-in-as = Anmeldung als { $target }.
not-you-signing-in = Dann hat hier jemand anderes mit der Anmeldung begonnen. <a href="/sign-in?anew=yes">Mit Ihren eigenen Daten beginnen</a>.
not-you-signed-in = Dann <a href="/sign-out">melden Sie sich ab</a> und mit Ihren eigenen Daten wieder an.
state-ended-idle = Sie wurden um { $time } abgemeldet: Eine Zeit lang ist nichts geschehen. Melden Sie sich neu an. Was Sie gesendet haben, bewahren wir 30 Minuten auf.
state-ended-factor = Sie wurden um { $time } abgemeldet: Ihre Zwei-Faktor-Authentifizierung wurde geändert. Melden Sie sich neu an. Was Sie gesendet haben, bewahren wir 30 Minuten auf.
sign-in-name = E-Mail-Adresse oder Anmeldename
sign-in-password = Passwort
show-password = Passwort anzeigen
hide-password = Passwort verbergen
forgotten-password-link = Passwort vergessen?
sign-in-no-name = Geben Sie Ihre E-Mail-Adresse oder Ihren Anmeldenamen ein.
sign-in-no-password = Geben Sie Ihr Passwort ein.
sign-in-no-match = Diese Angaben passen nicht zusammen. Prüfen Sie sie, oder setzen Sie Ihr Passwort zurück.
sign-in-too-many-title = Zu viele Versuche
sign-in-too-many = Zu viele Versuche in diesem Browser. Wenn wir diese Angaben kennen, ist eine E-Mail mit einem Link unterwegs. Öffnen Sie ihn in dem Browser, in dem Sie sich anmelden möchten. Er gilt einen Tag.
reset-my-password = Passwort zurücksetzen
sign-in-choose-title = Einen anderen Weg nutzen
sign-in-no-way = Keiner Ihrer Wege, sich zu bestätigen, ist gerade nutzbar. Bitte wenden Sie sich an den Support von { $brand }.
invite-title = Zwei-Faktor-Authentifi{"\u00AD"}zierung einschalten?
invite-text = Schützen Sie Ihre Anmeldung mit einem zweiten Schritt. Das dauert etwa 2 Minuten.
invite-turn-on = Einschalten
invite-later = Später
sign-out = Abmelden
sign-out-text = Sie sind angemeldet als { $target }.
sign-out-everywhere = Überall abmelden
signed-out = Sie sind abgemeldet
signed-out-text = In diesem Browser ist niemand angemeldet.
unlock-title = Anmeldung fortsetzen
unlock-text = Es gab viele falsche Anmeldeversuche. In diesem Browser können Sie es jetzt erneut versuchen.
unlock-gone = Dieser Link ist abgelaufen oder wurde schon benutzt. Sie können stattdessen ein neues Passwort setzen.
