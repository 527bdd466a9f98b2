## Seiten: die Personen eines Kontos.
side-people = Personen
people-title = Personen
people-rule = Regel für das Konto
people-marks = Nur mit zwei Faktoren
people-tabs = Seiten über Personen
people-account = Kundenkonto
people-choose = Anzeigen
people-search = Name oder ganze Anmeldeadresse
people-filter = Zwei-Faktor-Authentifizierung
people-filter-all = Alle
people-filter-off = Aus
people-filter-sms = Nur SMS oder Anruf
people-filter-pending = Einrichtung steht aus
people-none = Niemand passt zu dieser Suche.
people-empty = Zu diesem Konto gehört noch niemand.
people-you = (Sie)
people-tick = { $name } auswählen
people-last = zuletzt angemeldet { $date }
people-never = noch nie angemeldet
people-passkey = Passkey
people-sms-only = Nur SMS
people-off = Aus
people-pending = Einrichtung bei nächster Anmeldung
people-required = Verlangt
people-required-rule = Vom Konto verlangt
people-not-required = Nicht verlangt
people-paused = Zugang gestoppt
people-require = Zwei-Faktor-Authentifizierung verlangen
people-require-hint = Von allen, die Sie oben angekreuzt haben. Es wirkt bei ihrer nächsten Anmeldung: Wir führen durch die Einrichtung, und ohne sie gibt es keine Anmeldung.
people-ways = Erlaubte Methoden
ways-any = Alle: App, SMS oder Anruf
ways-app = Nur App
people-end-all-now = Offene Sitzungen derer beenden, die sie nicht eingerichtet haben
people-nobody-ticked = Kreuzen Sie an, von wem Sie es verlangen.
people-first = Zur ersten Seite
people-next = Weitere Personen
people-person = { $name }
people-back = Alle Personen
people-self = Das sind Ihre eigenen Einstellungen.
people-self-link = Sicherheitsbereich öffnen
people-higher = Um diese Person kümmert sich jemand mit einer höheren Rolle.
people-force = Zwei-Faktor-Authentifizierung erzwingen
people-force-hint = Wirkt bei der nächsten Anmeldung von { $name }: Wir führen durch die Einrichtung, und ohne sie gibt es keine Anmeldung. { $name } kann sie nicht ausschalten.
people-lift-hint = { $name } kann sie nicht ausschalten. Heben Sie das auf, darf { $name } sie ab der nächsten Anmeldung ausschalten. Bis dahin bleibt sie an.
people-rule-too = Auch die Regel des Kontos oder dieser Rolle verlangt sie.
people-end-now =
    { $n ->
        [one] { $n } offene Sitzung jetzt beenden
       *[other] { $n } offene Sitzungen jetzt beenden
    }
people-sessions =
    { $n ->
        [0] Keine ist offen.
        [one] Eine ist offen.
       *[other] { $n } sind offen.
    }
people-save = Änderungen speichern
people-help = { $name } wieder hineinhelfen
people-reset = Mail zum Zurücksetzen des Passworts
people-reset-hint = { $name } erhält einen Link an die eigene bestätigte Adresse und setzt dort ein neues Passwort. Der zweite Faktor bleibt, wie er ist.
people-send = Senden
people-link = Einrichtungslink
people-link-hint = { $name } hat keine bestätigte Adresse oder Nummer, deshalb kann kein Code gesendet werden. Mit diesem Link und dem Passwort kann { $name } den zweiten Faktor einrichten.
people-link-made = Geben Sie diesen Link { $name } selbst und sonst niemandem. Er gilt einmal, bis { $date }, { $time }, und nur zusammen mit dem Passwort. Er wird nur jetzt gezeigt.
people-link-copy = Link kopieren
people-make = Link erstellen
people-no-link = { $name } braucht keinen Einrichtungslink: Ein bestätigter Kontakt oder ein zweiter Faktor ist da, oder es wird nichts verlangt.
people-end = Sitzungen beenden
people-vouch = { $name } hat keinen Weg mehr hinein?
people-vouch-hint = Sprechen Sie selbst mit { $name }, am Telefon oder vor Ort, bevor Sie bürgen. Ihr Wort ist einer von zwei Nachweisen, die unser Support braucht; es gilt 7 Tage, und { $name } erfährt davon.
people-vouch-reason = Warum Sie sicher sind, dass es diese Person ist
people-vouch-no-reason = Schreiben Sie in höchstens 1.000 Zeichen, warum Sie sicher sind.
people-vouch-do = Ich bürge für { $name }
people-vouched = Sie haben gebürgt. Es gilt bis zum { $date }.
people-nobody-alone = Niemand setzt allein den zweiten Faktor einer anderen Person zurück. Ist er verloren, helfen Wiederherstellungscodes oder der Support.
people-groups = Gruppen
people-access = Zugang zu diesem Konto
people-pause-hint = Stoppt sofort, was { $name } für dieses Konto tun kann. Andere Konten und die Anmeldung von { $name } bleiben unberührt.
people-resume-hint = { $name } kann für dieses Konto zurzeit nichts tun.
people-pause = Zugang stoppen
people-resume = Zugang zurückgeben
people-done-duty = Gespeichert. Die Person erfährt es per Mail.
people-done-lifted = Aufgehoben. Die Zwei-Faktor-Authentifizierung bleibt an, bis die Person sie ausschaltet.
people-done-groups = Gruppen gespeichert.
people-done-reset = Wenn eine Adresse bestätigt ist, ist die Mail unterwegs. Der Link gilt 30 Minuten.
people-done-end = Die Sitzungen sind beendet.
people-done-vouch = Ihr Wort ist vermerkt. Unser Support sieht es mit Ihrer Begründung.
people-done-pause = Der Zugang ist gestoppt.
people-done-resume = Der Zugang ist wieder da.
people-done-set = Die Regel ist gespeichert. Wen sie betrifft, erfährt es per Mail.
people-done-marks = Gespeichert.
people-done-required =
    { $n ->
        [0] Es wurde nichts geändert.
        [one] Von { $n } Person verlangt. Sie erfährt es per Mail.
       *[other] Von { $n } Personen verlangt. Sie erfahren es per Mail.
    }
