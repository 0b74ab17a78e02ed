// Danish words for the rich-text editor, which asks a function of this name for them.
(() => {
  const words = {
    URL: "Adresse",
    Title: "Titel",
    Update: "Opdater",
    Insert: "Indsæt",
    Cancel: "Annuller",
    "Edit Link": "Link",
    "Insert Table": "Indsæt tabel",
    "Table Properties": "Tabel",
    Rows: "Rækker",
    Columns: "Kolonner",
    "Include header row": "Med overskriftsrække",
    "List properties": "Listens form",
    "List type": "Nummerering",
    "Start at": "Begynd med",
    "Decimal numbers": "Tal",
    "Lowercase letters": "Små bogstaver",
    "Uppercase letters": "Store bogstaver",
    "Lowercase Roman numerals": "Små romertal",
    "Uppercase Roman numerals": "Store romertal",
    "Open in new window": "Åbn i nyt vindue",
    "Toggle fullscreen": "Fuld skærm",
    "Edit HTML": "Rediger HTML",
    Prettify: "Pæn opstilling",
  };
  window.gettext = (word) => words[word] ?? word;
})();
