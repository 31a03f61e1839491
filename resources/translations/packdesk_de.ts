<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>App</name>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Helfer</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Go to Projects</source>
        <translation>Zu den Projekten</translation>
    </message>
    <message>
        <source>Go to Jobs</source>
        <translation>Zu den Aufträgen</translation>
    </message>
    <message>
        <source>Go to Workers</source>
        <translation>Zu den Helfern</translation>
    </message>
    <message>
        <source>Go to Settings</source>
        <translation>Zu den Einstellungen</translation>
    </message>
    <message>
        <source>Search for anything</source>
        <translation>Irgendetwas suchen</translation>
    </message>
    <message>
        <source>Show the keyboard map</source>
        <translation>Tastenbelegung zeigen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Light appearance</source>
        <translation>Helles Aussehen</translation>
    </message>
    <message>
        <source>Dark appearance</source>
        <translation>Dunkles Aussehen</translation>
    </message>
    <message>
        <source>Switch processing on this computer on or off</source>
        <translation>Mithelfen dieses Computers ein- oder ausschalten</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>Neu verbinden</translation>
    </message>
    <message>
        <source>Quit Packdesk</source>
        <translation>Packdesk beenden</translation>
    </message>
    <message>
        <source>The language changes when the window is built anew; nothing is lost by it.</source>
        <translation>Die Sprache wechselt, wenn das Fenster neu aufgebaut wird; dabei geht nichts verloren.</translation>
    </message>
    <message>
        <source>Do it now</source>
        <translation>Jetzt tun</translation>
    </message>
    <message>
        <source>Projects: new project</source>
        <translation>Projekte: neues Projekt</translation>
    </message>
    <message>
        <source>Projects and Jobs: search</source>
        <translation>Projekte und Aufträge: suchen</translation>
    </message>
    <message>
        <source>Project: Generate Complete Pack</source>
        <translation>Projekt: komplettes Paket erzeugen</translation>
    </message>
    <message>
        <source>Project: add photos</source>
        <translation>Projekt: Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Project: paste a photo</source>
        <translation>Projekt: Foto einfügen</translation>
    </message>
    <message>
        <source>Project: edit its details</source>
        <translation>Projekt: Angaben ändern</translation>
    </message>
    <message>
        <source>Project: move the photo up</source>
        <translation>Projekt: Foto nach oben</translation>
    </message>
    <message>
        <source>Project: move the photo down</source>
        <translation>Projekt: Foto nach unten</translation>
    </message>
    <message>
        <source>Back, or close what lies on top</source>
        <translation>Zurück, oder schließen, was obenauf liegt</translation>
    </message>
</context>
<context>
    <name>BannerStack</name>
    <message>
        <source>Something went wrong inside Packdesk ({kind}). What you see may be incomplete.</source>
        <translation>In Packdesk ist etwas schiefgegangen ({kind}). Was Sie sehen, ist vielleicht unvollständig.</translation>
    </message>
</context>
<context>
    <name>BriefForm</name>
    <message>
        <source>Give the project a name.</source>
        <translation>Geben Sie dem Projekt einen Namen.</translation>
    </message>
    <message>
        <source>{n} characters too many. Shorten it.</source>
        <translation>{n} Zeichen zu viel. Kürzen Sie den Text.</translation>
    </message>
    <message>
        <source>Each feature needs a title, a few words.</source>
        <translation>Jedes Merkmal braucht einen Titel aus ein paar Wörtern.</translation>
    </message>
    <message>
        <source>Say what is compared, for instance “Warranty”.</source>
        <translation>Sagen Sie, was verglichen wird, etwa „Garantie“.</translation>
    </message>
    <message>
        <source>Write a colour like #1F5FD1, or leave it empty.</source>
        <translation>Schreiben Sie eine Farbe wie #1F5FD1, oder lassen Sie das Feld leer.</translation>
    </message>
    <message>
        <source>For instance: Steel bottle, spring</source>
        <translation>Zum Beispiel: Stahlflasche, Frühjahr</translation>
    </message>
    <message>
        <source>As it stands in headlines</source>
        <translation>Wie es in Überschriften steht</translation>
    </message>
    <message>
        <source>For instance: Kitchen</source>
        <translation>Zum Beispiel: Küche</translation>
    </message>
    <message>
        <source>Project name *</source>
        <translation>Projektname *</translation>
    </message>
    <message>
        <source>Product name</source>
        <translation>Produktname</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>What it is and what it is good for, in your own words</source>
        <translation>Was es ist und wozu es gut ist, in eigenen Worten</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Add a feature</source>
        <translation>Merkmal hinzufügen</translation>
    </message>
    <message>
        <source>Features (up to {n})</source>
        <translation>Merkmale (bis zu {n})</translation>
    </message>
    <message>
        <source>Add a point to compare</source>
        <translation>Vergleichspunkt hinzufügen</translation>
    </message>
    <message>
        <source>Compared with others</source>
        <translation>Im Vergleich mit anderen</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>Maße</translation>
    </message>
    <message>
        <source>Main colour</source>
        <translation>Hauptfarbe</translation>
    </message>
    <message>
        <source>Second colour</source>
        <translation>Zweite Farbe</translation>
    </message>
    <message>
        <source>Accent</source>
        <translation>Akzent</translation>
    </message>
    <message>
        <source>Brand colours (optional)</source>
        <translation>Markenfarben (freiwillig)</translation>
    </message>
    <message>
        <source>Style of the images</source>
        <translation>Stil der Bilder</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>{n} h ago</source>
        <translation>vor {n} h</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>ChartsPanel</name>
    <message>
        <source>So much happened that only its newest part is counted.</source>
        <translation>Es ist so viel geschehen, dass nur das Neueste gezählt wird.</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>oldest waits {time}</source>
        <translation>der älteste wartet {time}</translation>
    </message>
    <message>
        <source>nothing waits</source>
        <translation>nichts wartet</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>{n} · {rate} a minute</source>
        <translation>{n} · {rate} je Minute</translation>
    </message>
    <message>
        <source>{n} jobs were finished in the last {span}.</source>
        <translation>Fertig wurden {n} Aufträge (letzte Zeit: {span}).</translation>
    </message>
    <message>
        <source>{n} finished</source>
        <translation>{n} fertig</translation>
    </message>
    <message>
        <source>Failed attempts</source>
        <translation>Fehlversuche</translation>
    </message>
    <message>
        <source>{n} attempts failed.</source>
        <translation>{n} Versuche sind fehlgeschlagen.</translation>
    </message>
    <message>
        <source>{n} failed</source>
        <translation>{n} fehlgeschlagen</translation>
    </message>
    <message>
        <source>Waited before the start</source>
        <translation>Wartezeit bis zum Beginn</translation>
    </message>
    <message>
        <source>{n} wait · {age}</source>
        <translation>{n} warten · {age}</translation>
    </message>
    <message>
        <source>The longest wait was {time}; now {n} jobs wait, the {age}.</source>
        <translation>Am längsten war die Wartezeit mit {time}; jetzt warten {n} Aufträge, {age}.</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
</context>
<context>
    <name>ColourField</name>
    <message>
        <source>Pick: {name}</source>
        <translation>Wählen: {name}</translation>
    </message>
    <message>
        <source>Pick a colour</source>
        <translation>Farbe wählen</translation>
    </message>
