<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>ActionBar</name>
    <message>
        <source>{doing}: {n} of {m}</source>
        <translation>{doing}: {n} von {m}</translation>
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
        <source>Undo ({n})</source>
        <translation>Rückgängig ({n})</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>AplusForm</name>
    <message>
        <source>Headline</source>
        <translation>Überschrift</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Bullets, one a line</source>
        <translation>Stichpunkte, je Zeile einer</translation>
    </message>
    <message>
        <source>The project&apos;s first {n} features stand below the pictures. You write them in the project.</source>
        <translation>Unter den Bildern stehen die ersten {n} Merkmale des Projekts. Dort schreiben Sie sie auch.</translation>
    </message>
    <message>
        <source>Longest feature</source>
        <translation>Längstes Merkmal</translation>
    </message>
</context>
<context>
    <name>AplusHeader</name>
    <message>
        <source>Back to the project</source>
        <translation>Zurück zum Projekt</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the A+ content</source>
        <translation>A+-Inhalte abbrechen</translation>
    </message>
    <message>
        <source>Make A+ content</source>
        <translation>A+-Inhalte machen</translation>
    </message>
    <message>
        <source>Progress of the A+ content</source>
        <translation>Fortschritt der A+-Inhalte</translation>
    </message>
    <message>
        <source>Make again</source>
        <translation>Neu machen</translation>
    </message>
    <message>
        <source>Making the modules…</source>
        <translation>Module werden gemacht …</translation>
    </message>
    <message>
        <source>Waiting for a computer that processes</source>
        <translation>Wartet auf einen Computer, der mithilft</translation>
    </message>
</context>
<context>
    <name>AplusList</name>
    <message>
        <source>Modules</source>
        <translation>Module</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Words needed</source>
        <translation>Worte fehlen</translation>
    </message>
    <message>
        <source>Not made yet</source>
        <translation>Noch nicht erstellt</translation>
    </message>
    <message>
        <source>Shows earlier words</source>
        <translation>Zeigt frühere Worte</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Points to compare needed</source>
        <translation>Punkte zum Vergleichen fehlen</translation>
    </message>
    <message>
        <source>Shorter features needed</source>
        <translation>Kürzere Merkmale nötig</translation>
    </message>
    <message>
        <source>Leaves something out</source>
        <translation>Lässt etwas weg</translation>
    </message>
    <message>
        <source>Shorter words needed</source>
        <translation>Kürzere Worte nötig</translation>
    </message>
</context>
<context>
    <name>AplusPage</name>
    <message>
        <source>Loading the A+ content…</source>
        <translation>A+-Inhalte werden geladen …</translation>
    </message>
    <message>
        <source>A+ content: {name}</source>
        <translation>A+-Inhalte: {name}</translation>
    </message>
    <message>
        <source>The A+ content can&apos;t be shown</source>
        <translation>Die A+-Inhalte lassen sich nicht zeigen</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>Noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>The picture shows earlier words. Make it again to see these.</source>
        <translation>Das Bild zeigt frühere Worte. Machen Sie es neu, um diese zu sehen.</translation>
    </message>
    <message>
        <source>Drafted from the project&apos;s own words.</source>
        <translation>Entworfen aus den Worten des Projekts.</translation>
    </message>
    <message>
        <source>Versions ({n})</source>
        <translation>Fassungen ({n})</translation>
    </message>
    <message>
        <source>Back to the draft</source>
        <translation>Zurück zum Entwurf</translation>
    </message>
    <message>
        <source>The words that follow from the project&apos;s description and features</source>
        <translation>Die Worte, die sich aus Beschreibung und Merkmalen des Projekts ergeben</translation>
    </message>
    <message>
        <source>Save words</source>
        <translation>Worte speichern</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Ctrl+G</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>Leave without saving the words?</source>
        <translation>Verlassen, ohne die Worte zu speichern?</translation>
    </message>
    <message>
        <source>What you have written and not saved is lost.</source>
        <translation>Was Sie geschrieben und nicht gespeichert haben, geht verloren.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>{n} modules are in {folder}.</source>
        <translation>{n} Module liegen in {folder}.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>As JPEG…</source>
        <translation>Als JPEG …</translation>
    </message>
    <message>
        <source>As PNG…</source>
        <translation>Als PNG …</translation>
    </message>
    <message>
        <source>Where do the modules go?</source>
        <translation>Wohin kommen die Module?</translation>
    </message>
    <message>
        <source>Offline. Shown as it was at {time}; Packdesk reconnects by itself.</source>
        <translation>Offline. Gezeigt wird der Stand von {time}; Packdesk verbindet sich von selbst neu.</translation>
    </message>
    <message>
        <source>Replace the modules in {name}?</source>
        <translation>Die Module in {name} ersetzen?</translation>
    </message>
    <message>
        <source>Files of these names are there already. They make room; anything else stays as it is.</source>
        <translation>Dateien mit diesen Namen gibt es dort schon. Sie machen Platz, alles andere bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Left out: {name}. {reason}</source>
        <translation>Bleibt zurück: {name}. {reason}</translation>
    </message>
</context>
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
    <message>
        <source>Project: export its images</source>
        <translation>Projekt: Bilder exportieren</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>Neues Projekt …</translation>
    </message>
    <message>
        <source>Jobs that failed</source>
        <translation>Fehlgeschlagene Aufträge</translation>
    </message>
    <message>
        <source>Pause or resume the queue</source>
        <translation>Warteschlange anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Connect to another database…</source>
        <translation>Mit einer anderen Datenbank verbinden …</translation>
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
        <source>Appearance like the system&apos;s</source>
        <translation>Darstellung wie das System</translation>
    </message>
    <message>
        <source>Project: rotate the photo left</source>
        <translation>Projekt: Foto nach links drehen</translation>
    </message>
    <message>
        <source>Project: rotate the photo right; Jobs: retry</source>
        <translation>Projekt: Foto nach rechts drehen; Aufträge: wiederholen</translation>
    </message>
    <message>
        <source>Delete the photo or project; Jobs: cancel</source>
        <translation>Foto oder Projekt löschen; Aufträge: abbrechen</translation>
    </message>
    <message>
        <source>Jobs: put first</source>
        <translation>Aufträge: vorziehen</translation>
    </message>
    <message>
        <source>Jobs: undo</source>
        <translation>Aufträge: rückgängig machen</translation>
    </message>
    <message>
        <source>Jobs: show details</source>
        <translation>Aufträge: Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Viewer: previous image</source>
        <translation>Betrachter: voriges Bild</translation>
    </message>
    <message>
        <source>Viewer: next image</source>
        <translation>Betrachter: nächstes Bild</translation>
    </message>
    <message>
        <source>Viewer: fit to the window</source>
        <translation>Betrachter: an das Fenster anpassen</translation>
    </message>
    <message>
        <source>Viewer: full size</source>
        <translation>Betrachter: volle Größe</translation>
    </message>
    <message>
        <source>Viewer: compare with the photo</source>
        <translation>Betrachter: mit dem Foto vergleichen</translation>
    </message>
    <message>
        <source>Viewer: save as</source>
        <translation>Betrachter: speichern unter</translation>
    </message>
    <message>
        <source>Project: its A+ content</source>
        <translation>Projekt: seine A+-Inhalte</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Go to Team</source>
        <translation>Zum Team</translation>
    </message>
    <message>
        <source>Guides</source>
        <translation>Anleitungen</translation>
    </message>
    <message>
        <source>Look for a new version</source>
        <translation>Nach einer neuen Version suchen</translation>
    </message>
</context>
<context>
    <name>AuditList</name>
    <message>
        <source>Cancelled jobs</source>
        <translation>Aufträge abgebrochen</translation>
    </message>
    <message>
        <source>Took a cancel back</source>
        <translation>Abbruch zurückgenommen</translation>
    </message>
    <message>
        <source>Retried jobs</source>
        <translation>Aufträge wiederholt</translation>
    </message>
    <message>
        <source>Changed priorities</source>
        <translation>Vorrang geändert</translation>
    </message>
    <message>
        <source>Deleted old jobs</source>
        <translation>Alte Aufträge gelöscht</translation>
    </message>
    <message>
        <source>Paused the queue</source>
        <translation>Warteschlange angehalten</translation>
    </message>
    <message>
        <source>Let the queue go on</source>
        <translation>Warteschlange fortgesetzt</translation>
    </message>
    <message>
        <source>Paused a worker</source>
        <translation>Einen Rechner angehalten</translation>
    </message>
    <message>
        <source>Let a worker go on</source>
        <translation>Einen Rechner fortgesetzt</translation>
    </message>
    <message>
        <source>Deleted projects</source>
        <translation>Projekte gelöscht</translation>
    </message>
    <message>
        <source>Invited somebody</source>
        <translation>Jemanden eingeladen</translation>
    </message>
    <message>
        <source>Removed somebody</source>
        <translation>Jemanden entfernt</translation>
    </message>
    <message>
        <source>Added an image store</source>
        <translation>Bildspeicher hinzugefügt</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Search names and details</source>
        <translation>Namen und Einzelheiten durchsuchen</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Was getan wurde</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Who did what</source>
        <translation>Wer hat was getan</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Ältere zeigen</translation>
    </message>
    <message>
        <source>Loading what was done…</source>
        <translation>Was getan wurde, wird geladen …</translation>
    </message>
    <message>
        <source>What was done can&apos;t be shown</source>
        <translation>Was getan wurde, kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Change the search to see more.</source>
        <translation>Ändern Sie die Suche, um mehr zu sehen.</translation>
    </message>
    <message>
        <source>Whoever cancels jobs, pauses the queue, deletes projects or invites somebody stands here.</source>
        <translation>Wer Aufträge abbricht, die Warteschlange anhält, Projekte löscht oder jemanden einlädt, steht hier.</translation>
    </message>
    <message>
        <source>Nothing to report yet</source>
        <translation>Noch nichts zu berichten</translation>
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
    <name>BrandKitDialog</name>
    <message>
        <source>Brand kit</source>
        <translation>Markenpaket</translation>
    </message>
    <message>
        <source>New brand kit</source>
        <translation>Neues Markenpaket</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>For instance: Acme, summer</source>
        <translation>Zum Beispiel: Acme, Sommer</translation>
    </message>
    <message>
        <source>Name *</source>
        <translation>Name *</translation>
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
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Font of headlines</source>
        <translation>Schrift der Überschriften</translation>
    </message>
    <message>
        <source>For every project that has chosen none</source>
        <translation>Für jedes Projekt, das keines gewählt hat</translation>
    </message>
    <message>
        <source>No logo</source>
        <translation>Kein Logo</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose a logo</source>
        <translation>Logo wählen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the logo</source>
        <translation>Logo entfernen</translation>
    </message>
    <message>
        <source>Making a preview…</source>
        <translation>Vorschau wird gemacht …</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Style of the preview</source>
        <translation>Stil der Vorschau</translation>
    </message>
    <message>
        <source>As an infographic, in this style:</source>
        <translation>Als Infografik, in diesem Stil:</translation>
    </message>
    <message>
        <source>Give the brand kit a name.</source>
        <translation>Geben Sie dem Markenpaket einen Namen.</translation>
    </message>
    <message>
        <source>Write each colour like #1F5FD1.</source>
        <translation>Schreiben Sie jede Farbe wie #1F5FD1.</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Your product</source>
        <translation>Ihr Produkt</translation>
    </message>
    <message>
        <source>What it is good at</source>
        <translation>Was es gut kann</translation>
    </message>
    <message>
        <source>What is special</source>
        <translation>Was es besonders macht</translation>
    </message>
    <message>
        <source>What buyers ask for</source>
        <translation>Wonach Käufer fragen</translation>
    </message>
    <message>
        <source>Best a PNG with a transparent background</source>
        <translation>Am besten ein PNG mit durchsichtigem Hintergrund</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