role-owner = Inhaber
role-administrator = Administrator
role-member = Mitglied
role-technical-administrator = Technischer Administrator
rule-lead = Wen die Regel betrifft, der richtet die Zwei-Faktor-Authentifizierung bei der nächsten Anmeldung ein und kann sie nicht ausschalten. Ein einziger Inhaber ist nicht ausgenommen.
rule-on = Regeln, die gelten
rule-holds = { $whom }: { $ways }, seit { $date }
rule-will-hold = { $whom }: { $ways }, ab { $date }
rule-lift = Aufheben
rule-lift-hint = Aufheben nimmt die Pflicht weg. Was eingerichtet ist, bleibt an, bis die Personen es ausschalten.
rule-new = Neue Regel
rule-whom = Für wen
rule-everybody = Alle
rule-owners = Inhaber
rule-administrators = Administratoren
rule-members = Mitglieder
rule-technical-administrators = Technische Administratoren
rule-from = Ab (freiwillig)
rule-from-hint = Leer gilt sie ab der nächsten Anmeldung. Mit einem Datum erinnern wir eine Woche und einen Tag vorher.
rule-no-date = Geben Sie einen Tag ab heute ein, innerhalb eines Jahres.
rule-look = Ansehen, wen es betrifft
rule-preview =
    { $n ->
        [one] { $n } Person, { $m } ohne das, was verlangt wird
       *[other] { $n } Personen, { $m } ohne das, was verlangt wird
    }
rule-hit = Sie richten es bei der nächsten Anmeldung ein und erhalten eine Mail:
rule-more =
    { $n ->
        [one] und { $n } weitere
       *[other] und { $n } weitere
    }
rule-own = Nur wer selbst Zwei-Faktor-Authentifizierung hat und in dieser Sitzung benutzt hat, kann sie einschalten.
rule-switch-on = Einschalten
rule-own-factor = Benutzen Sie zuerst Ihre eigene Zwei-Faktor-Authentifizierung: Schalten Sie sie ein, oder bestätigen Sie in dieser Sitzung damit.
rule-not-allowed = Nur ein Inhaber kann diese Regel ändern.
marks-lead = Was Sie hier ankreuzen, und alles darin, gibt es in { $portal } für niemanden, der keine Zwei-Faktor-Authentifizierung benutzt hat.
marks-invite = Manches in { $portal } wird nur mit Zwei-Faktor-Authentifizierung gezeigt. Schalten Sie sie ein, oder bestätigen Sie damit, um die Auswahl zu ändern.
marks-empty = { $portal } hat hier nichts eingetragen, das Sie sehen können.
marks-legend = Nur Personen mit Zwei-Faktor-Authentifizierung sehen das
marks-own-factor = Nur eine Sitzung, in der Zwei-Faktor-Authentifizierung benutzt wurde, kann das ändern.
marks-no-owner = Kein Inhaber dieses Kontos hat Zwei-Faktor-Authentifizierung. Niemand, dem es gehört, könnte das noch sehen.