</context>
<context>
    <name>ComparisonRow</name>
    <message>
        <source>What is compared</source>
        <translation>Was verglichen wird</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>Unseres</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
</context>
<context>
    <name>ConnectForm</name>
    <message>
        <source>Paste the connection string of your team&apos;s database. In Supabase: your project, Connect, Session pooler. Your admin may also have sent you a .packdesk file: open that instead.</source>
        <translation>Fügen Sie die Verbindungszeichenfolge der Datenbank Ihres Teams ein. In Supabase: Ihr Projekt, Connect, Session pooler. Vielleicht hat Ihr Admin Ihnen auch eine .packdesk-Datei geschickt: Öffnen Sie dann diese.</translation>
    </message>
    <message>
        <source>Connection string</source>
        <translation>Verbindungszeichenfolge</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>The password is kept in this computer&apos;s key store, never in a file.</source>
        <translation>Das Passwort kommt in den Schlüsselbund dieses Computers, nie in eine Datei.</translation>
    </message>
    <message>
        <source>This computer has no key store: Packdesk asks for the password at every start.</source>
        <translation>Dieser Computer hat keinen Schlüsselbund: Packdesk fragt bei jedem Start nach dem Passwort.</translation>
    </message>
    <message>
        <source>Name and port</source>
        <translation>Name und Port</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Packdesk&apos;s tables</source>
        <translation>Packdesks Tabellen</translation>
    </message>
    <message>
        <source>Changes arrive at once</source>
        <translation>Änderungen kommen sofort an</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>Alles funktioniert.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no: a pooler swallows them. Packdesk asks every two seconds; port 5432 is better.</source>
        <translation>nein: Ein Pooler verschluckt sie. Packdesk fragt alle zwei Sekunden; Port 5432 ist besser.</translation>
    </message>
    <message>
        <source>This is not a connection string. It looks like postgresql://user@host:5432/database.</source>
        <translation>Das ist keine Verbindungszeichenfolge. Eine solche sieht aus wie postgresql://user@host:5432/database.</translation>
    </message>
    <message>
        <source>The connection string names no host or no user. Copy all of it.</source>
        <translation>In der Verbindungszeichenfolge fehlt der Rechner oder der Benutzer. Kopieren Sie sie ganz.</translation>
    </message>
    <message>
        <source>[YOUR-PASSWORD] stands for your password. Type the real one into the field below the string.</source>
        <translation>[YOUR-PASSWORD] steht für Ihr Passwort. Geben Sie das richtige in das Feld darunter ein.</translation>
    </message>
    <message>
        <source>The password holds characters that mean something else in such a string. Packdesk took what stands before the last @: check the password if the login is refused.</source>
        <translation>Im Passwort stehen Zeichen, die hier eine andere Bedeutung haben. Packdesk nimmt, was vor dem letzten @ steht: Prüfen Sie das Passwort, falls die Anmeldung abgelehnt wird.</translation>
    </message>
    <message>
        <source>Port 6543 is the transaction pooler, which swallows change notices. Use the session pooler: the same string with port 5432.</source>
        <translation>Port 6543 ist der Transaktions-Pooler, der Änderungsmeldungen verschluckt. Nehmen Sie den Sitzungs-Pooler: dieselbe Zeichenfolge mit Port 5432.</translation>
    </message>
    <message>
        <source>At the pooler a user name ends in a dot and your project&apos;s reference, like postgres.abcdefgh. Copy the string from Supabase&apos;s Connect dialog again.</source>
        <translation>Beim Pooler endet der Benutzername mit einem Punkt und der Kennung Ihres Projekts, etwa postgres.abcdefgh. Kopieren Sie die Zeichenfolge noch einmal aus Supabases Connect-Dialog.</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Choose the server&apos;s certificate file</source>
        <translation>Zertifikatsdatei des Servers wählen</translation>
    </message>
    <message>
        <source>Server certificate</source>
        <translation>Zertifikat des Servers</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>What you may do</source>
        <translation>Was Sie dürfen</translation>
    </message>
    <message>
        <source>The server has to prove itself with it at every start.</source>
        <translation>Der Server muss sich bei jedem Start damit ausweisen.</translation>
    </message>
    <message>
        <source>In Supabase: Project Settings, Database, SSL Configuration, Download certificate.</source>
        <translation>In Supabase: Project Settings, Database, SSL Configuration, Download certificate.</translation>
    </message>
    <message>
        <source>Certificates (*.crt *.cer *.pem)</source>
        <translation>Zertifikate (*.crt *.cer *.pem)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>not needed: nothing leaves this computer</source>
        <translation>nicht nötig: Nichts verlässt diesen Computer</translation>
    </message>
    <message>
        <source>none: others on the way can read along</source>
        <translation>keine: Unterwegs können andere mitlesen</translation>
    </message>
    <message>
        <source>the server proved who it is</source>
        <translation>der Server hat sich ausgewiesen</translation>
    </message>
    <message>
        <source>yes, but the server didn&apos;t prove who it is</source>
        <translation>ja, aber der Server hat sich nicht ausgewiesen</translation>
    </message>
    <message>
        <source>look at everything</source>
        <translation>alles ansehen</translation>
    </message>
    <message>
        <source>work with projects, photos and jobs</source>
        <translation>mit Projekten, Fotos und Aufträgen arbeiten</translation>
    </message>
    <message>
        <source>process jobs</source>
        <translation>Aufträge verarbeiten</translation>
    </message>
    <message>
        <source>everything, people too</source>
        <translation>alles, auch Personen verwalten</translation>
    </message>
    <message>
        <source>everything: this login owns the tables</source>
        <translation>alles: Dieser Anmeldung gehören die Tabellen</translation>
    </message>
    <message>
        <source>The connection will be encrypted, but nothing proves that it is your server at the other end. Choose its certificate file to be sure.</source>
        <translation>Die Verbindung wird verschlüsselt, aber nichts beweist, dass am anderen Ende Ihr Server steht. Wählen Sie seine Zertifikatsdatei, um sicherzugehen.</translation>
    </message>
    <message>
        <source>The string allows a connection without encryption (sslmode): somebody on the way could read along. Choose the server&apos;s certificate file to rule that out.</source>
        <translation>Die Zeichenkette erlaubt eine Verbindung ohne Verschlüsselung (sslmode): Unterwegs könnte jemand mitlesen. Wählen Sie die Zertifikatsdatei des Servers, um das auszuschließen.</translation>
    </message>
</context>
<context>
    <name>ConnectionsList</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>{name} verwenden</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>Mehr zu {name}</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Vergessen …</translation>
    </message>
    <message>
        <source>Rename the connection</source>
        <translation>Verbindung umbenennen</translation>
    </message>
    <message>
        <source>What do you call it?</source>
        <translation>Wie soll sie heißen?</translation>
    </message>
    <message>
        <source>Forget {name}?</source>
        <translation>{name} vergessen?</translation>
    </message>
    <message>
        <source>This computer forgets the connection and its password. Nothing in the team&apos;s database changes.</source>
        <translation>Dieser Computer vergisst die Verbindung und ihr Kennwort. In der Datenbank des Teams ändert sich nichts.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