</context>
<context>
    <name>BrandKitsList</name>
    <message>
        <source>New brand kit…</source>
        <translation>Neues Markenpaket …</translation>
    </message>
    <message>
        <source>Everybody may use brand kits; admins of your team make and change them.</source>
        <translation>Alle dürfen Markenpakete verwenden; Admins Ihres Teams machen und ändern sie.</translation>
    </message>
    <message>
        <source>The default kit is for every project that has chosen none.</source>
        <translation>Das Standardpaket gilt für jedes Projekt, das keines gewählt hat.</translation>
    </message>
    <message>
        <source>Your logo, colours and font on all images but the main one.</source>
        <translation>Ihr Logo, Ihre Farben und Ihre Schrift auf allen Bildern außer dem Hauptbild.</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Edit {name}</source>
        <translation>{name} ändern</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>Mehr zu {name}</translation>
    </message>
    <message>
        <source>Use as the default</source>
        <translation>Als Standard verwenden</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Delete the brand kit {name}?</source>
        <translation>Das Markenpaket {name} löschen?</translation>
    </message>
    <message>
        <source>Projects that use it take the default one. Images that are made stay as they are.</source>
        <translation>Projekte, die es verwenden, nehmen das Standardpaket. Gemachte Bilder bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
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
        <source>Style of the images</source>
        <translation>Stil der Bilder</translation>
    </message>
    <message>
        <source>Colours of its own, instead of the brand kit&apos;s</source>
        <translation>Eigene Farben statt der des Markenpakets</translation>
    </message>
    <message>
        <source>Brand kit</source>
        <translation>Markenpaket</translation>
    </message>
    <message>
        <source>{n} characters too many for one picture. Shorten them, or leave some out.</source>
        <translation>{n} Zeichen zu viel für ein Bild. Kürzen Sie sie oder lassen Sie einige weg.</translation>
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
    <name>Compliance</name>
    <message>
        <source>It can&apos;t be opened. {problem}</source>
        <translation>Es lässt sich nicht öffnen. {problem}</translation>
    </message>
    <message>
        <source>The file is a {format}.</source>
        <translation>Die Datei ist ein {format}.</translation>
    </message>
    <message>
        <source>{marketplace} doesn&apos;t take {format} files. Save it as JPEG.</source>
        <translation>{marketplace} nimmt keine {format}-Dateien. Speichern Sie es als JPEG.</translation>
    </message>
    <message>
        <source>The file holds several pictures; a listing shows still ones.</source>
        <translation>Die Datei enthält mehrere Bilder; ein Angebot zeigt unbewegte.</translation>
    </message>
    <message>
        <source>The file is small enough.</source>
        <translation>Die Datei ist klein genug.</translation>
    </message>
    <message>
        <source>The file is too large. Save it with less quality or fewer pixels.</source>
        <translation>Die Datei ist zu groß. Speichern Sie sie in geringerer Qualität oder mit weniger Bildpunkten.</translation>
    </message>
    <message>
        <source>It is large enough to zoom in.</source>
        <translation>Es ist groß genug zum Hineinzoomen.</translation>
    </message>
    <message>
        <source>It is large enough to be taken, but too small to zoom in well.</source>
        <translation>Es ist groß genug, um angenommen zu werden, aber zu klein, um gut hineinzuzoomen.</translation>
    </message>
    <message>
        <source>It is too small. Start from a larger photo.</source>
        <translation>Es ist zu klein. Beginnen Sie mit einem größeren Foto.</translation>
    </message>
    <message>
        <source>It has more pixels than {marketplace} takes. Make it smaller.</source>
        <translation>Es hat mehr Bildpunkte, als {marketplace} annimmt. Verkleinern Sie es.</translation>
    </message>
    <message>
        <source>Its colours are sRGB.</source>
        <translation>Seine Farben sind sRGB.</translation>
    </message>
    <message>
        <source>Its colours are {colours}; many screens will show others.</source>
        <translation>Seine Farben sind {colours}; viele Bildschirme zeigen andere.</translation>
    </message>
    <message>
        <source>It has 16 bits a channel. Save it with 8.</source>
        <translation>Es hat 16 Bit je Kanal. Speichern Sie es mit 8.</translation>
    </message>
    <message>
        <source>Its colours are for printing (CMYK). Save it as sRGB.</source>
        <translation>Seine Farben sind für den Druck (CMYK). Speichern Sie es als sRGB.</translation>
    </message>
    <message>
        <source>Nothing in it is transparent.</source>
        <translation>Nichts darin ist durchsichtig.</translation>
    </message>
    <message>
        <source>Parts are transparent; a shop may show them black.</source>
        <translation>Teile sind durchsichtig; ein Shop zeigt sie vielleicht schwarz.</translation>
    </message>
    <message>
        <source>The background is transparent, not white.</source>
        <translation>Der Hintergrund ist durchsichtig, nicht weiß.</translation>
    </message>
    <message>
        <source>It is square.</source>
        <translation>Es ist quadratisch.</translation>
    </message>
    <message>
        <source>It isn&apos;t square, so it will be cut or shown with bars.</source>
        <translation>Es ist nicht quadratisch und wird beschnitten oder mit Balken gezeigt.</translation>
    </message>
    <message>
        <source>The background is pure white.</source>
        <translation>Der Hintergrund ist reinweiß.</translation>
    </message>
    <message>
        <source>The background isn&apos;t pure white at the edge of the frame.</source>
        <translation>Der Hintergrund ist am Bildrand nicht reinweiß.</translation>
    </message>
    <message>
        <source>The product reaches the edge of the frame.</source>
        <translation>Das Produkt reicht bis an den Bildrand.</translation>
    </message>
    <message>
        <source>The background isn&apos;t pure white everywhere.</source>
        <translation>Der Hintergrund ist nicht überall reinweiß.</translation>
    </message>
    <message>
        <source>The product fills the frame.</source>
        <translation>Das Produkt füllt das Bild.</translation>
    </message>
    <message>
        <source>The product is too small in the frame.</source>
        <translation>Das Produkt ist zu klein im Bild.</translation>
    </message>
    <message>
        <source>There is no product to be seen on the white.</source>
        <translation>Auf dem Weiß ist kein Produkt zu sehen.</translation>
    </message>
    <message>
        <source>How much the product fills can&apos;t be told: the background isn&apos;t white.</source>
        <translation>Wie viel das Produkt füllt, lässt sich nicht sagen: Der Hintergrund ist nicht weiß.</translation>
    </message>
    <message>
        <source>There is no text beside the product.</source>
        <translation>Neben dem Produkt steht kein Text.</translation>
    </message>
    <message>
        <source>There is text beside the product, which isn&apos;t allowed here.</source>
        <translation>Neben dem Produkt steht Text, was hier nicht erlaubt ist.</translation>
    </message>
    <message>
        <source>There seems to be text in it. Printed on the product it is fine; added it isn&apos;t.</source>
        <translation>Darin scheint Text zu stehen. Auf das Produkt gedruckt ist das in Ordnung, hinzugefügt nicht.</translation>
    </message>
    <message>
        <source>There are flat shapes beside the product. Logos and badges aren&apos;t allowed here.</source>
        <translation>Neben dem Produkt sind flache Formen. Logos und Abzeichen sind hier nicht erlaubt.</translation>
    </message>
    <message>
        <source>Text can&apos;t be looked for: the background isn&apos;t white.</source>
        <translation>Nach Text lässt sich nicht suchen: Der Hintergrund ist nicht weiß.</translation>
    </message>
    <message>
        <source>Text inside the product&apos;s outline isn&apos;t checked: it may be printed on the product.</source>
        <translation>Text innerhalb des Produktumrisses wird nicht geprüft: Er kann auf das Produkt gedruckt sein.</translation>
    </message>
    <message>
        <source>It shows the product alone.</source>
        <translation>Es zeigt das Produkt allein.</translation>
    </message>
    <message>
        <source>It holds added text or artwork, which {marketplace} refuses.</source>
        <translation>Es enthält hinzugefügten Text oder Grafik, was {marketplace} ablehnt.</translation>
    </message>
    <message>
        <source>A made-up scene must not be the first picture on {marketplace}.</source>
        <translation>Eine erfundene Szene darf auf {marketplace} nicht das erste Bild sein.</translation>
    </message>
</context>
<context>
    <name>ComplianceDialog</name>
    <message>
        <source>Marketplace rules: {name}</source>
        <translation>Regeln der Marktplätze: {name}</translation>
    </message>
    <message>
        <source>Marketplace</source>
        <translation>Marktplatz</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen …</translation>
    </message>
