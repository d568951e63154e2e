/** The words of the page from which a package is fetched. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const downloadTexts = defineMessages({
  en: {
    packageTitle: "Your data is ready",
    packageLead: "One ZIP file. Unpack it and open index.html.",
    packageInside: "What is inside",
    insidePage: "A page to read",
    insidePageText: "index.html shows everything in plain words. It works offline and can be printed.",
    insideTables: "Your data as files",
    insideTablesText:
      "Every table as CSV for spreadsheets and as JSON for programs, so that you can take it elsewhere.",
    insideContext: "How it is used",
    insideContextText: "Purposes, legal bases, recipients, how long it is kept, and your further rights.",
    records: "Records",
    available: "Available until",
    download: "Download my data",
    downloadNote: "The file is personal. Save it where only you can open it.",
    checksum: "Checksum (SHA-256)",
    goneTitle: "This file is gone",
    goneText: "It was deleted after its time, so that it cannot fall into other hands. You can ask for a new one.",
  },
  de: {
    packageTitle: "Ihre Daten sind bereit",
    packageLead: "Eine ZIP-Datei. Entpacken Sie sie und öffnen Sie index.html.",
    packageInside: "Was darin ist",
    insidePage: "Eine Seite zum Lesen",
    insidePageText: "index.html zeigt alles in klaren Worten, funktioniert ohne Internet und lässt sich drucken.",
    insideTables: "Ihre Daten als Dateien",
    insideTablesText:
      "Jede Tabelle als CSV für Tabellenprogramme und als JSON für Programme, damit Sie sie mitnehmen können.",
    insideContext: "Wie sie verwendet werden",
    insideContextText: "Zwecke, Rechtsgrundlagen, Empfänger, Dauer der Speicherung und Ihre weiteren Rechte.",
    records: "Datensätze",
    available: "Verfügbar bis",
    download: "Meine Daten herunterladen",
    downloadNote: "Die Datei ist persönlich. Speichern Sie sie, wo nur Sie sie öffnen können.",
    checksum: "Prüfsumme (SHA-256)",
    goneTitle: "Diese Datei gibt es nicht mehr",
    goneText: "Sie wurde nach Ablauf gelöscht, damit sie nicht in fremde Hände gerät. Sie können eine neue anfordern.",
  },
});