</context>
<context>
    <name>DimensionsField</name>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>cm</source>
        <translation>cm</translation>
    </message>
    <message>
        <source>in</source>
        <translation>in</translation>
    </message>
</context>
<context>
    <name>FeatureRow</name>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>What it means for the buyer</source>
        <translation>Was es dem Käufer bringt</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>{what} kopieren</translation>
    </message>
</context>
<context>
    <name>Host</name>
    <message>
        <source>No database is open.</source>
        <translation>Keine Datenbank ist offen.</translation>
    </message>
    <message>
        <source>Your private database on this computer, in {folder}</source>
        <translation>Ihre private Datenbank auf diesem Computer, in {folder}</translation>
    </message>
    <message>
        <source>Your team&apos;s database: {place}</source>
        <translation>Die Datenbank Ihres Teams: {place}</translation>
    </message>
    <message>
        <source>Images are made on this computer, {count} at a time, in a process of their own. No photo leaves it except to your database.</source>
        <translation>Bilder entstehen auf diesem Computer, {count} zugleich, in einem eigenen Prozess. Kein Foto verlässt ihn, außer zu Ihrer Datenbank.</translation>
    </message>
    <message>
        <source>It works, but a pooler swallows change notices: everything is read every two seconds.</source>
        <translation>Es geht, aber ein Pooler verschluckt Änderungsmeldungen: Alles wird alle zwei Sekunden gelesen.</translation>
    </message>
    <message>
        <source>Everything works: address, login, tables, and changes arrive at once.</source>
        <translation>Alles funktioniert: Adresse, Anmeldung, Tabellen, und Änderungen kommen sofort an.</translation>
    </message>
    <message>
        <source>Your private database, in {folder}</source>
        <translation>Ihre private Datenbank in {folder}</translation>
    </message>
</context>
<context>
    <name>ImageActions</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add a photo first</source>
        <translation>Zuerst ein Foto hinzufügen</translation>
    </message>
    <message>
        <source>Make this image</source>
        <translation>Dieses Bild machen</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Noch einmal machen</translation>
    </message>
    <message>
        <source>In another style</source>
        <translation>In einem anderen Stil</translation>
    </message>
    <message>
        <source>Versions ({n})</source>
        <translation>Fassungen ({n})</translation>
    </message>
    <message>
        <source>Save the image</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Gespeichert als {name}.</translation>
    </message>
    <message>
        <source>{name} copied.</source>
        <translation>{name} kopiert.</translation>
    </message>
    <message>
        <source>{version} (in use)</source>
        <translation>{version} (in Gebrauch)</translation>
    </message>
</context>
<context>
    <name>JobDrawer</name>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>This job is gone</source>
        <translation>Diesen Auftrag gibt es nicht mehr</translation>
    </message>
    <message>
        <source>It was deleted.</source>
        <translation>Er wurde gelöscht.</translation>
    </message>
    <message>
        <source>This job can&apos;t be read</source>
        <translation>Dieser Auftrag lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Details of the job</source>
        <translation>Einzelheiten des Auftrags</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Put first</source>
        <translation>Vorziehen</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Show its pack</source>
        <translation>Sein Paket zeigen</translation>
    </message>
    <message>
        <source>Copy id</source>
        <translation>Kennung kopieren</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Gewartet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Helfer</translation>
    </message>
    <message>
        <source>Requested by</source>
        <translation>Verlangt von</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Jobs of this pack</source>
        <translation>Aufträge dieses Pakets</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Inhalt</translation>
    </message>
</context>
<context>
    <name>JobWords</name>
    <message>
        <source>{n}. {outcome}</source>
        <translation>{n}. {outcome}</translation>
    </message>
    <message>
        <source>began {time}</source>
        <translation>begann {time}</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>dauerte {time}</translation>
    </message>
    <message>
        <source>Traceback</source>
        <translation>Traceback</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Retrying</source>
        <translation>Neuer Versuch</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>Hängt</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Failed for good</source>
        <translation>Endgültig fehlgeschlagen</translation>
    </message>
    <message>
        <source>Failed, tried again</source>
        <translation>Fehlgeschlagen, neu versucht</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Zurückgegeben</translation>
    </message>
    <message>
        <source>Worker lost</source>
        <translation>Helfer verloren</translation>
    </message>
    <message>
        <source>Complete pack</source>
        <translation>Komplettes Paket</translation>
    </message>
    <message>
        <source>A+ content</source>
        <translation>A+-Inhalt</translation>
    </message>
    <message>
        <source>part of a pack</source>
        <translation>Teil eines Pakets</translation>
    </message>
    <message>
        <source>{n} of {m}</source>
        <translation>{n} von {m}</translation>
    </message>
    <message>
        <source>in {time}</source>
        <translation>in {time}</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{m} min {s:02d} s</source>
        <translation>{m} min {s:02d} s</translation>
    </message>
    <message>
        <source>{h} h {m:02d} min</source>
        <translation>{h} h {m:02d} min</translation>
    </message>
    <message>
        <source>{d} d {h} h</source>
        <translation>{d} T {h} h</translation>
    </message>
    <message>
        <source>1 job</source>
        <translation>1 Auftrag</translation>
    </message>
    <message>
        <source>{n} jobs</source>
        <translation>{n} Aufträge</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Attempt {text}</source>
        <translation>Versuch {text}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Helfer</translation>
    </message>
    <message>
        <source>Requested by</source>
        <translation>Verlangt von</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Failed today</source>
        <translation>Heute fehlgeschlagen</translation>
    </message>
    <message>
        <source>Packs</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>Waiting over 10 min</source>
        <translation>Wartet über 10 min</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; is no filter. There are: {known}. Put it in quotes to look for the words.</source>
        <translation>„{text}“ ist kein Filter. Es gibt: {known}. In Anführungszeichen wird nach den Wörtern gesucht.</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; is no state. There are: {known}.</source>
        <translation>„{text}“ ist kein Zustand. Es gibt: {known}.</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; is no age. Write age:&gt;1h for older than an hour, age:&lt;2d, or age:today.</source>
        <translation>„{text}“ ist kein Alter. age:&gt;1h heißt älter als eine Stunde; auch age:&lt;2d oder age:today.</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; still lacks what to look for.</source>
        <translation>Bei „{text}“ fehlt noch, wonach gesucht wird.</translation>
    </message>
    <message>
        <source>At work</source>
        <translation>Arbeitet</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>Fort</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>vor {time}</translation>
    </message>
    <message>
        <source>Paused: {reason}</source>
        <translation>Angehalten: {reason}</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>{name} (this computer)</source>
        <translation>{name} (dieser Computer)</translation>
    </message>
    <message>
        <source>Current jobs</source>
        <translation>Jetzige Aufträge</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>Plätze</translation>
    </message>
    <message>
        <source>Jobs a minute</source>
        <translation>Aufträge je Minute</translation>
    </message>
    <message>
        <source>Last heard of</source>
        <translation>Zuletzt gemeldet</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>App</source>
        <translation>App</translation>
    </message>
    <message>
        <source>Headless</source>
        <translation>Ohne Fenster</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