</context>
<context>
    <name>ComplianceWords</name>
    <message>
        <source>{sentence} Measured: {measured}; rule: {limit}.</source>
        <translation>{sentence} Gemessen: {measured}; Regel: {limit}.</translation>
    </message>
    <message>
        <source>{marketplace}: {n} rules broken</source>
        <translation>{marketplace}: {n} Regeln verletzt</translation>
    </message>
    <message>
        <source>{marketplace}: 1 rule broken</source>
        <translation>{marketplace}: 1 Regel verletzt</translation>
    </message>
    <message>
        <source>{marketplace}: see notes</source>
        <translation>{marketplace}: mit Hinweisen</translation>
    </message>
    <message>
        <source>Fits {marketplace}</source>
        <translation>Passt zu {marketplace}</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
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
    <message>
        <source>Copy to the team…</source>
        <translation>Zum Team kopieren …</translation>
    </message>
    <message>
        <source>Copy this computer&apos;s projects to the team</source>
        <translation>Die Projekte dieses Computers zum Team kopieren</translation>
    </message>
    <message>
        <source>Copy this computer&apos;s projects to the team?</source>
        <translation>Die Projekte dieses Computers zum Team kopieren?</translation>
    </message>
    <message>
        <source>Photos, images and briefs become visible to everybody in the team. Nothing changes on this computer, and what is there already is left as it is.</source>
        <translation>Fotos, Bilder und Angaben werden für alle im Team sichtbar. Auf diesem Computer ändert sich nichts, und was dort schon ist, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>CopyDialog</name>
    <message>
        <source>Copy to the team</source>
        <translation>Zum Team kopieren</translation>
    </message>
    <message>
        <source>Your projects are being copied…</source>
        <translation>Ihre Projekte werden kopiert …</translation>
    </message>
    <message>
        <source>Projects copied</source>
        <translation>Kopierte Projekte</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>{done} of {total} projects, {size} MB sent. Stopping is safe: copying again goes on here.</source>
        <translation>{done} von {total} Projekten, {size} MB gesendet. Anhalten schadet nicht: Erneutes Kopieren macht hier weiter.</translation>
    </message>
    <message>
        <source>{reason} What was copied stays, and copying again goes on.</source>
        <translation>{reason} Was kopiert ist, bleibt, und erneutes Kopieren macht weiter.</translation>
    </message>
    <message>
        <source>Done: {copied} projects copied, {rest} were there already.</source>
        <translation>Fertig: {copied} Projekte kopiert, {rest} waren schon dort.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
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
    <name>EngineChoice</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>A web endpoint</source>
        <translation>Ein Web-Endpunkt</translation>
    </message>
    <message>
        <source>Kept in the system&apos;s key store, never in a file</source>
        <translation>Liegt im Schlüsselspeicher des Systems, nie in einer Datei</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>Dies verwenden</translation>
    </message>
    <message>
        <source>Use this image engine</source>
        <translation>Diese Bildmaschine verwenden</translation>
    </message>
    <message>
        <source>The endpoint finds photos and words in the team&apos;s database; cut-outs, A+ content, exports stay here.</source>
        <translation>Der Endpunkt findet Fotos und Worte in der Datenbank des Teams; Freistellen, A+-Inhalte und Export bleiben hier.</translation>
    </message>
    <message>
        <source>A web endpoint can make images for a team&apos;s saved connection: it works on that database.</source>
        <translation>Ein Web-Endpunkt kann Bilder für eine gespeicherte Teamverbindung machen: Er arbeitet auf dieser Datenbank.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The server can&apos;t be reached at the moment.</source>
        <translation>Der Server ist im Augenblick nicht erreichbar.</translation>
    </message>
    <message>
        <source>The server forgot that this program listens.</source>
        <translation>Der Server hat vergessen, dass dieses Programm zuhört.</translation>
    </message>
    <message>
        <source>The login works, but it may do nothing in Packdesk. Ask an admin of your team for an invitation.</source>
        <translation>Die Anmeldung klappt, darf in Packdesk aber nichts. Bitten Sie einen Admin Ihres Teams um eine Einladung.</translation>
    </message>
    <message>
        <source>The server broke off while encryption was agreed on. Try again.</source>
        <translation>Der Server brach ab, während die Verschlüsselung vereinbart wurde. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The port in the connection string is not a number. Check it.</source>
        <translation>Der Port in der Verbindungszeichenfolge ist keine Zahl. Prüfen Sie ihn.</translation>
    </message>
    <message>
        <source>Nothing answers at that address. Check the network; a direct connection to a hosted database may need IPv6, its session pooler (port 5432) doesn&apos;t.</source>
        <translation>Unter dieser Adresse antwortet nichts. Prüfen Sie das Netz; eine direkte Verbindung zu einer gehosteten Datenbank braucht vielleicht IPv6, ihr Session-Pooler (Port 5432) nicht.</translation>
    </message>
    <message>
        <source>The computer is there, but no database answers at that port.</source>
        <translation>Der Rechner ist da, aber an diesem Port antwortet keine Datenbank.</translation>
    </message>
    <message>
        <source>There is no server of that name, or this computer is offline. Check the host name and the network.</source>
        <translation>Es gibt keinen Server dieses Namens, oder dieser Computer ist offline. Prüfen Sie Hostnamen und Netz.</translation>
    </message>
    <message>
        <source>The connection broke while notices were tried. Try again.</source>
        <translation>Die Verbindung riss ab, während Nachrichten erprobt wurden. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This is not a connection string. It looks like postgresql://user@host:5432/database.</source>
        <translation>Das ist keine Verbindungszeichenfolge. Sie sieht so aus: postgresql://user@host:5432/database.</translation>
    </message>
    <message>
        <source>The database is not open yet. Try again in a moment.</source>
        <translation>Die Datenbank ist noch nicht geöffnet. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The server refuses this user name and password. Check both, then try again.</source>
        <translation>Der Server lehnt diesen Benutzernamen und dieses Passwort ab. Prüfen Sie beides und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The server doesn&apos;t let this computer in. Ask the person who runs the database to allow it.</source>
        <translation>Der Server lässt diesen Computer nicht herein. Bitten Sie den Betreiber der Datenbank, es zu erlauben.</translation>
    </message>
    <message>
        <source>The server is there, but it has no database of that name. Check the name in the connection string.</source>
        <translation>Der Server ist da, hat aber keine Datenbank dieses Namens. Prüfen Sie den Namen in der Verbindungszeichenfolge.</translation>
    </message>
    <message>
        <source>The server doesn&apos;t know this user. Check the user name in the connection string.</source>
        <translation>Der Server kennt diesen Benutzer nicht. Prüfen Sie den Benutzernamen in der Verbindungszeichenfolge.</translation>
    </message>
    <message>
        <source>No database answers at that address. Check host and port, and that the server is running.</source>
        <translation>Unter dieser Adresse antwortet keine Datenbank. Prüfen Sie Host und Port, und ob der Server läuft.</translation>
    </message>
    <message>
        <source>The server has no free connection left. Try again in a moment.</source>
        <translation>Der Server hat keine freie Verbindung mehr. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Something in the connection string can&apos;t be used. Check port, sslmode and the other settings in it.</source>
        <translation>Etwas in der Verbindungszeichenfolge ist unbrauchbar. Prüfen Sie Port, sslmode und die übrigen Angaben darin.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate can&apos;t be verified. Check the TLS settings.</source>
        <translation>Das Zertifikat des Servers lässt sich nicht prüfen. Prüfen Sie die TLS-Einstellungen.</translation>
    </message>
    <message>
        <source>The disk of the database server is full. Free some space, then try again; nothing was half-stored.</source>
        <translation>Die Festplatte des Datenbankservers ist voll. Schaffen Sie Platz und versuchen Sie es noch einmal; nichts wurde halb gespeichert.</translation>
    </message>
    <message>
        <source>The server doesn&apos;t answer. Check the network, then try again.</source>
        <translation>Der Server antwortet nicht. Prüfen Sie das Netz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The server takes too long to answer. Check the network, then try again.</source>
        <translation>Der Server braucht zu lange für eine Antwort. Prüfen Sie das Netz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The connection to the database was lost. Check the network, then try again.</source>
        <translation>Die Verbindung zur Datenbank ging verloren. Prüfen Sie das Netz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>You are not allowed to do that here. Ask an admin of your team for the right.</source>
        <translation>Das dürfen Sie hier nicht. Bitten Sie einen Admin Ihres Teams um das Recht.</translation>
    </message>
    <message>
        <source>This database is not set up for this version. Run `packdesk db migrate` first.</source>
        <translation>Diese Datenbank ist nicht für diese Version eingerichtet. Führen Sie zuerst `packdesk db migrate` aus.</translation>
    </message>
    <message>
        <source>This database is read-only at the moment. Try again later.</source>
        <translation>Diese Datenbank lässt sich im Augenblick nur lesen. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The server stopped the request because it took too long. Try again.</source>
        <translation>Der Server hat die Anfrage abgebrochen, weil sie zu lange dauerte. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The database is busy. Try again in a moment.</source>
        <translation>Die Datenbank ist beschäftigt. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Something in there is too long, empty or not allowed: {sentence}.</source>
        <translation>Etwas darin ist zu lang, leer oder nicht erlaubt: {sentence}.</translation>
    </message>
    <message>
        <source>It does not exist any more. Refresh, then try again.</source>
        <translation>Das gibt es nicht mehr. Laden Sie neu und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The built-in database is still repairing itself after a crash. Wait a minute, then start again.</source>
        <translation>Die eingebaute Datenbank repariert sich noch nach einem Absturz. Warten Sie eine Minute und starten Sie dann neu.</translation>
    </message>
    <message>
        <source>The built-in database is running with another password than the one in its folder. Close every Packdesk window, then start again.</source>
        <translation>Die eingebaute Datenbank läuft mit einem anderen Passwort als dem in ihrem Ordner. Schließen Sie alle Packdesk-Fenster und starten Sie neu.</translation>
    </message>
    <message>
        <source>The built-in database runs but doesn&apos;t let Packdesk in. Close every Packdesk window, then start again.</source>
        <translation>Die eingebaute Datenbank läuft, lässt Packdesk aber nicht herein. Schließen Sie alle Packdesk-Fenster und starten Sie neu.</translation>
    </message>
    <message>
        <source>The built-in database isn&apos;t running. Start Packdesk again.</source>
        <translation>Die eingebaute Datenbank läuft nicht. Starten Sie Packdesk neu.</translation>
    </message>
    <message>
        <source>The data in “{folder}” was written by PostgreSQL {old}, and this Packdesk brings PostgreSQL {new}. Use the Packdesk version that wrote it, or choose another data folder.</source>
        <translation>Die Daten in „{folder}“ stammen von PostgreSQL {old}, und dieses Packdesk bringt PostgreSQL {new} mit. Nehmen Sie die Packdesk-Version, die sie schrieb, oder einen anderen Datenordner.</translation>
    </message>
    <message>
        <source>This computer has no built-in database (its system or processor isn&apos;t supported). Connect to a team database instead.</source>
        <translation>Auf diesem Computer gibt es keine eingebaute Datenbank (System oder Prozessor werden nicht unterstützt). Verbinden Sie sich stattdessen mit einer Team-Datenbank.</translation>
    </message>
    <message>
        <source>The built-in database doesn&apos;t run under the administrator account here. Start Packdesk from an ordinary account, or connect to a team database instead.</source>
        <translation>Die eingebaute Datenbank läuft hier nicht unter dem Administratorkonto. Starten Sie Packdesk aus einem gewöhnlichen Konto, oder verbinden Sie sich mit einer Team-Datenbank.</translation>
    </message>
    <message>
        <source>The disk with the data folder “{folder}” is full. Free at least 150 MB, then start again.</source>
        <translation>Die Festplatte mit dem Datenordner „{folder}“ ist voll. Schaffen Sie mindestens 150 MB Platz und starten Sie neu.</translation>
    </message>
    <message>
        <source>The built-in database can&apos;t work in “{folder}”: the path is too long. Choose a data folder with a shorter path.</source>
        <translation>Die eingebaute Datenbank kann in „{folder}“ nicht arbeiten: Der Pfad ist zu lang. Wählen Sie einen Datenordner mit kürzerem Pfad.</translation>
    </message>
    <message>
        <source>The data folder&apos;s name has a line break or tab in it; choose another folder.</source>
        <translation>Im Namen des Datenordners steht ein Zeilenumbruch oder Tabulator; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>“{folder}” is a file, but the data folder should be there. Move the file away or choose another folder.</source>
        <translation>„{folder}“ ist eine Datei, aber dort sollte der Datenordner sein. Verschieben Sie die Datei oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>“{folder}” isn&apos;t a database Packdesk can use. Move it away or restore it from a backup, then start again.</source>
        <translation>„{folder}“ ist keine Datenbank, die Packdesk nutzen kann. Verschieben Sie sie oder spielen Sie eine Sicherung ein, dann starten Sie neu.</translation>
    </message>
    <message>
        <source>The data folder “{folder}” belongs to another account. Start Packdesk from that account.</source>
        <translation>Der Datenordner „{folder}“ gehört einem anderen Konto. Starten Sie Packdesk aus jenem Konto.</translation>
    </message>
    <message>
        <source>Packdesk can&apos;t write to its data folder “{folder}” ({reason}). Allow writing there or choose another folder.</source>
        <translation>Packdesk kann nicht in seinen Datenordner „{folder}“ schreiben ({reason}). Erlauben Sie dort das Schreiben oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Another Packdesk is still starting or stopping the built-in database. Wait a minute, then start again.</source>
        <translation>Ein anderes Packdesk startet oder beendet noch die eingebaute Datenbank. Warten Sie eine Minute und starten Sie dann neu.</translation>
    </message>
    <message>
        <source>The built-in database couldn&apos;t start{reason}. Restart the computer and try again; if that doesn&apos;t help, “{log}” says more.</source>
        <translation>Die eingebaute Datenbank konnte nicht starten{reason}. Starten Sie den Computer neu und versuchen Sie es noch einmal; hilft das nicht, steht in „{log}“ mehr.</translation>
    </message>
    <message>
        <source>A stored image is damaged. Add the photo again.</source>
        <translation>Ein gespeichertes Bild ist beschädigt. Fügen Sie das Foto noch einmal hinzu.</translation>
    </message>
    <message>
        <source>These image bytes are not stored any more.</source>
        <translation>Diese Bilddaten sind nicht mehr gespeichert.</translation>
    </message>
    <message>
        <source>This version does not exist any more, or is in use already.</source>
        <translation>Diese Version gibt es nicht mehr, oder sie ist schon in Gebrauch.</translation>
    </message>
    <message>
        <source>This database isn&apos;t set up for Packdesk yet. An admin does that once with `packdesk db migrate`.</source>
        <translation>Diese Datenbank ist noch nicht für Packdesk eingerichtet. Ein Admin erledigt das einmal mit `packdesk db migrate`.</translation>
    </message>
    <message>
        <source>This database is at version {version}, this program needs {latest}. An admin brings it up to date with `packdesk db migrate`.</source>
        <translation>Diese Datenbank hat Version {version}, dieses Programm braucht {latest}. Ein Admin bringt sie mit `packdesk db migrate` auf den neuesten Stand.</translation>
    </message>
    <message>
        <source>New versions of the tables are put in by the login that set this database up, &quot;{login}&quot;. Run `packdesk db migrate` with its connection string.</source>
        <translation>Neue Versionen der Tabellen richtet die Anmeldung ein, die diese Datenbank eingerichtet hat, „{login}“. Führen Sie `packdesk db migrate` mit deren Verbindungszeichenfolge aus.</translation>
    </message>
    <message>
        <source>This server is older than PostgreSQL 15. Packdesk needs 15 or newer.</source>
        <translation>Dieser Server ist älter als PostgreSQL 15. Packdesk braucht 15 oder neuer.</translation>
    </message>
    <message>
        <source>This database is at version {version}, newer than this program, which knows {known}. Install the newest Packdesk on this computer, then try again.</source>
        <translation>Diese Datenbank hat Version {version} und ist neuer als dieses Programm, das {known} kennt. Installieren Sie auf diesem Computer das neueste Packdesk und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Migration {name} of this program differs from the one this database was set up with. Install an official Packdesk release, then try again.</source>
        <translation>Migration {name} dieses Programms weicht von der ab, mit der diese Datenbank eingerichtet wurde. Installieren Sie eine offizielle Packdesk-Version und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>There is a table job_queue already, and its column {column} is of type {found} where Packdesk needs {needed}. Change that column, then try again; nothing was changed.</source>
        <translation>Es gibt schon eine Tabelle job_queue, deren Spalte {column} vom Typ {found} ist, wo Packdesk {needed} braucht. Ändern Sie diese Spalte und versuchen Sie es noch einmal; nichts wurde verändert.</translation>
    </message>
    <message>
        <source>This project does not exist any more.</source>
        <translation>Dieses Projekt gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This photo does not exist any more.</source>
        <translation>Dieses Foto gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This job does not exist any more.</source>
        <translation>Diesen Auftrag gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The server offers no encryption, and this connection asks for it. Ask your admin to switch TLS on. For a server in your own network that has none, add sslmode=disable to the connection string.</source>
        <translation>Der Server bietet keine Verschlüsselung, und diese Verbindung verlangt sie. Bitten Sie Ihren Admin, TLS einzuschalten. Für einen Server im eigenen Netz, der keine hat, fügen Sie sslmode=disable an die Verbindungszeichenfolge an.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate was made for another name than the one in the connection string: somebody else may be answering. Check the host name, and ask your admin if it is right.</source>
        <translation>Das Zertifikat des Servers wurde für einen anderen Namen als den in der Verbindungszeichenfolge ausgestellt: Vielleicht antwortet jemand anders. Prüfen Sie den Hostnamen und fragen Sie Ihren Admin, ob er stimmt.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate wasn&apos;t signed by the authority of your certificate file: somebody else may be answering, or the certificate was renewed. Ask your admin for the current certificate file.</source>
        <translation>Das Zertifikat des Servers stammt nicht von der Stelle Ihrer Zertifikatsdatei: Vielleicht antwortet jemand anders, oder das Zertifikat wurde erneuert. Bitten Sie Ihren Admin um die aktuelle Zertifikatsdatei.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate has expired. Check this computer&apos;s date; if that is right, whoever runs the database must renew the certificate.</source>
        <translation>Das Zertifikat des Servers ist abgelaufen. Prüfen Sie das Datum dieses Computers; stimmt es, muss der Betreiber der Datenbank das Zertifikat erneuern.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate isn&apos;t valid yet. Check this computer&apos;s date.</source>
        <translation>Das Zertifikat des Servers gilt noch nicht. Prüfen Sie das Datum dieses Computers.</translation>
    </message>
    <message>
        <source>The certificate file named in the connection string (sslrootcert) isn&apos;t there, or is no certificate. Choose the file your admin gave you.</source>
        <translation>Die in der Verbindungszeichenfolge genannte Zertifikatsdatei (sslrootcert) fehlt oder ist kein Zertifikat. Wählen Sie die Datei, die Sie von Ihrem Admin haben.</translation>
    </message>
    <message>
        <source>There isn&apos;t enough memory to make this image. Use smaller photos, or close other programs and try again.</source>
        <translation>Für dieses Bild reicht der Speicher nicht. Nehmen Sie kleinere Fotos, oder schließen Sie andere Programme und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Nobody waits for this image.</source>
        <translation>Auf dieses Bild wartet niemand.</translation>
    </message>
    <message>
        <source>No product could be found in this photo. Use one where the product stands out from what is around it.</source>
        <translation>In diesem Foto war kein Produkt zu finden. Nehmen Sie eines, in dem sich das Produkt von seiner Umgebung abhebt.</translation>
    </message>
    <message>
        <source>This image can&apos;t be made smaller than {size} bytes without spoiling it.</source>
        <translation>Dieses Bild lässt sich nicht unter {size} Byte verkleinern, ohne es zu verderben.</translation>
    </message>
    <message>
        <source>The cut-out model is missing. Run the set-up again, then try once more.</source>
        <translation>Das Freistell-Modell fehlt. Führen Sie die Einrichtung noch einmal aus und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The cut-out model is damaged. Run the set-up again, then try once more.</source>
        <translation>Das Freistell-Modell ist beschädigt. Führen Sie die Einrichtung noch einmal aus und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>This file is empty. Copy it again from your camera or phone.</source>
        <translation>Diese Datei ist leer. Kopieren Sie sie noch einmal von Kamera oder Telefon.</translation>
    </message>
    <message>
        <source>This file is larger than {size} MB. Save the photo as a JPEG and add that.</source>
        <translation>Diese Datei ist größer als {size} MB. Speichern Sie das Foto als JPEG und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>This picture has no pixels. Export it again and add that.</source>
        <translation>Dieses Bild hat keine Bildpunkte. Exportieren Sie es noch einmal und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>This picture is {width} x {height} pixels, too long and thin for a product photo. Crop it closer to a square.</source>
        <translation>Dieses Bild hat {width} x {height} Bildpunkte und ist für ein Produktfoto zu lang und schmal. Schneiden Sie es eher quadratisch zu.</translation>
    </message>
    <message>
        <source>This picture is {width} x {height} pixels, more than Packdesk can open. Save a copy with at most 7000 pixels on the long side.</source>
        <translation>Dieses Bild hat {width} x {height} Bildpunkte, mehr als Packdesk öffnen kann. Speichern Sie eine Kopie mit höchstens 7000 Bildpunkten an der langen Seite.</translation>
    </message>
    <message>
        <source>This picture is only {width} x {height} pixels. Use a photo with at least {least} pixels on the short side, better {good}.</source>
        <translation>Dieses Bild hat nur {width} x {height} Bildpunkte. Nehmen Sie ein Foto mit mindestens {least} Bildpunkten an der kurzen Seite, besser {good}.</translation>
    </message>
    <message>
        <source>This picture needs more memory than Packdesk may use. Save a smaller copy and add that.</source>
        <translation>Dieses Bild braucht mehr Speicher, als Packdesk nehmen darf. Speichern Sie eine kleinere Kopie und fügen Sie die hinzu.</translation>
    </message>
    <message>
        <source>This picture has far too many pixels. Save a copy with at most 7000 pixels on the long side.</source>
        <translation>Dieses Bild hat viel zu viele Bildpunkte. Speichern Sie eine Kopie mit höchstens 7000 Bildpunkten an der langen Seite.</translation>
    </message>
    <message>
        <source>This picture is damaged or incomplete. Copy it again from where it came from, or export it anew.</source>
        <translation>Dieses Bild ist beschädigt oder unvollständig. Kopieren Sie es noch einmal von seiner Quelle, oder exportieren Sie es neu.</translation>
    </message>
    <message>
        <source>Add a photo of the product first.</source>
        <translation>Fügen Sie zuerst ein Foto des Produkts hinzu.</translation>
    </message>
    <message>
        <source>This file isn&apos;t a picture Packdesk knows, or its beginning is damaged. Add a JPEG, PNG, WebP, AVIF, TIFF or HEIC photo.</source>
        <translation>Diese Datei ist kein Bild, das Packdesk kennt, oder ihr Anfang ist beschädigt. Fügen Sie ein Foto als JPEG, PNG, WebP, AVIF, TIFF oder HEIC hinzu.</translation>
    </message>
    <message>
        <source>This is {what}, which can&apos;t be used as a photo. Save it as JPEG or PNG and add that.</source>
        <translation>Das ist {what} und als Foto nicht zu gebrauchen. Speichern Sie es als JPEG oder PNG und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>This is {what}, not a picture. Add a JPEG, PNG, WebP, AVIF, TIFF or HEIC photo.</source>
        <translation>Das ist {what}, kein Bild. Fügen Sie ein Foto als JPEG, PNG, WebP, AVIF, TIFF oder HEIC hinzu.</translation>
    </message>
    <message>
        <source>The image engine stopped unexpectedly. Trying again usually helps.</source>
        <translation>Die Bildverarbeitung endete unerwartet. Ein neuer Versuch hilft meist.</translation>
    </message>
    <message>
        <source>The image engine was restarted because of another image. Trying again usually helps.</source>
        <translation>Die Bildverarbeitung wurde wegen eines anderen Bildes neu gestartet. Ein neuer Versuch hilft meist.</translation>
    </message>
    <message>
        <source>This took too long and was stopped. Try again, or use a smaller photo.</source>
        <translation>Das dauerte zu lange und wurde abgebrochen. Versuchen Sie es noch einmal, oder nehmen Sie ein kleineres Foto.</translation>
    </message>
    <message>
        <source>The image engine couldn&apos;t be started. Close other programs and try again.</source>
        <translation>Die Bildverarbeitung ließ sich nicht starten. Schließen Sie andere Programme und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The image engine is closed.</source>
        <translation>Die Bildverarbeitung ist beendet.</translation>
    </message>
    <message>
        <source>The {name} has stopped. Restart Packdesk.</source>
        <translation>Ein Teil des Programms ({name}) ist stehen geblieben. Starten Sie Packdesk neu.</translation>
    </message>
    <message>
        <source>{path} can&apos;t be written ({reason}). Choose another folder.</source>
        <translation>{path} lässt sich nicht schreiben ({reason}). Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>There is no space left for {path}. Free some space, then try again.</source>
        <translation>Für {path} ist kein Platz mehr. Schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{folder} is a file, or lies in one. Choose a folder for the images.</source>
        <translation>{folder} ist eine Datei oder liegt in einer. Wählen Sie einen Ordner für die Bilder.</translation>
    </message>
    <message>
        <source>This picture is damaged. Add it again.</source>
        <translation>Dieses Bild ist beschädigt. Fügen Sie es noch einmal hinzu.</translation>
    </message>
    <message>
        <source>{name} is larger than {size} MB. Export it smaller, then try again.</source>
        <translation>{name} ist größer als {size} MB. Exportieren Sie es kleiner und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Give at least one photo.</source>
        <translation>Geben Sie mindestens ein Foto an.</translation>
    </message>
    <message>
        <source>A project holds at most {most} photos; these are {count}. Leave some out.</source>
        <translation>Ein Projekt fasst höchstens {most} Fotos; das sind {count}. Lassen Sie einige weg.</translation>
    </message>
    <message>
        <source>A project holds at most 10 photos. Remove one first.</source>
        <translation>Ein Projekt fasst höchstens 10 Fotos. Entfernen Sie zuerst eines.</translation>
    </message>
    <message>
        <source>{path} is a folder. Give the photo files in it instead.</source>
        <translation>{path} ist ein Ordner. Geben Sie stattdessen die Fotos darin an.</translation>
    </message>
    <message>
        <source>There is no file {path}. Check the name.</source>
        <translation>Es gibt keine Datei {path}. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>{name} is not a file. Give a photo file instead.</source>
        <translation>{name} ist keine Datei. Geben Sie stattdessen ein Foto an.</translation>
    </message>
    <message>
        <source>{name} may not be read. Check who it belongs to, then try again.</source>
        <translation>{name} darf nicht gelesen werden. Prüfen Sie, wem es gehört, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{name} can&apos;t be read ({reason}). Copy it to this computer, then try again.</source>
        <translation>{name} lässt sich nicht lesen ({reason}). Kopieren Sie es auf diesen Computer und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This is not a file name.</source>
        <translation>Das ist kein Dateiname.</translation>
    </message>
    <message>
        <source>There is no connection profile &quot;{name}&quot;. There are: {known}.</source>
        <translation>Es gibt kein Verbindungsprofil „{name}“. Es gibt: {known}.</translation>
    </message>
    <message>
        <source>The connection profile &quot;{name}&quot; has no dsn. Add it in {file}.</source>
        <translation>Das Verbindungsprofil „{name}“ hat keine dsn. Ergänzen Sie sie in {file}.</translation>
    </message>
    <message>
        <source>A connection&apos;s name has 1 to 60 characters, all in one line.</source>
        <translation>Der Name einer Verbindung hat 1 bis 60 Zeichen, alle in einer Zeile.</translation>
    </message>
    <message>
        <source>The connection &quot;{name}&quot; is gone.</source>
        <translation>Die Verbindung „{name}“ gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>There is a connection &quot;{name}&quot; already. Choose another name.</source>
        <translation>Es gibt schon eine Verbindung „{name}“. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{name} names no database. Ask your admin for a new one.</source>
        <translation>{name} nennt keine Datenbank. Bitten Sie Ihren Admin um eine neue Datei.</translation>
    </message>
    <message>
        <source>The certificate in {name} is damaged. Ask your admin for a new file.</source>
        <translation>Das Zertifikat in {name} ist beschädigt. Bitten Sie Ihren Admin um eine neue Datei.</translation>
    </message>
    <message>
        <source>{name} is not a connection file. Ask your admin for a new one.</source>
        <translation>{name} ist keine Verbindungsdatei. Bitten Sie Ihren Admin um eine neue.</translation>
    </message>
    <message>
        <source>The connection profiles in {path} can&apos;t be read: correct that file.</source>
        <translation>Die Verbindungsprofile in {path} lassen sich nicht lesen: Berichtigen Sie diese Datei.</translation>
    </message>
    <message>
        <source>{path} can&apos;t be written ({reason}). Free the file, then try again.</source>
        <translation>{path} lässt sich nicht schreiben ({reason}). Geben Sie die Datei frei und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{path} can&apos;t be written ({reason}).</source>
        <translation>{path} lässt sich nicht schreiben ({reason}).</translation>
    </message>
    <message>
        <source>Give the project a name.</source>
        <translation>Geben Sie dem Projekt einen Namen.</translation>
    </message>
    <message>
        <source>A pack shows at most {most} features; these are {count}. Leave some out.</source>
        <translation>Ein Paket zeigt höchstens {most} Merkmale; das sind {count}. Lassen Sie einige weg.</translation>
    </message>
    <message>
        <source>The {what} has {count} characters; at most {limit} are possible. Shorten it.</source>
        <translation>Zu lang ({what}): {count} Zeichen; möglich sind höchstens {limit}. Kürzen Sie den Text.</translation>
    </message>
    <message>
        <source>The {what} holds characters that can&apos;t be stored. Type it again.</source>
        <translation>Darin stehen Zeichen, die sich nicht speichern lassen ({what}). Tippen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>A feature needs a title.</source>
        <translation>Ein Merkmal braucht einen Titel.</translation>
    </message>
    <message>
        <source>This project has no photo yet. Add one, then try again.</source>
        <translation>Dieses Projekt hat noch kein Foto. Fügen Sie eines hinzu und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This project has no photo yet. Add at least one photo, then try again.</source>
        <translation>Dieses Projekt hat noch kein Foto. Fügen Sie mindestens eines hinzu und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>There is no image type &quot;{name}&quot;.</source>
        <translation>Es gibt keine Bildart „{name}“.</translation>
    </message>
    <message>
        <source>There is no style &quot;{name}&quot;.</source>
        <translation>Es gibt keinen Stil „{name}“.</translation>
    </message>
    <message>
        <source>There is no style &quot;{name}&quot;. Choose premium, minimal, bold, lifestyle, techy or colorful.</source>
        <translation>Es gibt keinen Stil „{name}“. Wählen Sie premium, minimal, bold, lifestyle, techy oder colorful.</translation>
    </message>
    <message>
        <source>Keep finished jobs for at least an hour.</source>
        <translation>Behalten Sie fertige Aufträge mindestens eine Stunde.</translation>
    </message>
    <message>
        <source>There is no action &quot;{name}&quot;.</source>
        <translation>Es gibt keine Aktion „{name}“.</translation>
    </message>
    <message>
        <source>At most 1,000 jobs at a time.</source>
        <translation>Höchstens 1.000 Aufträge auf einmal.</translation>
    </message>
    <message>
        <source>This action has no entry to go on with.</source>
        <translation>Diese Aktion hat keinen Eintrag, der fortzusetzen wäre.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Its jobs were deleted.</source>
        <translation>Seine Aufträge wurden gelöscht.</translation>
    </message>
    <message>
        <source>The address for new versions can&apos;t be reached. Check the internet connection, or try again later.</source>
        <translation>Die Adresse für neue Versionen ist nicht erreichbar. Prüfen Sie die Internetverbindung, oder versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>What came from the address for new versions is not signed by Packdesk&apos;s makers. Nothing was done; somebody may be tampering with this connection.</source>
        <translation>Was von der Adresse für neue Versionen kam, ist nicht von den Machern von Packdesk signiert. Nichts wurde getan; vielleicht greift jemand in diese Verbindung ein.</translation>
    </message>
    <message>
        <source>{url} is not an https address.</source>
        <translation>{url} ist keine https-Adresse.</translation>
    </message>
    <message>
        <source>a GIF picture</source>
        <translation>ein GIF-Bild</translation>
    </message>
    <message>
        <source>a BMP picture</source>
        <translation>ein BMP-Bild</translation>
    </message>
    <message>
        <source>a Photoshop document</source>
        <translation>ein Photoshop-Dokument</translation>
    </message>
    <message>
        <source>a GIMP document</source>
        <translation>ein GIMP-Dokument</translation>
    </message>
    <message>
        <source>a JPEG XL picture</source>
        <translation>ein JPEG-XL-Bild</translation>
    </message>
    <message>
        <source>a JPEG 2000 picture</source>
        <translation>ein JPEG-2000-Bild</translation>
    </message>
    <message>
        <source>a Windows icon</source>
        <translation>ein Windows-Symbol</translation>
    </message>
    <message>
        <source>a camera&apos;s raw file</source>
        <translation>die Rohdatei einer Kamera</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>ein PDF-Dokument</translation>
    </message>
    <message>
        <source>a PostScript drawing</source>
        <translation>eine PostScript-Zeichnung</translation>
    </message>
    <message>
        <source>a ZIP archive or an office document</source>
        <translation>ein ZIP-Archiv oder Office-Dokument</translation>
    </message>
    <message>
        <source>a video</source>
        <translation>ein Video</translation>
    </message>
    <message>
        <source>a sound or a video</source>
        <translation>ein Ton oder Video</translation>
    </message>
    <message>
        <source>a sound</source>
        <translation>eine Tonaufnahme</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>ein Programm</translation>
    </message>
    <message>
        <source>a vector drawing (SVG)</source>
        <translation>eine Vektorzeichnung (SVG)</translation>
    </message>
    <message>
        <source>a web page or XML document</source>
        <translation>eine Webseite oder ein XML-Dokument</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>product name</source>
        <translation>Produktname</translation>
    </message>
    <message>
        <source>category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>row to compare</source>
        <translation>Vergleichszeile</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>Merkmal</translation>
    </message>
    <message>
        <source>feature text</source>
        <translation>Text eines Merkmals</translation>
    </message>
    <message>
        <source>{path} can&apos;t be written ({reason}). Choose another place.</source>
        <translation>{path} lässt sich nicht schreiben ({reason}). Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{path} is a file. Choose a folder.</source>
        <translation>{path} ist eine Datei. Wählen Sie einen Ordner.</translation>
    </message>
    <message>
        <source>{path} is not empty. Choose a new folder; only an earlier export can be replaced.</source>
        <translation>{path} ist nicht leer. Wählen Sie einen neuen Ordner; nur ein früherer Export kann ersetzt werden.</translation>
    </message>
    <message>
        <source>{path} is a folder. Name a file for the ZIP.</source>
        <translation>{path} ist ein Ordner. Nennen Sie eine Datei für das ZIP.</translation>
    </message>
    <message>
        <source>{path} is there already. Choose another name, or replace it.</source>
        <translation>{path} gibt es schon. Wählen Sie einen anderen Namen, oder ersetzen Sie es.</translation>
    </message>
    <message>
        <source>An ASIN has ten letters and digits, like B0ABCD1234.</source>
        <translation>Eine ASIN hat zehn Buchstaben und Ziffern, wie B0ABCD1234.</translation>
    </message>
    <message>
        <source>The main image isn&apos;t made yet. Generate the pack first.</source>
        <translation>Das Hauptbild ist noch nicht fertig. Erzeugen Sie zuerst das Paket.</translation>
    </message>
    <message>
        <source>There is no finished image yet. Generate the pack first.</source>
        <translation>Es gibt noch kein fertiges Bild. Erzeugen Sie zuerst das Paket.</translation>
    </message>
    <message>
        <source>The product&apos;s outline is unclear in this photo.</source>
        <translation>Der Umriss des Produkts ist in diesem Foto unklar.</translation>
    </message>
    <message>
        <source>Something beside the product may have been kept.</source>
        <translation>Neben dem Produkt ist vielleicht noch etwas stehen geblieben.</translation>
    </message>
    <message>
        <source>The background may still show through the product.</source>
        <translation>Durch das Produkt scheint vielleicht noch der Hintergrund.</translation>
    </message>
    <message>
        <source>Several objects stand out in this photo.</source>
        <translation>In diesem Foto fallen mehrere Gegenstände auf.</translation>
    </message>
    <message>
        <source>The product came out in several pieces.</source>
        <translation>Das Produkt wurde in mehreren Stücken ausgeschnitten.</translation>
    </message>
    <message>
        <source>The product runs out of this photo on several sides.</source>
        <translation>Das Produkt reicht an mehreren Seiten aus diesem Foto hinaus.</translation>
    </message>
    <message>
        <source>The product is very small in this photo.</source>
        <translation>Das Produkt ist in diesem Foto sehr klein.</translation>
    </message>
    <message>
        <source>Nearly the whole photo was taken for the product.</source>
        <translation>Fast das ganze Foto wurde für das Produkt gehalten.</translation>
    </message>
    <message>
        <source>This photo has fewer than {pixels} pixels on its long side.</source>
        <translation>Dieses Foto hat an der langen Seite weniger als {pixels} Bildpunkte.</translation>
    </message>
    <message>
        <source>It hasn&apos;t been made yet.</source>
        <translation>Es ist noch nicht gemacht.</translation>
    </message>
    <message>
        <source>{marketplace} takes no added text or artwork.</source>
        <translation>{marketplace} nimmt keinen hinzugefügten Text und keine Grafik.</translation>
    </message>
    <message>
        <source>{marketplace} takes {most} pictures at most.</source>
        <translation>{marketplace} nimmt höchstens {most} Bilder.</translation>
    </message>
    <message>
        <source>It has no measurements to show. Add them and make it again.</source>
        <translation>Es hat keine Maße zu zeigen. Ergänzen Sie sie und machen Sie es neu.</translation>
    </message>
    <message>
        <source>It has nothing to compare. Add points and make it again.</source>
        <translation>Es hat nichts zu vergleichen. Ergänzen Sie Punkte und machen Sie es neu.</translation>
    </message>
    <message>
        <source>The pooler lets no more clients in: every Packdesk holds up to three connections. Close it where nobody needs it, or raise the pool size in Supabase&apos;s database settings.</source>
        <translation>Der Pooler lässt niemanden mehr herein: Jedes Packdesk hält bis zu drei Verbindungen. Schließen Sie es, wo es nicht gebraucht wird, oder vergrößern Sie den Pool in den Datenbankeinstellungen von Supabase.</translation>
    </message>
    <message>
        <source>This brand kit does not exist any more.</source>
        <translation>Dieses Markenpaket gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>There is a brand kit of that name already. Choose another name.</source>
        <translation>Es gibt schon ein Markenpaket dieses Namens. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>It is there already. Refresh, then choose another name.</source>
        <translation>Das gibt es schon. Aktualisieren Sie und wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is no brand kit &quot;{name}&quot;. Known are: {known}.</source>
        <translation>Es gibt kein Markenpaket „{name}“. Bekannt sind: {known}.</translation>
    </message>
    <message>
        <source>Give the brand kit a name.</source>
        <translation>Geben Sie dem Markenpaket einen Namen.</translation>
    </message>
    <message>
        <source>A brand kit&apos;s name has at most {most} characters. Shorten it.</source>
        <translation>Der Name eines Markenpakets hat höchstens {most} Zeichen. Kürzen Sie ihn.</translation>
    </message>
    <message>
        <source>&quot;{colour}&quot; is not a colour. Write it like #1F5FD1.</source>
        <translation>„{colour}“ ist keine Farbe. Schreiben Sie sie wie #1F5FD1.</translation>
    </message>
    <message>
        <source>There is no font &quot;{font}&quot; here.</source>
        <translation>Die Schrift „{font}“ gibt es hier nicht.</translation>
    </message>
    <message>
        <source>This photo was changed or deleted meanwhile. Open it again.</source>
        <translation>Dieses Foto wurde inzwischen geändert oder gelöscht. Öffnen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>All photos of this project are set aside. Use at least one of them.</source>
        <translation>Alle Fotos dieses Projekts sind beiseitegelegt. Verwenden Sie mindestens eines.</translation>
    </message>
    <message>
        <source>&quot;{kind}&quot; is not a format. Choose jpeg or png.</source>
        <translation>„{kind}“ ist kein Format. Wählen Sie jpeg oder png.</translation>
    </message>
    <message>
        <source>There is no A+ content yet. Make it first.</source>
        <translation>Es gibt noch keine A+-Inhalte. Machen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>The headline needs {least} to {most} characters and has {n}.</source>
        <translation>Die Überschrift braucht {least} bis {most} Zeichen und hat {n}.</translation>
    </message>
    <message>
        <source>The text needs {least} to {most} characters and has {n}.</source>
        <translation>Der Text braucht {least} bis {most} Zeichen und hat {n}.</translation>
    </message>
    <message>
        <source>The bullets may have {most} characters together and have {n}.</source>
        <translation>Die Stichpunkte dürfen zusammen {most} Zeichen haben und haben {n}.</translation>
    </message>
    <message>
        <source>Give the key that this image endpoint wants to see.</source>
        <translation>Geben Sie den Schlüssel an, den dieser Endpunkt sehen will.</translation>
    </message>
    <message>
        <source>This computer has no key store, so the endpoint&apos;s key can&apos;t be kept. Images stay with this computer.</source>
        <translation>Dieser Computer hat keinen Schlüsselspeicher, also lässt sich der Schlüssel des Endpunkts nicht aufbewahren. Bilder macht weiter dieser Computer.</translation>
    </message>
    <message>
        <source>The address of the image endpoint must look like https://shop.example/api/process-image.</source>
        <translation>Die Adresse des Bild-Endpunkts muss aussehen wie https://shop.example/api/process-image.</translation>
    </message>
    <message>
        <source>The image endpoint must be https: the key would travel in the clear.</source>
        <translation>Der Bild-Endpunkt muss https sein: Der Schlüssel ginge sonst offen über die Leitung.</translation>
    </message>
    <message>
        <source>The image endpoint answered with &quot;{kind}&quot; instead of an image.</source>
        <translation>Der Bild-Endpunkt antwortete mit „{kind}“ statt mit einem Bild.</translation>
    </message>
    <message>
        <source>The image endpoint answered with broken JSON.</source>
        <translation>Der Bild-Endpunkt antwortete mit kaputtem JSON.</translation>
    </message>
    <message>
        <source>The image endpoint answered without an image.</source>
        <translation>Der Bild-Endpunkt antwortete ohne Bild.</translation>
    </message>
    <message>
        <source>The image endpoint sends on to another address. Put the final address into the settings.</source>
        <translation>Der Bild-Endpunkt verweist an eine andere Adresse. Tragen Sie die endgültige in die Einstellungen ein.</translation>
    </message>
    <message>
        <source>The image endpoint doesn&apos;t accept the key{told} Check the key in the settings.</source>
        <translation>Der Bild-Endpunkt nimmt den Schlüssel nicht an{told} Prüfen Sie den Schlüssel in den Einstellungen.</translation>
    </message>
    <message>
        <source>The image endpoint can&apos;t make it now ({status}){told}</source>
        <translation>Der Bild-Endpunkt kann es jetzt nicht machen ({status}){told}</translation>
    </message>
    <message>
        <source>The image endpoint refuses this image ({status}){told}</source>
        <translation>Der Bild-Endpunkt lehnt dieses Bild ab ({status}){told}</translation>
    </message>
    <message>
        <source>The image endpoint did not answer within {seconds} s.</source>
        <translation>Der Bild-Endpunkt hat {seconds} s lang nicht geantwortet.</translation>
    </message>
    <message>
        <source>The image endpoint can&apos;t be reached, or broke the connection off.</source>
        <translation>Der Bild-Endpunkt ist nicht zu erreichen oder brach die Verbindung ab.</translation>
    </message>
    <message>
        <source>The image endpoint points to an address that is not https.</source>
        <translation>Der Bild-Endpunkt verweist auf eine Adresse, die nicht https ist.</translation>
    </message>
    <message>
        <source>The picture the image endpoint points to can&apos;t be fetched ({status}).</source>
        <translation>Das Bild, auf das der Bild-Endpunkt verweist, lässt sich nicht holen ({status}).</translation>
    </message>
    <message>
        <source>What the image endpoint sent is no picture that can be opened.</source>
        <translation>Was der Bild-Endpunkt schickte, ist kein Bild, das sich öffnen lässt.</translation>
    </message>
    <message>
        <source>The image endpoint stopped in the middle of its answer.</source>
        <translation>Der Bild-Endpunkt hörte mitten in der Antwort auf.</translation>
    </message>
    <message>
        <source>The image endpoint answered with more than {size} MB.</source>
        <translation>Der Bild-Endpunkt antwortete mit mehr als {size} MB.</translation>
    </message>
    <message>
        <source>The address must begin with https: otherwise anybody on the way reads along.</source>
        <translation>Die Adresse muss mit https beginnen: Sonst liest jeder unterwegs mit.</translation>
    </message>
    <message>
        <source>This image lies in Supabase Storage at {url}. Sign in there in the settings, under Where images are kept.</source>
        <translation>Dieses Bild liegt in Supabase Storage unter {url}. Melden Sie sich dort in den Einstellungen an, unter „Wo Bilder liegen“.</translation>
    </message>
    <message>
        <source>This is the project&apos;s secret key: whoever has it may do everything. Give the publishable (anon) key.</source>
        <translation>Das ist der geheime Schlüssel des Projekts: Wer ihn hat, darf alles. Geben Sie den öffentlichen (publishable, anon) an.</translation>
    </message>
    <message>
        <source>Supabase Storage needs the {what}, too.</source>
        <translation>Supabase Storage braucht außerdem: {what}.</translation>
    </message>
    <message>
        <source>Moving images between stores is for admins.</source>
        <translation>Bilder umziehen dürfen nur Administratoren.</translation>
    </message>
    <message>
        <source>What was read back is not what was put there.</source>
        <translation>Was zurückkam, ist nicht, was abgelegt wurde.</translation>
    </message>
    <message>
        <source>This computer is not signed in to Supabase Storage. Do that in the settings, under Where images are kept.</source>
        <translation>Dieser Rechner ist bei Supabase Storage nicht angemeldet. Das geht in den Einstellungen, unter „Wo Bilder liegen“.</translation>
    </message>
    <message>
        <source>An image in Supabase Storage is damaged. Add the photo again.</source>
        <translation>Ein Bild in Supabase Storage ist beschädigt. Fügen Sie das Foto noch einmal hinzu.</translation>
    </message>
    <message>
        <source>The bucket &quot;{bucket}&quot; at {url} is not among this database&apos;s image stores. An admin adds it by choosing it in the settings once.</source>
        <translation>Der Bucket „{bucket}“ unter {url} gehört nicht zu den Bildspeichern dieser Datenbank. Ein Administrator fügt ihn hinzu, indem er ihn einmal in den Einstellungen wählt.</translation>
    </message>
    <message>
        <source>Supabase Storage doesn&apos;t accept the sign-in of {email} any more. Sign in again in the settings.</source>
        <translation>Supabase Storage nimmt die Anmeldung von {email} nicht mehr an. Melden Sie sich in den Einstellungen neu an.</translation>
    </message>
    <message>
        <source>Supabase Storage can&apos;t do it at the moment ({status}). Try again later.</source>
        <translation>Supabase Storage kann das gerade nicht ({status}). Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The rules of the bucket &quot;{bucket}&quot; refuse this to {email}. Ask whoever manages the Supabase project.</source>
        <translation>Die Regeln des Buckets „{bucket}“ erlauben das {email} nicht. Fragen Sie, wer das Supabase-Projekt verwaltet.</translation>
    </message>
    <message>
        <source>This image is not in Supabase Storage any more.</source>
        <translation>Dieses Bild ist nicht mehr in Supabase Storage.</translation>
    </message>
    <message>
        <source>An image in Supabase Storage is not what was put there.</source>
        <translation>Ein Bild in Supabase Storage ist nicht, was abgelegt wurde.</translation>
    </message>
    <message>
        <source>Supabase Storage can&apos;t be reached. Check the internet connection, then try again.</source>
        <translation>Supabase Storage ist nicht erreichbar. Prüfen Sie die Internetverbindung und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This computer has no password for {email} at {url}. Enter it in the settings, under Where images are kept.</source>
        <translation>Dieser Rechner hat kein Passwort für {email} bei {url}. Geben Sie es in den Einstellungen ein, unter „Wo Bilder liegen“.</translation>
    </message>
    <message>
        <source>Supabase doesn&apos;t accept the e-mail address {email} with this password. Correct them in the settings, under Where images are kept.</source>
        <translation>Supabase nimmt die E-Mail-Adresse {email} mit diesem Passwort nicht an. Berichtigen Sie beides in den Einstellungen, unter „Wo Bilder liegen“.</translation>
    </message>
    <message>
        <source>Supabase can&apos;t be reached. Check the internet connection, then try again.</source>
        <translation>Supabase ist nicht erreichbar. Prüfen Sie die Internetverbindung und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Supabase can&apos;t sign anybody in at the moment ({status}). Try again later.</source>
        <translation>Supabase kann gerade niemanden anmelden ({status}). Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>What answers at the address of Supabase is not Supabase. Check the address in the settings.</source>
        <translation>Was unter der Adresse von Supabase antwortet, ist nicht Supabase. Prüfen Sie die Adresse in den Einstellungen.</translation>
    </message>
    <message>
        <source>There is no bucket &quot;{bucket}&quot; at {url}, or {email} may not see it. An admin makes it with sql/setup/supabase_storage.sql.</source>
        <translation>Es gibt keinen Bucket „{bucket}“ unter {url}, oder {email} darf ihn nicht sehen. Ein Administrator legt ihn mit sql/setup/supabase_storage.sql an.</translation>
    </message>
    <message>
        <source>The bucket takes no file of {size} MB. Raise its size limit in the Supabase dashboard, or add a smaller photo.</source>
        <translation>Der Bucket nimmt keine Datei von {size} MB. Erhöhen Sie seine Grenze im Supabase-Dashboard, oder nehmen Sie ein kleineres Foto.</translation>
    </message>
    <message>
        <source>The bucket takes no files of type {mime}. Allow the type in the Supabase dashboard, or add the photo in another format.</source>
        <translation>Der Bucket nimmt keine Dateien vom Typ {mime}. Erlauben Sie den Typ im Supabase-Dashboard, oder nehmen Sie das Foto in einem anderen Format.</translation>
    </message>
    <message>
        <source>Supabase Storage refuses this ({status} {code}).</source>
        <translation>Supabase Storage lehnt das ab ({status} {code}).</translation>
    </message>
    <message>
        <source>publishable key</source>
        <translation>öffentlicher Schlüssel</translation>
    </message>
    <message>
        <source>A login begins with a small letter and goes on with small letters, digits, - and _, at most 63 in all.</source>
        <translation>Ein Zugang beginnt mit einem kleinen Buchstaben, dann folgen kleine Buchstaben, Ziffern, - und _, zusammen höchstens 63.</translation>
    </message>
    <message>
        <source>{path} is there already. Move it away, or name another file with --file.</source>
        <translation>{path} gibt es schon. Verschieben Sie die Datei, oder nennen Sie mit --file eine andere.</translation>
    </message>
    <message>
        <source>There is a login &quot;{login}&quot; already, and it was not made by an invitation. Choose another name.</source>
        <translation>Den Zugang „{login}“ gibt es schon, und er kam nicht durch eine Einladung. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Your own role and password are for another admin to change.</source>
        <translation>Ihre eigene Rolle und Ihr eigenes Passwort ändert ein anderer Admin.</translation>
    </message>
    <message>
        <source>Nobody can remove their own login, nor the one that set this database up.</source>
        <translation>Niemand kann den eigenen Zugang entfernen, auch nicht den, der diese Datenbank eingerichtet hat.</translation>
    </message>
    <message>
        <source>Packdesk could not start, because of a mistake of ours ({kind}). The details are in {path}. Restart the computer, then try again; if that doesn&apos;t help, send us that file.</source>
        <translation>Packdesk konnte nicht starten, durch einen Fehler von uns ({kind}). Näheres steht in {path}. Starten Sie den Computer neu und versuchen Sie es noch einmal; hilft das nicht, schicken Sie uns diese Datei.</translation>
    </message>
    <message>
        <source>Some of Packdesk&apos;s own files are missing or belong to another version, perhaps because an installation was interrupted. Install Packdesk again; your projects and images stay as they are. The details are in {path}.</source>
        <translation>Einige von Packdesks eigenen Dateien fehlen oder gehören zu einer anderen Version, vielleicht weil eine Installation abgebrochen wurde. Installieren Sie Packdesk noch einmal; Ihre Projekte und Bilder bleiben, wie sie sind. Näheres steht in {path}.</translation>
    </message>
    <message>
        <source>Packdesk is running already, but doesn&apos;t answer. Restart the computer, then try again.</source>
        <translation>Packdesk läuft schon, antwortet aber nicht. Starten Sie den Computer neu und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{home} is a file, or lies in one. Set PACKDESK_HOME to a folder.</source>
        <translation>{home} ist eine Datei oder liegt in einer. Setzen Sie PACKDESK_HOME auf einen Ordner.</translation>
    </message>
    <message>
        <source>The disk with the folder {home} is full. Free some space, then try again.</source>
        <translation>Die Festplatte mit dem Ordner {home} ist voll. Schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The folder {home} can&apos;t be written ({reason}). Allow writing there, or set PACKDESK_HOME to another folder.</source>
        <translation>In den Ordner {home} kann nicht geschrieben werden ({reason}). Erlauben Sie das Schreiben dort, oder setzen Sie PACKDESK_HOME auf einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The address for new versions can&apos;t prove that it is the right one: its certificate is out of date, or nobody this computer trusts vouches for it. Nothing was read. Check this computer&apos;s date and time, then try again later.</source>
        <translation>Die Adresse für neue Versionen kann nicht beweisen, dass sie die richtige ist: Ihr Zertifikat ist abgelaufen, oder niemand, dem dieser Computer vertraut, bürgt dafür. Es wurde nichts gelesen. Prüfen Sie Datum und Uhrzeit dieses Computers und versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>{host} can&apos;t be reached, and a photo of this project is kept there. Try again later.</source>
        <translation>{host} ist nicht erreichbar, und dort liegt ein Foto dieses Projekts. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>{host} sends on from address to address instead of showing a photo.</source>
        <translation>{host} schickt von Adresse zu Adresse weiter, statt ein Foto zu zeigen.</translation>
    </message>
    <message>
        <source>{host} shows no photo at the address that the web app has ({status}). Add the photo here.</source>
        <translation>{host} zeigt unter der Adresse, die die Web-App hat, kein Foto ({status}). Fügen Sie das Foto hier hinzu.</translation>
    </message>
    <message>
        <source>The photo at {host} is larger than {most} MB. Add a smaller one here.</source>
        <translation>Das Foto bei {host} ist größer als {most} MB. Fügen Sie hier ein kleineres hinzu.</translation>
    </message>
    <message>
        <source>The web app has a photo at {url}, which is no public https address. Add the photo here.</source>
        <translation>Die Web-App hat ein Foto unter {url}; das ist keine öffentliche https-Adresse. Fügen Sie das Foto hier hinzu.</translation>
    </message>
    <message>
        <source>A comparison has at most {most} rows; these are {count}. Leave some out.</source>
        <translation>Ein Vergleich hat höchstens {most} Zeilen; das sind {count}. Lassen Sie einige weg.</translation>
    </message>
    <message>
        <source>The features have {count} characters together; one picture holds {most}. Shorten them, or leave some out.</source>
        <translation>Die Merkmale haben zusammen {count} Zeichen; auf ein Bild passen {most}. Kürzen Sie sie oder lassen Sie einige weg.</translation>
    </message>
    <message>
        <source>The rows to compare have {count} characters together, the longest cell of each counted; one picture holds {most}. Shorten them, or leave some out.</source>
        <translation>Die Vergleichszeilen haben zusammen {count} Zeichen, wenn von jeder die längste Zelle zählt; auf ein Bild passen {most}. Kürzen Sie sie oder lassen Sie einige weg.</translation>
    </message>
    <message>
        <source>Text and bullets have {width} characters together, wide ones counted twice; the picture holds {most}.</source>
        <translation>Text und Aufzählung haben zusammen {width} Zeichen, breite doppelt gezählt; auf das Bild passen {most}.</translation>
    </message>
    <message>
        <source>The product is cut off at one side of this photo.</source>
        <translation>Das Produkt ist an einer Seite dieses Fotos abgeschnitten.</translation>
    </message>
    <message>
        <source>{name} is a link to a file that isn&apos;t there. Give the photo itself.</source>
        <translation>{name} ist ein Verweis auf eine Datei, die es nicht gibt. Geben Sie das Foto selbst an.</translation>
    </message>
    <message>
        <source>{path} holds {name}, which no export made. Move it away, or choose a new folder.</source>
        <translation>{path} enthält {name}, was kein Export gemacht hat. Verschieben Sie es, oder wählen Sie einen neuen Ordner.</translation>
    </message>
    <message>
        <source>{path} is no earlier export, so it stays. Choose another name.</source>
        <translation>{path} ist kein früherer Export und bleibt, wie es ist. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The project has nothing to compare. Add points to it: a table without rows isn&apos;t exported.</source>
        <translation>Das Projekt hat nichts zu vergleichen. Tragen Sie dort Punkte ein: Eine Tabelle ohne Zeilen wird nicht exportiert.</translation>
    </message>
    <message>
        <source>A feature has {n} characters, and below its picture is room for {most}. Shorten its text in the project, or the picture may leave it out.</source>
        <translation>Ein Merkmal hat {n} Zeichen, unter seinem Bild ist Platz für {most}. Kürzen Sie seinen Text im Projekt, sonst lässt das Bild ihn vielleicht weg.</translation>
    </message>
    <message>
        <source>The cards have no room for the texts of: {named}. Shorter texts and up to four bullets fit.</source>
        <translation>Auf den Karten ist kein Platz für die Texte von: {named}. Kürzere Texte und bis zu vier Stichpunkte passen.</translation>
    </message>
    <message>
        <source>The table has no room for: {named}. Shorter and fewer rows fit, and more beside a short text.</source>
        <translation>In der Tabelle ist kein Platz für: {named}. Kürzere und weniger Zeilen passen, und neben einem kurzen Text mehr.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export images</source>
        <translation>Bilder exportieren</translation>
    </message>
    <message>
        <source>Export once more</source>
        <translation>Noch einmal exportieren</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Original: all images as they are</source>
        <translation>Original: alle Bilder, wie sie sind</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>One ZIP file</source>
        <translation>Eine ZIP-Datei</translation>
    </message>
    <message>
        <source>Where the images go</source>
        <translation>Wohin die Bilder kommen</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Change where the images go</source>
        <translation>Ändern, wohin die Bilder kommen</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Wohin</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Where do the images go?</source>
        <translation>Wohin kommen die Bilder?</translation>
    </message>
    <message>
        <source>Say where the images go.</source>
        <translation>Sagen Sie, wohin die Bilder kommen.</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>Angehalten. Es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>Replace {name}?</source>
        <translation>{name} ersetzen?</translation>
    </message>
    <message>
        <source>Something is there already. An earlier export makes room; anything else stays as it is.</source>
        <translation>Dort liegt schon etwas. Ein früherer Export macht Platz; alles andere bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>{done} of {total} images made</source>
        <translation>{done} von {total} Bildern gemacht</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt …</translation>
    </message>
    <message>
        <source>ASIN (optional)</source>
        <translation>ASIN (freiwillig)</translation>
    </message>
    <message>
        <source>Name of the files</source>
        <translation>Name der Dateien</translation>
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
    <name>GuidesDialog</name>
    <message>
        <source>Guides</source>
        <translation>Anleitungen</translation>
    </message>
    <message>
        <source>The guide</source>
        <translation>Die Anleitung</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>All guides</source>
        <translation>Alle Anleitungen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
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
    <message>
        <source>{address} is a transaction pooler, which swallows change notices: everything is read again every two seconds, and nothing is missed. Use the session pooler instead, in Supabase the same address with port 5432.</source>
        <translation>{address} ist ein Transaktions-Pooler, der Änderungsmeldungen verschluckt: Alles wird alle zwei Sekunden neu gelesen, und nichts geht verloren. Nehmen Sie stattdessen den Session-Pooler, bei Supabase dieselbe Adresse mit Port 5432.</translation>
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
    <message>
        <source>Marketplace rules…</source>
        <translation>Regeln der Marktplätze …</translation>
    </message>
    <message>
        <source>Correct the cut-out…</source>
        <translation>Freistellung korrigieren …</translation>
    </message>
    <message>
        <source>A scene of your own…</source>
        <translation>Eigene Szene …</translation>
    </message>
    <message>
        <source>Another scene of your own (now {name})…</source>
        <translation>Andere eigene Szene (jetzt {name}) …</translation>
    </message>
    <message>
        <source>Packdesk&apos;s scenes again</source>
        <translation>Wieder die Szenen von Packdesk</translation>
    </message>
