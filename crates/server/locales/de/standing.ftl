## Seiten: was der Sicherheitsbereich vom Ganzen sagt, und was vor einem Ende gesagt wird.
overview-one-way = Nur ein Weg bestätigt Ihre Anmeldungen. Ein weiterer hilft, falls Sie ihn verlieren.
overview-codes-unsaved = Noch keine gespeichert.
overview-sessions-open =
    { $n ->
        [0] Nur diese ist offen.
        [one] Diese und { $n } weitere sind offen.
       *[other] Diese und { $n } weitere sind offen.
    }
overview-devices = Geräte früherer Anmeldungen
overview-devices-known =
    { $n ->
        [0] Keines wird erkannt.
        [one] { $n } Browser wird erkannt.
       *[other] { $n } Browser werden erkannt.
    }
overview-view = Ansehen
overview-recent = Letzte Aktivitäten
overview-moment = { $date }, { $time }
overview-all = Alle ansehen
done-back = Zurück zur Übersicht
codes-facts-unnamed = Noch { $n } von 10 übrig. Erstellt am { $date }.
codes-question = Haben Sie Ihre Wieder{"\u00AD"}herstellungs{"\u00AD"}codes noch?
codes-have = Ja, ich habe sie
codes-spent = Ihr letzter Wieder{"\u00AD"}herstellungs{"\u00AD"}code ist verbraucht. Wir haben neue erstellt.
codes-next = Neue Codes speichern
codes-what = Wenn Sie Ihr Telefon verlieren, können Sie sich mit einem davon anmelden oder Ihre Anmeldung ändern. Jeder Code gilt einmal.
codes-come = Sie haben keine Wiederherstellungscodes. Sie kommen mit der Zwei-Faktor-Authentifizierung.
window-again = Erneut bestätigen
window-closing = Geschützte Bereiche schließen um { $until }. Was Sie eingegeben haben, bleibt erhalten.
session-idle-soon = Sie werden um { $time } abgemeldet, weil eine Zeit lang nichts geschehen ist.
session-ends-soon = Sie werden um { $time } abgemeldet: Sitzungen enden nach { $hours ->
        [one] einer Stunde
       *[other] { $hours } Stunden
    }. Was Sie dann senden, bewahren wir 30 Minuten auf.
session-stay = Angemeldet bleiben
overview-recovery = Unser Support wurde gebeten, jemandem neuen Zugang zu Ihrem Konto zu geben. Am { $date } um { $time } wird er frei. Waren Sie das nicht?
overview-recovery-contact = Unser Support wurde gebeten, eine Adresse oder Nummer Ihres Kontos zu ersetzen oder hinzuzufügen. Am { $date } um { $time } ist es so weit. Waren Sie das nicht?
overview-recovery-look = Ansehen und stoppen