</context>
<context>
    <name>JobsActions</name>
    <message>
        <source>{jobs} selected</source>
        <translation>{jobs} gewählt</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>Nichts gewählt</translation>
    </message>
    <message>
        <source>Do something to every job the list shows, loaded or not</source>
        <translation>Etwas mit allen Aufträgen der Liste tun, ob geladen oder nicht</translation>
    </message>
    <message>
        <source>Select jobs first.</source>
        <translation>Wählen Sie zuerst Aufträge.</translation>
    </message>
    <message>
        <source>Only failed and cancelled jobs can be retried.</source>
        <translation>Nur fehlgeschlagene und abgebrochene Aufträge lassen sich wiederholen.</translation>
    </message>
    <message>
        <source>Only waiting and running jobs can be cancelled.</source>
        <translation>Nur wartende und laufende Aufträge lassen sich abbrechen.</translation>
    </message>
    <message>
        <source>Only waiting jobs can be put first.</source>
        <translation>Nur wartende Aufträge lassen sich vorziehen.</translation>
    </message>
    <message>
        <source>Nothing that matches can be {done}.</source>
        <translation>Nichts davon kann {done} werden.</translation>
    </message>
    <message>
        <source>It isn&apos;t known yet what you may do.</source>
        <translation>Noch ist nicht bekannt, was Sie dürfen.</translation>
    </message>
    <message>
        <source>Your role may only look. Ask an admin of your team for the role staff.</source>
        <translation>Ihre Rolle darf nur zusehen. Bitten Sie einen Admin Ihres Teams um die Rolle staff.</translation>
    </message>
    <message>
        <source>{action} the selected jobs</source>
        <translation>{action}: die gewählten Aufträge</translation>
    </message>
    <message>
        <source>All that match</source>
        <translation>Alle passenden</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>{verb} {jobs}?</source>
        <translation>{jobs}: {verb}?</translation>
    </message>
    <message>
        <source>These are the newest; there are more.</source>
        <translation>Das sind die neuesten; es gibt mehr.</translation>
    </message>
    <message>
        <source>Undoing</source>
        <translation>Wird rückgängig gemacht</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>Rückgängig gemacht.</translation>
    </message>
    <message>
        <source>{doing}: {n} of {m}</source>
        <translation>{doing}: {n} von {m}</translation>
    </message>
    <message>
        <source>Nothing was queued again: the same work waits or runs already.</source>
        <translation>Nichts wurde neu eingereiht: Dieselbe Arbeit wartet oder läuft schon.</translation>
    </message>
    <message>
        <source>Nothing was left to be {done}.</source>
        <translation>Es war nichts mehr da, das {done} werden könnte.</translation>
    </message>
    <message>
        <source>{jobs} {done}.</source>
        <translation>{jobs} {done}.</translation>
    </message>
    <message>
        <source>Stopped there; the rest is as it was.</source>
        <translation>Dort angehalten; der Rest ist wie zuvor.</translation>
    </message>
    <message>
        <source>Undo ({n})</source>
        <translation>Rückgängig ({n})</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Put first</source>
        <translation>Vorziehen</translation>
    </message>
    <message>
        <source>queued again</source>
        <translation>neu eingereiht</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>put first</source>
        <translation>vorgezogen</translation>
    </message>
    <message>
        <source>Queuing again</source>
        <translation>Wird neu eingereiht</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>Wird abgebrochen</translation>
    </message>
    <message>
        <source>Putting first</source>
        <translation>Wird vorgezogen</translation>
    </message>
    <message>
        <source>1 job</source>
        <translation>1 Auftrag</translation>
    </message>
    <message>
        <source>{n} jobs</source>
        <translation>{n} Aufträge</translation>
    </message>
</context>
<context>
    <name>JobsPage</name>
    <message>
        <source>As of {time}</source>
        <translation>Stand {time}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Show all jobs</source>
        <translation>Alle Aufträge zeigen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Something went wrong inside.</source>
        <translation>Innen ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>The jobs can&apos;t be read</source>
        <translation>Die Aufträge lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Loading jobs</source>
        <translation>Aufträge werden geladen</translation>
    </message>
    <message>
        <source>No job matches</source>
        <translation>Kein Auftrag passt</translation>
    </message>
    <message>
        <source>Nothing fits this search at the moment. The list stays live: what fits will show.</source>
        <translation>Zurzeit passt nichts zu dieser Suche. Die Liste bleibt aktuell: Was passt, erscheint.</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Noch keine Aufträge</translation>
    </message>
    <message>
        <source>Open a project and press Generate Complete Pack: its jobs show here, live.</source>
        <translation>Öffnen Sie ein Projekt und drücken Sie „Komplettes Paket erzeugen“: Seine Aufträge erscheinen hier sofort.</translation>
    </message>
    <message>
        <source>Hide charts</source>
        <translation>Diagramme ausblenden</translation>
    </message>
    <message>
        <source>Show charts</source>
        <translation>Diagramme zeigen</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Copy id</source>
        <translation>Kennung kopieren</translation>
    </message>
    <message>
        <source>Copy ids</source>
        <translation>Kennungen kopieren</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Only jobs of this project</source>
        <translation>Nur Aufträge dieses Projekts</translation>
    </message>
</context>
<context>
    <name>JobsSearch</name>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>Filter speichern</translation>
    </message>
    <message>
        <source>Keep this search as a filter of your own</source>
        <translation>Diese Suche als eigenen Filter behalten</translation>
    </message>
    <message>
        <source>Name of the filter</source>
        <translation>Name des Filters</translation>
    </message>
    <message>
        <source>No reason given</source>
        <translation>Kein Grund angegeben</translation>
    </message>
    <message>
        <source>Show the {n} jobs that failed with: {error}</source>
        <translation>Die {n} Aufträge zeigen, die so fehlschlugen: {error}</translation>
    </message>
    <message>
        <source>Every job</source>
        <translation>Jeder Auftrag</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>Diesen Filter entfernen</translation>
    </message>
</context>
<context>
    <name>JobsTable</name>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>As at the beginning</source>
        <translation>Wie am Anfang</translation>
    </message>
</context>
<context>
    <name>KeyboardMap</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Packdesk is still at work.</source>
        <translation>Packdesk arbeitet noch.</translation>
    </message>
    <message>
        <source>Finish, then close</source>
        <translation>Fertig machen, dann schließen</translation>
    </message>
    <message>
        <source>Close now</source>
        <translation>Jetzt schließen</translation>
    </message>
    <message>
        <source>Stay open</source>
        <translation>Offen bleiben</translation>
    </message>
    <message>
        <source>This computer is making images ({count}): closing now loses nothing, they are made later.</source>
        <translation>Dieser Computer macht Bilder ({count}): Beim Schließen geht nichts verloren, sie entstehen später.</translation>
    </message>
    <message>
        <source>Packdesk closes when what it is doing is done.</source>
        <translation>Packdesk schließt, sobald die Arbeit getan ist.</translation>
    </message>
    <message>
        <source>Photos are on their way: those that haven&apos;t arrived would have to be added again.</source>
        <translation>Fotos sind unterwegs: Was nicht angekommen ist, müsste neu hinzugefügt werden.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Offline since {time}. You see how things were then; reconnecting goes on by itself. Changes have to wait until the server is back.</source>
        <translation>Offline seit {time}. Sie sehen den Stand von da an; die Verbindung wird von selbst gesucht. Änderungen müssen warten, bis der Server wieder da ist.</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>{place}