</context>
<context>
    <name>ImageEngines</name>
    <message>
        <source>Images are made by {url}.</source>
        <translation>Bilder macht {url}.</translation>
    </message>
    <message>
        <source>Images are made on this computer, {count} at a time, in a process of their own. No photo leaves it except to your database.</source>
        <translation>Bilder werden auf diesem Computer gemacht, {count} zugleich, in einem eigenen Prozess. Kein Foto verlässt ihn, außer in Ihre Datenbank.</translation>
    </message>
</context>
<context>
    <name>InviteDialog</name>
    <message>
        <source>Invite somebody</source>
        <translation>Jemanden einladen</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Small letters, digits, - and _. They get a file to connect with, and a password from you.</source>
        <translation>Kleine Buchstaben, Ziffern, - und _. Die Person bekommt eine Datei zum Verbinden und von Ihnen ein Passwort.</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Einladen</translation>
    </message>
</context>
<context>
    <name>InvitedDialog</name>
    <message>
        <source>Invited</source>
        <translation>Eingeladen</translation>
    </message>
    <message>
        <source>{name} opens this file with Packdesk and types the password below. It is shown this once: send the file, and tell the password by another way.</source>
        <translation>{name} öffnet diese Datei mit Packdesk und gibt das Passwort unten ein. Es wird nur dieses eine Mal gezeigt: Schicken Sie die Datei, und sagen Sie das Passwort auf einem anderen Weg.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Copy the password</source>
        <translation>Passwort kopieren</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
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
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
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
    <message>
        <source>The jobs can&apos;t be shown</source>
        <translation>Die Aufträge lassen sich nicht zeigen</translation>
    </message>
    <message>
        <source>Loading jobs…</source>
        <translation>Aufträge werden geladen …</translation>
    </message>