This computer keeps no password for it.</source>
        <translation>{place}
Dieser Computer bewahrt dafür kein Passwort auf.</translation>
    </message>
    <message>
        <source>Your password, please</source>
        <translation>Ihr Passwort, bitte</translation>
    </message>
    <message>
        <source>The database refuses the login</source>
        <translation>Die Datenbank lehnt die Anmeldung ab</translation>
    </message>
    <message>
        <source>The database could not be opened</source>
        <translation>Die Datenbank ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>Connecting to your team…</source>
        <translation>Verbindung zu Ihrem Team …</translation>
    </message>
    <message>
        <source>The server takes its time. It is given up after half a minute.</source>
        <translation>Der Server lässt sich Zeit. Nach einer halben Minute wird aufgegeben.</translation>
    </message>
    <message>
        <source>Opening your database…</source>
        <translation>Ihre Datenbank wird geöffnet …</translation>
    </message>
    <message>
        <source>The private server on this computer is starting.</source>
        <translation>Der private Server auf diesem Computer startet.</translation>
    </message>
    <message>
        <source>The server is still starting: after a crash it first puts everything in order.</source>
        <translation>Der Server startet noch: Nach einem Absturz bringt er zuerst alles in Ordnung.</translation>
    </message>
    <message>
        <source>Setting up your database…</source>
        <translation>Ihre Datenbank wird eingerichtet …</translation>
    </message>
    <message>
        <source>Only this first time, and only a few seconds.</source>
        <translation>Nur dieses erste Mal, und nur ein paar Sekunden.</translation>
    </message>
    <message>
        <source>This takes longer than usual: the disk may be slow, or a virus scanner is looking.</source>
        <translation>Das dauert länger als sonst: Die Festplatte ist langsam, oder ein Virenscanner sieht nach.</translation>
    </message>
</context>
<context>
    <name>OpeningPage</name>
    <message>
        <source>Opening</source>
        <translation>Wird geöffnet</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Choose another database</source>
        <translation>Andere Datenbank wählen</translation>
    </message>
</context>
<context>
    <name>PackBar</name>
    <message>
        <source>Progress of the pack</source>
        <translation>Fortschritt des Pakets</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the pack</source>
        <translation>Paket abbrechen</translation>
    </message>
    <message>
        <source>Generate Complete Pack</source>
        <translation>Komplettes Paket erzeugen</translation>
    </message>
    <message>
        <source>{done} of {total} images ready</source>
        <translation>{done} von {total} Bildern fertig</translation>
    </message>
    <message>
        <source>The pack is complete</source>
        <translation>Das Paket ist komplett</translation>
    </message>
    <message>
        <source>{done} of {total} images are there</source>
        <translation>{done} von {total} Bildern sind da</translation>
    </message>
    <message>
        <source>Six listing images from your photos</source>
        <translation>Sechs Angebotsbilder aus Ihren Fotos</translation>
    </message>
    <message>
        <source>Make all six images (Ctrl+G)</source>
        <translation>Alle sechs Bilder machen (Strg+G)</translation>
    </message>
    <message>
        <source>Add a photo first</source>
        <translation>Zuerst ein Foto hinzufügen</translation>
    </message>
    <message>
        <source>The queue is paused. It goes on when somebody resumes it on the Workers page.</source>
        <translation>Die Warteschlange ist angehalten. Sie läuft weiter, sobald jemand sie auf der Seite Helfer fortsetzt.</translation>
    </message>
    <message>
        <source>No computer is processing. Switch processing on at the foot of the window.</source>
        <translation>Kein Computer hilft mit. Schalten Sie es unten im Fenster ein.</translation>
    </message>
    <message>
        <source>Add a photo first: one is enough.</source>
        <translation>Fügen Sie zuerst ein Foto hinzu: Eines genügt.</translation>
    </message>
    <message>
        <source>Some images failed. Retry them one by one, or make the whole pack again.</source>
        <translation>Einige Bilder schlugen fehl. Wiederholen Sie sie einzeln, oder machen Sie das ganze Paket neu.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Go to a page or project, or do something</source>
        <translation>Zu Seite oder Projekt gehen, oder etwas tun</translation>
    </message>
    <message>
        <source>Search for a page, a project or an action</source>
        <translation>Nach Seite, Projekt oder Aktion suchen</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Nothing of that name. Try fewer letters.</source>
        <translation>Nichts dieses Namens. Versuchen Sie es mit weniger Buchstaben.</translation>
    </message>
</context>
<context>
    <name>PhotoDelegate</name>
    <message>
        <source>Main photo</source>
        <translation>Hauptfoto</translation>
    </message>
    <message>
        <source>Photo {n}</source>
        <translation>Foto {n}</translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>Browse for photos</source>
        <translation>Nach Fotos suchen</translation>
    </message>
    <message>
        <source>Leave {name} out</source>
        <translation>{name} weglassen</translation>
    </message>
    <message>
        <source>Drop photos of the product here, or add them later.</source>
        <translation>Ziehen Sie Fotos des Produkts hierher, oder fügen Sie sie später hinzu.</translation>
    </message>
    <message>
        <source>{n} photos. A project holds {most}: the first {most} are added.</source>
        <translation>{n} Fotos. Ein Projekt fasst {most}: Die ersten {most} werden hinzugefügt.</translation>
    </message>
    <message>
        <source>Photos to add: {n}</source>
        <translation>Hinzuzufügende Fotos: {n}</translation>
    </message>
    <message>
        <source>Photos of the product</source>
        <translation>Fotos des Produkts</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
</context>
<context>
    <name>PhotoList</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
</context>
<context>
    <name>PhotosModel</name>
    <message>
        <source>{width} x {height} pixels</source>
        <translation>{width} x {height} Pixel</translation>
    </message>
    <message>
        <source>Main photo</source>
        <translation>Hauptfoto</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
</context>
<context>
    <name>PhotosPanel</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Replace {name}</source>
        <translation>{name} ersetzen</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Choose photo files (Ctrl+O); or drop them here, or paste with Ctrl+V</source>
        <translation>Fotodateien wählen (Strg+O), hierher ziehen oder mit Strg+V einfügen</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>Drop photos here</source>
        <translation>Fotos hierher ziehen</translation>
    </message>
    <message>
        <source>or paste them with Ctrl+V. One is enough; the first one is the main photo.</source>
        <translation>oder mit Strg+V einfügen. Eines genügt; das erste ist das Hauptfoto.</translation>
    </message>
    <message>
        <source>Rotate left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Rotate right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation>Alt+Up</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation>Alt+Down</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Ersetzen …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n} von {most}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Use as the main photo</source>
        <translation>Als Hauptfoto nehmen</translation>
    </message>
</context>
<context>
    <name>ProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>Project details</source>
        <translation>Angaben zum Projekt</translation>
    </message>
    <message>
        <source>* needed. All else makes the images better.</source>
        <translation>* nötig. Alles andere macht die Bilder besser.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Ctrl+Return</translation>
    </message>
</context>
<context>
    <name>ProjectHeader</name>
    <message>
        <source>Back to all projects</source>
        <translation>Zurück zu allen Projekten</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Edit details</source>
        <translation>Angaben ändern</translation>
    </message>
    <message>
        <source>What is known about the product (Ctrl+E)</source>
        <translation>Was über das Produkt bekannt ist (Strg+E)</translation>
    </message>
    <message>
        <source>{style} style</source>
        <translation>Stil {style}</translation>
    </message>
    <message>
        <source>changed {when}</source>
        <translation>geändert {when}</translation>
    </message>
</context>
<context>
    <name>ProjectPage</name>
    <message>
        <source>Offline. Shown as it was at {time}; Packdesk reconnects by itself.</source>
        <translation>Offline. Stand von {time}; Packdesk verbindet sich von selbst wieder.</translation>
    </message>
    <message>
        <source>Loading the project…</source>
        <translation>Das Projekt wird geladen …</translation>
    </message>
    <message>
        <source>This project can&apos;t be shown</source>
        <translation>Dieses Projekt lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Ctrl+G</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>Photo deleted.</source>
        <translation>Foto gelöscht.</translation>
    </message>
    <message>
        <source>{n} photos deleted.</source>
        <translation>{n} Fotos gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>ProjectsPage</name>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Search projects</source>
        <translation>Projekte suchen</translation>
    </message>
    <message>
        <source>Search by project, product or category (Ctrl+F)</source>
        <translation>Nach Projekt, Produkt oder Kategorie suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Show projects with this status</source>
        <translation>Projekte mit diesem Stand zeigen</translation>
    </message>
    <message>
        <source>All statuses</source>
        <translation>Jeder Stand</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>New project (Ctrl+N)</source>
        <translation>Neues Projekt (Strg+N)</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>Beispiel öffnen</translation>
    </message>
    <message>
        <source>Show all projects</source>
        <translation>Alle Projekte zeigen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Offline. Shown as it was at {time}; Packdesk reconnects by itself.</source>
        <translation>Offline. Stand von {time}; Packdesk verbindet sich von selbst wieder.</translation>
    </message>
    <message>
        <source>Loading projects…</source>
        <translation>Projekte werden geladen …</translation>
    </message>
    <message>
        <source>No project matches</source>
        <translation>Kein Projekt passt</translation>
    </message>
    <message>
        <source>Search for something else, or show all projects.</source>
        <translation>Suchen Sie etwas anderes, oder zeigen Sie alle Projekte.</translation>
    </message>
    <message>
        <source>No projects yet</source>
        <translation>Noch keine Projekte</translation>
    </message>
    <message>
        <source>Drop product photos here, or start with the sample to see what comes of it.</source>
        <translation>Ziehen Sie Produktfotos hierher, oder beginnen Sie mit dem Beispiel.</translation>
    </message>
    <message>
        <source>Something went wrong inside.</source>
        <translation>Innen ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>The projects can&apos;t be shown</source>
        <translation>Die Projekte lassen sich nicht zeigen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Delete {n} projects…</source>
        <translation>{n} Projekte löschen …</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>Neues Projekt …</translation>
    </message>
    <message>
        <source>Its {photos} photos, {images} images and all its jobs go with it.</source>
        <translation>Seine {photos} Fotos, {images} Bilder und alle seine Aufträge gehen mit.</translation>
    </message>
    <message>
        <source>Their {photos} photos, {images} images and all their jobs go with them.</source>
        <translation>Ihre {photos} Fotos, {images} Bilder und alle ihre Aufträge gehen mit.</translation>
    </message>
    <message>
        <source>This can&apos;t be undone.</source>
        <translation>Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete the project &quot;{name}&quot;?</source>
        <translation>Das Projekt „{name}“ löschen?</translation>
    </message>
    <message>
        <source>Delete project</source>
        <translation>Projekt löschen</translation>
    </message>
    <message>
        <source>Delete {n} projects?</source>
        <translation>{n} Projekte löschen?</translation>
    </message>
    <message>
        <source>Delete {n} projects</source>
        <translation>{n} Projekte löschen</translation>
    </message>
</context>
<context>
    <name>ProjectsTable</name>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>{done} of {total} images of the pack are ready</source>
        <translation>{done} von {total} Bildern des Pakets sind fertig</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