</context>
<context>
    <name>JobsSearch</name>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
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
    <name>KitField</name>
    <message>
        <source>The default ({name})</source>
        <translation>Das Standardpaket ({name})</translation>
    </message>
    <message>
        <source>The default (none yet)</source>
        <translation>Das Standardpaket (noch keines)</translation>
    </message>
    <message>
        <source>No brand kit</source>
        <translation>Kein Markenpaket</translation>
    </message>
    <message>
        <source>The chosen brand kit</source>
        <translation>Das gewählte Markenpaket</translation>
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
    <name>ListingLines</name>
    <message>
        <source>{n} images go out</source>
        <translation>{n} Bilder gehen hinaus</translation>
    </message>
    <message>
        <source>1 image goes out</source>
        <translation>1 Bild geht hinaus</translation>
    </message>
    <message>
        <source>Nothing can go out yet</source>
        <translation>Noch kann nichts hinausgehen</translation>
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
    <message>
        <source>with A+ content</source>
        <translation>mit A+-Inhalten</translation>
    </message>
    <message>
        <source>Make six modules for Amazon&apos;s A+ content, too</source>
        <translation>Auch sechs Module für Amazons A+-Inhalte machen</translation>
    </message>
    <message>
        <source>{done} of {total} parts ready: six images and A+ content</source>
        <translation>{done} von {total} Teilen fertig: sechs Bilder und A+-Inhalte</translation>
    </message>
    <message>
        <source>The A+ content failed. Open it to see why.</source>
        <translation>Die A+-Inhalte sind fehlgeschlagen. Öffnen Sie sie, um zu sehen, warum.</translation>
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
    <name>PeopleList</name>
    <message>
        <source>Invite somebody…</source>
        <translation>Jemanden einladen …</translation>
    </message>
    <message>
        <source>Nobody yet but the login that set this database up. Invite the first one.</source>
        <translation>Noch niemand außer dem Zugang, der diese Datenbank eingerichtet hat. Laden Sie die erste Person ein.</translation>
    </message>
    <message>
        <source>works with projects, photos and jobs</source>
        <translation>arbeitet mit Projekten, Fotos und Aufträgen</translation>
    </message>
    <message>
        <source>processes jobs</source>
        <translation>verarbeitet Aufträge</translation>
    </message>
    <message>
        <source>everything, people too</source>
        <translation>alles, auch die Personen</translation>
    </message>
    <message>
        <source>removed; the login stays closed</source>
        <translation>entfernt; der Zugang bleibt geschlossen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>invited {when} by {who}</source>
        <translation>{when} von {who} eingeladen</translation>
    </message>
    <message>
        <source>made by hand</source>
        <translation>von Hand angelegt</translation>
    </message>
    <message>
        <source>Where to write the connection file</source>
        <translation>Wohin die Verbindungsdatei geschrieben wird</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>{name} entfernen?</translation>
    </message>
    <message>
        <source>They lose access at once, open windows too. What they made stays.</source>
        <translation>Der Zugang endet sofort, auch in offenen Fenstern. Was die Person gemacht hat, bleibt.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>{name} may nothing here any more. The login itself stays, closed to Packdesk.</source>
        <translation>{name} darf hier nichts mehr. Der Zugang selbst bleibt, für Packdesk geschlossen.</translation>
    </message>
    <message>
        <source>looks at everything</source>
        <translation>sieht sich alles an</translation>
    </message>
    <message>
        <source>Loading people…</source>
        <translation>Personen werden geladen …</translation>
    </message>
    <message>
        <source>The people can&apos;t be shown</source>
        <translation>Die Personen können nicht gezeigt werden</translation>
    </message>
    <message>
        <source>Nobody else works in this database. With a team&apos;s database, its people stand here.</source>
        <translation>In dieser Datenbank arbeitet sonst niemand. Bei der Datenbank eines Teams stehen hier dessen Personen.</translation>
    </message>
    <message>
        <source>Just you</source>
        <translation>Nur Sie</translation>
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
    <name>PhotoLook</name>
    <message>
        <source>Photo {n}</source>
        <translation>Foto {n}</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>Main photo, chosen</source>
        <translation>Hauptfoto, gewählt</translation>
    </message>
    <message>
        <source>Detail view, chosen</source>
        <translation>Detailansicht, gewählt</translation>
    </message>
    <message>
        <source>Main photo</source>
        <translation>Hauptfoto</translation>
    </message>
    <message>
        <source>Detail view</source>
        <translation>Detailansicht</translation>
    </message>
    <message>
        <source>Outline corrected</source>
        <translation>Umriss korrigiert</translation>
    </message>
    <message>
        <source>Check the outline</source>
        <translation>Umriss prüfen</translation>
    </message>