</context>
<context>
    <name>QueueWatch</name>
    <message>
        <source>{what} for {project}</source>
        <translation>{what} für {project}</translation>
    </message>
    <message>
        <source> and {count} more</source>
        <translation> und {count} mehr</translation>
    </message>
    <message>
        <source>ready for jobs</source>
        <translation>bereit für Aufträge</translation>
    </message>
    <message>
        <source>rests while you use this computer</source>
        <translation>ruht, während Sie am Computer sind</translation>
    </message>
    <message>
        <source>rests until it is on mains power</source>
        <translation>ruht, bis Strom aus dem Netz kommt</translation>
    </message>
    <message>
        <source>had a problem and starts again</source>
        <translation>hatte ein Problem und beginnt neu</translation>
    </message>
    <message>
        <source>the database does not let it process</source>
        <translation>die Datenbank lässt es nicht zu</translation>
    </message>
    <message>
        <source>Pack finished</source>
        <translation>Paket fertig</translation>
    </message>
    <message>
        <source>All {total} images for {project} are ready.</source>
        <translation>Alle {total} Bilder für {project} sind fertig.</translation>
    </message>
    <message>
        <source>Pack not complete</source>
        <translation>Paket nicht vollständig</translation>
    </message>
    <message>
        <source>A pack</source>
        <translation>Ein Paket</translation>
    </message>
    <message>
        <source>{done} of {total} images for {project} were made. Open it to retry the rest.</source>
        <translation>{done} von {total} Bildern für {project} sind fertig. Der Rest schlug fehl: Öffnen Sie das Projekt, um es zu wiederholen.</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search jobs, or state:failed project:mug age:&gt;1h</source>
        <translation>Aufträge suchen, oder state:failed project:tasse age:&gt;1h</translation>
    </message>
    <message>
        <source>Search jobs</source>
        <translation>Aufträge suchen</translation>
    </message>
    <message>
        <source>Words, and filters: {keys}</source>
        <translation>Wörter, und Filter: {keys}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Processing on this computer</source>
        <translation>Mithelfen auf diesem Computer</translation>
    </message>
    <message>
        <source>This computer processes jobs</source>
        <translation>Dieser Computer bearbeitet Aufträge</translation>
    </message>
    <message>
        <source>As suits this computer</source>
        <translation>Wie es zum Computer passt</translation>
    </message>
    <message>
        <source>Jobs at once</source>
        <translation>Aufträge zugleich</translation>
    </message>
    <message>
        <source>Only while nobody uses this computer</source>
        <translation>Nur wenn niemand am Computer arbeitet</translation>
    </message>
    <message>
        <source>This system doesn&apos;t tell when the computer is in use: the rule has no effect here.</source>
        <translation>Dieses System verrät nicht, ob jemand am Computer ist: Die Regel wirkt hier nicht.</translation>
    </message>
    <message>
        <source>Only on mains power</source>
        <translation>Nur am Stromnetz</translation>
    </message>
    <message>
        <source>This computer has no battery: it always counts as on mains power.</source>
        <translation>Dieser Computer hat keinen Akku: Er gilt immer als am Stromnetz.</translation>
    </message>
    <message>
        <source>Appearance and language</source>
        <translation>Aussehen und Sprache</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Tell me when a pack is finished or has failed</source>
        <translation>Sagen, wenn ein Paket fertig oder fehlgeschlagen ist</translation>
    </message>
    <message>
        <source>Only while you are looking at something else.</source>
        <translation>Nur während Sie etwas anderes ansehen.</translation>
    </message>
    <message>
        <source>This desktop has no tray, and shows no notifications of Packdesk.</source>
        <translation>Diese Oberfläche hat keinen Infobereich und zeigt keine Meldungen von Packdesk.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Image engine</source>
        <translation>Bildmaschine</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Für Fortgeschrittene</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>Delete finished jobs after</source>
        <translation>Fertige Aufträge löschen nach</translation>
    </message>
    <message>
        <source>Projects, photos and images stay. Deleted once a day; only admins may do so.</source>
        <translation>Projekte, Fotos und Bilder bleiben. Gelöscht wird einmal am Tag; nur Admins dürfen das.</translation>
    </message>
    <message>
        <source>Open logs folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Export diagnostics</source>
        <translation>Diagnose exportieren</translation>
    </message>
    <message>
        <source>A ZIP file with versions, settings and logs, without passwords or images.</source>
        <translation>Eine ZIP-Datei mit Versionen, Einstellungen und Protokollen, ohne Passwörter oder Bilder.</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Stay in the tray when the window is closed</source>
        <translation>Nach dem Schließen im Infobereich bleiben</translation>
    </message>
    <message>
        <source>Connect to another database…</source>
        <translation>Mit einer anderen Datenbank verbinden …</translation>
    </message>
    <message>
        <source>New versions</source>
        <translation>Neue Versionen</translation>
    </message>
    <message>
        <source>Look for a new version once a day</source>
        <translation>Einmal am Tag nach einer neuen Version sehen</translation>
    </message>
    <message>
        <source>Nothing about you is sent, and nothing is installed: you are told what is new, and choose.</source>
        <translation>Nichts über Sie wird gesendet und nichts installiert: Sie erfahren, was neu ist, und entscheiden.</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Jetzt nachsehen</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Go to a page, a project or an action (Ctrl+K)</source>
        <translation>Zu Seite, Projekt oder Aktion gehen (Strg+K)</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Processing</source>
        <translation>Hilft mit</translation>
    </message>
    <message>
        <source>This computer is processing</source>
        <translation>Dieser Computer hilft mit</translation>
    </message>
    <message>
        <source>Whether this computer makes images for everybody&apos;s jobs</source>
        <translation>Ob dieser Computer Bilder für die Aufträge aller macht</translation>
    </message>
    <message>
        <source>◌ OPENING</source>
        <translation>◌ ÖFFNET</translation>
    </message>
    <message>
        <source>The database is being opened.</source>
        <translation>Die Datenbank wird geöffnet.</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>Changes show at once.</source>
        <translation>Änderungen erscheinen sofort.</translation>
    </message>
    <message>
        <source>POLLING</source>
        <translation>ABFRAGE</translation>
    </message>
    <message>
        <source>A pooler swallows change notices: everything is read again every two seconds.</source>
        <translation>Ein Pooler verschluckt Änderungsmeldungen: Alles wird alle zwei Sekunden neu gelesen.</translation>
    </message>
    <message>
        <source>OFFLINE</source>
        <translation>OFFLINE</translation>
    </message>
    <message>
        <source>The database can&apos;t be reached. What you see may be out of date.</source>
        <translation>Die Datenbank ist nicht erreichbar. Was Sie sehen, kann veraltet sein.</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>seit {time}</translation>
    </message>
    <message>
        <source>Connection: {state}</source>
        <translation>Verbindung: {state}</translation>
    </message>
    <message>
        <source>{queued} queued, {running} running</source>
        <translation>{queued} warten, {running} laufen</translation>
    </message>
    <message>
        <source>Queue: {state}</source>
        <translation>Warteschlange: {state}</translation>
    </message>
    <message>
        <source>This computer: {state}</source>
        <translation>Dieser Computer: {state}</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>Queue paused</source>
        <translation>Schlange angehalten</translation>
    </message>
    <message>
        <source>Nobody takes jobs until the queue is resumed on the page Workers.</source>
        <translation>Niemand nimmt Aufträge, bis die Warteschlange auf der Seite Helfer fortgesetzt wird.</translation>
    </message>
    <message>
        <source>Queue paused: {reason}</source>
        <translation>Schlange angehalten: {reason}</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>It failed without a reason.</source>
        <translation>Es schlug ohne Grund fehl.</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>Mehr zu {name}</translation>
    </message>
    <message>
        <source>Progress of {name}</source>
        <translation>Fortschritt von {name}</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Retry {name}</source>
        <translation>{name} wiederholen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Ready · {style}</source>
        <translation>Fertig · {style}</translation>
    </message>
    <message>
        <source>Not made yet</source>
        <translation>Noch nicht erstellt</translation>
    </message>
    <message>
        <source>The last run was cancelled.</source>
        <translation>Der letzte Lauf wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Making it…</source>
        <translation>Wird erstellt …</translation>
    </message>
    <message>
        <source>Making it… {percent} %</source>
        <translation>Wird erstellt … {percent} %</translation>
    </message>
    <message>
        <source>Interrupted. Another computer takes over soon.</source>
        <translation>Unterbrochen. Ein anderer Computer übernimmt bald.</translation>
    </message>
    <message>
        <source>Trying again soon ({n} of {most})</source>
        <translation>Gleich ein neuer Versuch ({n} von {most})</translation>
    </message>
    <message>
        <source>Scheduled for later</source>
        <translation>Für später geplant</translation>
    </message>
    <message>
        <source>The queue is paused.</source>
        <translation>Die Warteschlange ist angehalten.</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Next in line</source>
        <translation>Als Nächstes dran</translation>
    </message>
    <message>
        <source>Queued, 1,000 or more before it</source>
        <translation>Wartet, 1.000 oder mehr davor</translation>
    </message>
    <message>
        <source>Queued, number {n} in line</source>
        <translation>Wartet, Nummer {n} in der Reihe</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Packdesk</source>
        <translation>Packdesk öffnen</translation>
    </message>
    <message>
        <source>This computer is processing</source>
        <translation>Dieser Computer hilft mit</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>Updating</name>
    <message>
        <source>This build knows no place for new versions.</source>
        <translation>Dieses Programm kennt keinen Ort für neue Versionen.</translation>
    </message>
    <message>
        <source>Packdesk {version} is the newest version.</source>
        <translation>Packdesk {version} ist die neueste Version.</translation>
    </message>
    <message>
        <source>Packdesk {version} can be had.</source>
        <translation>Packdesk {version} ist verfügbar.</translation>
    </message>
    <message>
        <source>Open the download</source>
        <translation>Download öffnen</translation>
    </message>
</context>
<context>
    <name>UploadRows</name>
    <message>
        <source>Photos on their way</source>
        <translation>Fotos unterwegs</translation>
    </message>