</context>
<context>
    <name>PhotosModel</name>
    <message>
        <source>{width} x {height} pixels</source>
        <translation>{width} x {height} Pixel</translation>
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
    <message>
        <source>Correct the cut-out…</source>
        <translation>Freistellung korrigieren …</translation>
    </message>
    <message>
        <source>Use as the detail view</source>
        <translation>Als Detailansicht verwenden</translation>
    </message>
    <message>
        <source>Set aside: use it for nothing</source>
        <translation>Beiseitelegen: für nichts verwenden</translation>
    </message>
    <message>
        <source>Let Packdesk choose</source>
        <translation>Packdesk wählen lassen</translation>
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
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Files for Amazon, eBay, Etsy or Shopify (Ctrl+Shift+E)</source>
        <translation>Dateien für Amazon, eBay, Etsy oder Shopify (Strg+Umschalt+E)</translation>
    </message>
    <message>
        <source>A+ content</source>
        <translation>A+-Inhalt</translation>
    </message>
    <message>
        <source>Six modules for Amazon, with words of your own (Ctrl+Shift+A)</source>
        <translation>Sechs Module für Amazon, mit eigenen Worten (Strg+Umschalt+A)</translation>
    </message>
    <message>
        <source>brand kit {name}</source>
        <translation>Markenpaket {name}</translation>
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
    <message>
        <source>Ctrl+Shift+E</source>
        <translation>Ctrl+Shift+E</translation>
    </message>
    <message>
        <source>Ctrl+Shift+A</source>
        <translation>Ctrl+Shift+A</translation>
    </message>
    <message>
        <source>1 photo was fetched from the web app.</source>
        <translation>1 Foto wurde von der Web-App geholt.</translation>
    </message>
    <message>
        <source>{n} photos were fetched from the web app.</source>
        <translation>{n} Fotos wurden von der Web-App geholt.</translation>
    </message>