</context>
<context>
    <name>Uploads</name>
    <message>
        <source>A project holds at most {most} photos. This one was left out.</source>
        <translation>Ein Projekt fasst höchstens {most} Fotos. Dieses wurde weggelassen.</translation>
    </message>
    <message>
        <source>Something went wrong inside Packdesk.</source>
        <translation>In Packdesk ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>The project does not exist any more.</source>
        <translation>Das Projekt gibt es nicht mehr.</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Previous</source>
        <translation>Vorheriges</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Nächstes</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Right</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare with the photo (B); drag the line</source>
        <translation>Mit dem Foto vergleichen (B); die Linie ziehen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>{width} x {height} pixels</source>
        <translation>{width} x {height} Pixel</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n} von {most}</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>This picture can&apos;t be shown.</source>
        <translation>Dieses Bild lässt sich nicht zeigen.</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Welcome to Packdesk</source>
        <translation>Willkommen bei Packdesk</translation>
    </message>
    <message>
        <source>From your own product photos to a complete pack of six listing images.</source>
        <translation>Aus Ihren Produktfotos wird ein komplettes Paket aus sechs Angebotsbildern.</translation>
    </message>
    <message>
        <source>Start on this computer</source>
        <translation>Auf diesem Computer beginnen</translation>
    </message>
    <message>
        <source>Connect to my team</source>
        <translation>Mit meinem Team verbinden</translation>
    </message>
    <message>
        <source>Just me</source>
        <translation>Nur ich</translation>
    </message>
    <message>
        <source>Everything stays on this computer. No account, no set-up: a sample project is waiting, and your first pack is a click away.</source>
        <translation>Alles bleibt auf diesem Computer. Kein Konto, keine Einrichtung: Ein Beispielprojekt wartet, und Ihr erstes Paket ist einen Klick entfernt.</translation>
    </message>
    <message>
        <source>With my team</source>
        <translation>Mit meinem Team</translation>
    </message>
    <message>
        <source>Work in your team&apos;s database, live with everybody else. You need the connection string or the .packdesk file from your admin.</source>
        <translation>Arbeiten Sie in der Datenbank Ihres Teams, live mit allen anderen. Sie brauchen die Verbindungszeichenfolge oder die .packdesk-Datei von Ihrem Admin.</translation>
    </message>
    <message>
        <source>You can change this at any time in Settings.</source>
        <translation>Das lässt sich jederzeit in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>So lassen, wie es ist</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Processing</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Main image</source>
        <translation>Hauptbild</translation>
    </message>
    <message>
        <source>Infographic</source>
        <translation>Infografik</translation>
    </message>
    <message>
        <source>Feature highlight</source>
        <translation>Merkmal im Detail</translation>
    </message>
    <message>
        <source>Lifestyle</source>
        <translation>Lifestyle</translation>
    </message>
    <message>
        <source>Comparison chart</source>
        <translation>Vergleichstabelle</translation>
    </message>
    <message>
        <source>Dimension diagram</source>
        <translation>Maßzeichnung</translation>
    </message>
    <message>
        <source>Premium</source>
        <translation>Premium</translation>
    </message>
    <message>
        <source>Minimal</source>
        <translation>Minimal</translation>
    </message>
    <message>
        <source>Bold</source>
        <translation>Kräftig</translation>
    </message>
    <message>
        <source>Techy</source>
        <translation>Technisch</translation>
    </message>
    <message>
        <source>Colorful</source>
        <translation>Farbenfroh</translation>
    </message>
    <message>
        <source>features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>measurements</source>
        <translation>Maße</translation>
    </message>
    <message>
        <source>points to compare</source>
        <translation>Vergleichspunkte</translation>
    </message>
    <message>
        <source>a description</source>
        <translation>eine Beschreibung</translation>
    </message>
    <message>
        <source>another photo</source>
        <translation>ein weiteres Foto</translation>
    </message>
    <message>
        <source>Add {things} for a better image.</source>
        <translation>Für ein besseres Bild ergänzen: {things}.</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>vor {n} Min.</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>vor {n} Std.</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>{n} days ago</source>
        <translation>vor {n} Tagen</translation>
    </message>
</context>
<context>
    <name>WorkersPage</name>
    <message>
        <source>As of {time}</source>
        <translation>Stand {time}</translation>
    </message>
    <message>
        <source>The workers can&apos;t be read</source>
        <translation>Die Helfer lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Helfer</translation>
    </message>
    <message>
        <source>Pause worker</source>
        <translation>Helfer anhalten</translation>
    </message>
    <message>
        <source>Pause queue</source>
        <translation>Warteschlange anhalten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Reason, for everybody to see (optional)</source>
        <translation>Grund, für alle sichtbar (freiwillig)</translation>
    </message>
    <message>
        <source>Reason of the pause</source>
        <translation>Grund der Pause</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Loading workers</source>
        <translation>Helfer werden geladen</translation>
    </message>
    <message>
        <source>Nobody processes yet</source>
        <translation>Noch hilft niemand mit</translation>
    </message>
    <message>
        <source>Switch on &quot;This computer is processing&quot; below, or run &quot;packdesk worker&quot; on another one.</source>
        <translation>Schalten Sie unten „Hilft mit“ ein, oder starten Sie auf einem anderen Computer „packdesk worker“.</translation>
    </message>
    <message>
        <source>{n} at hand · {running} running, {queued} waiting · {rate} jobs a minute</source>
        <translation>{n} zur Hand · {running} laufen, {queued} warten · {rate} Aufträge je Minute</translation>
    </message>
    <message>
        <source>The queue is paused: nobody is given new jobs.</source>
        <translation>Die Warteschlange ist angehalten: Niemand bekommt neue Aufträge.</translation>
    </message>
    <message>
        <source>The queue is paused: {reason}</source>
        <translation>Die Warteschlange ist angehalten: {reason}</translation>
    </message>
    <message>
        <source>({who}, since {time})</source>
        <translation>({who}, seit {time})</translation>
    </message>
    <message>
        <source>Only an admin of your team can pause and resume.</source>
        <translation>Nur ein Admin Ihres Teams kann anhalten und fortsetzen.</translation>
    </message>
    <message>
        <source>Resume worker</source>
        <translation>Helfer fortsetzen</translation>
    </message>
    <message>
        <source>Select a worker first.</source>
        <translation>Wählen Sie zuerst einen Helfer.</translation>
    </message>
    <message>
        <source>This worker is gone.</source>
        <translation>Dieser Helfer ist fort.</translation>
    </message>
    <message>
        <source>Pause the whole queue?</source>
        <translation>Die ganze Warteschlange anhalten?</translation>
    </message>
    <message>
        <source>Pause {name}?</source>
        <translation>{name} anhalten?</translation>
    </message>
</context>
<context>
    <name>_Banner</name>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>{text} ({count} times)</source>
        <translation>{text} ({count}-mal)</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Remove this row</source>
        <translation>Diese Zeile entfernen</translation>
    </message>
    <message>
        <source>Progress of {name}</source>
        <translation>Fortschritt von {name}</translation>
    </message>
    <message>
        <source>Dismiss {name}</source>
        <translation>{name} ausblenden</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Storing…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Waits until the server can be reached again</source>
        <translation>Wartet, bis der Server wieder erreichbar ist</translation>
    </message>
</context>
</TS>