</context>
<context>
    <name>ProjectTools</name>
    <message>
        <source>{name} is another picture now: its corrected outline was dropped.</source>
        <translation>{name} ist jetzt ein anderes Bild: Der korrigierte Umriss gilt nicht mehr.</translation>
    </message>
    <message>
        <source>The outline in {name} is kept. All images made from now on use it.</source>
        <translation>Der Umriss in {name} ist gespeichert. Alle Bilder, die ab jetzt gemacht werden, verwenden ihn.</translation>
    </message>
    <message>
        <source>Make all images again</source>
        <translation>Alle Bilder neu machen</translation>
    </message>
    <message>
        <source>The lifestyle image will be set into {name}.</source>
        <translation>Das Lifestyle-Bild wird in {name} gesetzt.</translation>
    </message>
    <message>
        <source>A scene of your own</source>
        <translation>Eine eigene Szene</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>The lifestyle image will be set into one of Packdesk&apos;s scenes.</source>
        <translation>Das Lifestyle-Bild wird in eine Szene von Packdesk gesetzt.</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Noch einmal machen</translation>
    </message>
</context>
<context>
    <name>ProjectsActions</name>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Delete the selected projects (Del)</source>
        <translation>Ausgewählte Projekte löschen (Entf)</translation>
    </message>
    <message>
        <source>1 project selected</source>
        <translation>1 Projekt ausgewählt</translation>
    </message>
    <message>
        <source>{n} projects selected</source>
        <translation>{n} Projekte ausgewählt</translation>
    </message>
    <message>
        <source>Generate Complete Pack</source>
        <translation>Komplettes Paket erzeugen</translation>
    </message>
    <message>
        <source>Generate {n} packs</source>
        <translation>{n} Bildpakete erstellen</translation>
    </message>
    <message>
        <source>Make all six images of the selected projects</source>
        <translation>Alle sechs Bilder der ausgewählten Projekte erstellen</translation>
    </message>
    <message>
        <source>Generate the complete packs of {n} projects, six images each?</source>
        <translation>Die kompletten Bildpakete von {n} Projekten erstellen, je sechs Bilder?</translation>
    </message>
    <message>
        <source>{n} are left out: they have no photo yet, or their pack is being made.</source>
        <translation>{n} werden ausgelassen: Sie haben noch kein Foto, oder ihr Paket entsteht gerade.</translation>
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
        <source>Add a photo first.</source>
        <translation>Fügen Sie zuerst ein Foto hinzu.</translation>
    </message>
    <message>
        <source>This pack is being made already.</source>
        <translation>Dieses Paket entsteht schon.</translation>
    </message>
    <message>
        <source>Asking for packs</source>
        <translation>Pakete werden angefordert</translation>
    </message>
    <message>
        <source>1 pack queued.</source>
        <translation>1 Paket eingereiht.</translation>
    </message>
    <message>
        <source>{n} packs queued.</source>
        <translation>{n} Pakete eingereiht.</translation>
    </message>
    <message>
        <source>Stopped there; the rest is as it was.</source>
        <translation>Dort angehalten; der Rest ist wie zuvor.</translation>
    </message>
    <message>
        <source>Undone: what was finished meanwhile stays.</source>
        <translation>Rückgängig gemacht: Was inzwischen fertig wurde, bleibt.</translation>
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
    <name>ReportLines</name>
    <message>
        <source>{n} images exported as they are.</source>
        <translation>{n} Bilder exportiert, wie sie sind.</translation>
    </message>
    <message>
        <source>{n} images exported for {marketplace}; {broken} of them break a rule.</source>
        <translation>{n} Bilder für {marketplace} exportiert; {broken} davon verletzen eine Regel.</translation>
    </message>
    <message>
        <source>{n} images exported. All of them fit {marketplace}.</source>
        <translation>{n} Bilder exportiert. Alle passen zu {marketplace}.</translation>
    </message>
    <message>
        <source>{file}, {width} x {height} pixels, {size} MB</source>
        <translation>{file}, {width} x {height} Pixel, {size} MB</translation>
    </message>
    <message>
        <source>Please check: {sentence}</source>
        <translation>Bitte prüfen: {sentence}</translation>
    </message>
</context>
<context>
    <name>RetouchDialog</name>
    <message>
        <source>Correct the cut-out: {name}</source>
        <translation>Freistellung korrigieren: {name}</translation>
    </message>
    <message>
        <source>Looking for the product…</source>
        <translation>Das Produkt wird gesucht …</translation>
    </message>
    <message>
        <source>Paint over what the red veil covers wrongly, or doesn&apos;t cover. The outline follows.</source>
        <translation>Übermalen Sie, was der rote Schleier zu Unrecht bedeckt oder nicht bedeckt. Der Umriss folgt.</translation>
    </message>
    <message>
        <source>The photo, and what is left out of it</source>
        <translation>Das Foto, und was davon weggelassen wird</translation>
    </message>
    <message>
        <source>Arrow keys move the brush, Space paints, Shift with the arrow keys moves the picture.</source>
        <translation>Pfeiltasten bewegen den Pinsel, die Leertaste malt, Umschalt mit Pfeiltasten bewegt das Bild.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use this outline</source>
        <translation>Diesen Umriss verwenden</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Paint away what isn&apos;t the product (R)</source>
        <translation>Wegmalen, was nicht zum Produkt gehört (R)</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Paint back what belongs to the product (K)</source>
        <translation>Zurückmalen, was zum Produkt gehört (K)</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <source>Size of the brush ([ and ])</source>
        <translation>Größe des Pinsels ([ und ])</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>The outline follows the photo&apos;s edges near the brush; without it just the brush counts (E)</source>
        <translation>Der Umriss folgt nahe dem Pinsel den Kanten im Foto; ohne das zählt nur der Pinsel (E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Von vorn</translation>
    </message>
    <message>
        <source>Back to what Packdesk finds by itself</source>
        <translation>Zurück zu dem, was Packdesk selbst findet</translation>
    </message>
    <message>
        <source>On white</source>
        <translation>Auf Weiß</translation>
    </message>
    <message>
        <source>The product alone, as images will show it (B)</source>
        <translation>Das Produkt allein, wie Bilder es zeigen werden (B)</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Ctrl+Return</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit …</translation>
    </message>
    <message>
        <source>Leave without keeping the outline?</source>
        <translation>Ohne den Umriss zu speichern verlassen?</translation>
    </message>
    <message>
        <source>What you have painted since you opened this is lost.</source>
        <translation>Was Sie seit dem Öffnen gemalt haben, geht verloren.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
</context>
<context>
    <name>SavedFilters</name>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
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
        <source>Remove this filter</source>
        <translation>Diesen Filter entfernen</translation>
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
    <message>
        <source>Brand kits</source>
        <translation>Markenpakete</translation>
    </message>
    <message>
        <source>Where images are kept</source>
        <translation>Wo Bilder liegen</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Suche läuft…</translation>
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
    <name>StoreChoice</name>
    <message>
        <source>The database</source>
        <translation>In der Datenbank</translation>
    </message>
    <message>
        <source>Supabase Storage</source>
        <translation>In Supabase Storage</translation>
    </message>
    <message>
        <source>How far the move is</source>
        <translation>Wie weit der Umzug ist</translation>
    </message>
    <message>
        <source>New photos and images go there; those that exist stay where they are until you move them. Everybody in the team who should see them signs in to the same bucket.</source>
        <translation>Neue Fotos und Bilder kommen dorthin; vorhandene bleiben, wo sie sind, bis Sie sie umziehen. Wer im Team sie sehen soll, meldet sich am selben Bucket an.</translation>
    </message>
    <message>
        <source>Photos and images are kept in the database. A team&apos;s saved connection can use a bucket.</source>
        <translation>Fotos und Bilder liegen in der Datenbank. Die gespeicherte Verbindung eines Teams kann einen Bucket verwenden.</translation>
    </message>
    <message>
        <source>The bucket works: a small file was stored, read back and removed.</source>
        <translation>Der Bucket funktioniert: Eine kleine Datei wurde abgelegt, gelesen und entfernt.</translation>
    </message>
    <message>
        <source>Stopped. Nothing is lost; moving goes on where it was.</source>
        <translation>Angehalten. Nichts ist verloren; der Umzug geht dort weiter, wo er war.</translation>
    </message>
    <message>
        <source>The publishable (anon) key, never the secret one</source>
        <translation>Der öffentliche Schlüssel (publishable, anon), nie der geheime</translation>
    </message>
    <message>
        <source>Kept in the system&apos;s key store, never in a file</source>
        <translation>Liegt im Schlüsselspeicher des Systems, nie in einer Datei</translation>
    </message>
    <message>
        <source>Address of the project</source>
        <translation>Adresse des Projekts</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
    <message>
        <source>Publishable key</source>
        <translation>Öffentlicher Schlüssel</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>Das verwenden</translation>
    </message>
    <message>
        <source>Use this place for images</source>
        <translation>Diesen Ort für Bilder verwenden</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Test the bucket</source>
        <translation>Den Bucket testen</translation>
    </message>
    <message>
        <source>Move all images there</source>
        <translation>Alle Bilder dorthin umziehen</translation>
    </message>
    <message>
        <source>Move all back into the database</source>
        <translation>Alle zurück in die Datenbank</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop moving images</source>
        <translation>Den Umzug der Bilder anhalten</translation>
    </message>
    <message>
        <source>{count} files moved.</source>
        <translation>{count} Dateien umgezogen.</translation>
    </message>
    <message>
        <source>1 file moved.</source>
        <translation>1 Datei umgezogen.</translation>
    </message>
</context>
<context>
    <name>TeamPage</name>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Who did what</source>
        <translation>Wer hat was getan</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
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
    <message>
        <source>No rule is broken.</source>
        <translation>Keine Regel ist verletzt.</translation>
    </message>
    <message>
        <source>Click for all rules.</source>
        <translation>Alle Regeln: klicken.</translation>
    </message>
    <message>
        <source>Correct the cut-out…</source>
        <translation>Freistellung korrigieren …</translation>
    </message>
    <message>
        <source>Correct the cut-out of {name}</source>
        <translation>Freistellung von {name} korrigieren</translation>
    </message>
    <message>
        <source>Fill it in…</source>
        <translation>Ergänzen …</translation>
    </message>
    <message>
        <source>Fill in what {name} lacks</source>
        <translation>Ergänzen, was {name} fehlt</translation>
    </message>
    <message>
        <source>Scene of your own: {name}</source>
        <translation>Eigene Szene: {name}</translation>
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
        <source>Packdesk {version} is available.</source>
        <translation>Packdesk {version} ist verfügbar.</translation>
    </message>
    <message>
        <source>Open the download</source>
        <translation>Download öffnen</translation>
    </message>
    <message>
        <source>Another version of Packdesk has been installed.</source>
        <translation>Eine andere Version von Packdesk wurde installiert.</translation>
    </message>
    <message>
        <source>Restart Packdesk</source>
        <translation>Packdesk neu starten</translation>
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
    <message>
        <source>All rules (I)</source>
        <translation>Alle Regeln (I)</translation>
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
    <message>
        <source>The style&apos;s own font</source>
        <translation>Die Schrift des Stils</translation>
    </message>
    <message>
        <source>Image with sidebar</source>
        <translation>Bild mit Seitenleiste</translation>
    </message>
    <message>
        <source>Image with highlights</source>
        <translation>Bild mit Höhepunkten</translation>
    </message>
    <message>
        <source>Four images with text</source>
        <translation>Vier Bilder mit Text</translation>
    </message>
    <message>
        <source>Image with specifications</source>
        <translation>Bild mit technischen Daten</translation>
    </message>
    <message>
        <source>Comparison table</source>
        <translation>Vergleichstabelle</translation>
    </message>
    <message>
        <source>Image with bullets</source>
        <translation>Bild mit Stichpunkten</translation>
    </message>
    <message>
        <source>Left out, as no font here has it: {letters}</source>
        <translation>Weggelassen, weil keine Schrift hier es hat: {letters}</translation>
    </message>
</context>
<context>
    <name>WorkersPage</name>
    <message>
        <source>As of {time}</source>
        <translation>Stand {time}</translation>
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
        <source>Nobody processes yet</source>
        <translation>Noch hilft niemand mit</translation>
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
    <message>
        <source>The workers can&apos;t be shown</source>
        <translation>Die Helfer lassen sich nicht zeigen</translation>
    </message>
    <message>
        <source>Loading workers…</source>
        <translation>Helfer werden geladen …</translation>
    </message>
    <message>
        <source>Switch on &quot;Processing&quot; at the bottom right, or run &quot;packdesk worker&quot; on another computer.</source>
        <translation>Schalten Sie unten rechts „Hilft mit“ ein, oder starten Sie „packdesk worker“ auf einem anderen Computer.</translation>
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
    <name>_Lines</name>
    <message>
        <source>Left out</source>
        <translation>Bleibt zurück</translation>
    </message>
</context>
<context>
    <name>_Picture</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Not made yet</source>
        <translation>Noch nicht erstellt</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
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
