"""For each rule about an item's texts: a text, and what the rule finds in it.

An empty list is a text that is right, however much it looks like a wrong one.
"""

from typing import Any

from meetings.agenda_check import Attachment


def table(*rows: str, head: str = "") -> str:
    """A table from rows such as »A|1|2«."""
    lines = [f"<tr><th>{head.replace('|', '</th><th>')}</th></tr>"] if head else []
    lines += [f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in rows]
    return f"<table>{''.join(lines)}</table>"


def link(text: str, href: str = "https://www.kl.dk/") -> str:
    return f'<a href="{href}">{text}</a>'


def mark(key: int | str, text: str = "./.") -> str:
    """The mark of an attachment as the portal stores it."""
    return link(text, f"#bilag-{key}")


NOTE = Attachment("Note", key="17")
PLAN = Attachment("Plan for 2022", key="18")


URL = "https://www.kl.dk/media/28897/dagsorden-den-11-oktober.pdf"
SEATS = "KKR Midtjylland|10|2|12", "Borgmestre|9|0|9", "Supplerende|1|2|3"

# rule, the section's HTML (in Sagsfremstilling unless a dict names other fields), excerpts found
Case = tuple[str, "str | dict[str, Any]", list[str]]

TEXTS: list[Case] = [
    ("template_text", "Her skrives Sagsfremstillingen", ["Her skrives Sagsfremstillingen"]),
    ("template_text", {"recommendation": "<p>her skrives indstillingen</p>"},
     ["her skrives indstillingen"]),
    ("template_text", "<p>Skriv teksten her</p>", ["Skriv teksten her"]),
    ("template_text", "Mødet er den [indsæt dato] i Viborg.", ["[indsæt dato]"]),
    ("template_text", "Mødet er den xx. marts.", ["xx"]),
    ("template_text", "Mødet er kl. xx.xx den xx/xx-2022.", ["xx.xx", "xx/xx"]),
    ("template_text", "Der er XX medlemmer.", ["XX"]),
    ("template_text", "[xx] kr.", ["[xx]"]),
    ("template_text", "Lorem ipsum dolor sit amet", ["Lorem ipsum"]),
    ("template_text", "Klik eller tryk her for at skrive tekst.",
     ["Klik eller tryk her for at skrive tekst."]),
    ("template_text", "Jf. Fejl! Henvisningskilde ikke fundet.",
     ["Fejl! Henvisningskilde ikke fundet."]),
    ("template_text", {"title": "Orientering om xx"}, ["xx"]),
    ("template_text", "Her&nbsp;skrives baggrunden.", ["Her skrives baggrunden"]),
    ("template_text", "<p>Her skriver du indstillingen</p>", ["Her skriver du indstillingen"]),
    ("template_text", "<p>Her indsættes tekst.</p>", ["Her indsættes tekst."]),
    ("template_text", "<p>Indtast tekst her</p>", ["Indtast tekst her"]),
    ("template_text", "Mødet er den (indsæt dato) i &lt;sted&gt;.", ["(indsæt dato)", "<sted>"]),
    ("template_text", "<p>Tekst følger.</p><p>Skal udfyldes</p>",
     ["Tekst følger", "Skal udfyldes"]),
    ("template_text", "Mødet er den ??. maj, fristen dd.mm.åååå.", ["??. maj", "dd.mm.åååå"]),
    ("template_text", "TODO: beløbet er ____ kr.", ["TODO:", "____"]),
    ("template_text", "Her indsættes nye elever i klassen, og her skriver man under.", []),
    ("template_text", "Skemaet udfyldes af borgeren (skriv tydeligt). Hvad nu?? Tekst til alle.",
     []),
    ("template_text", "Her skrives der historie i kommunerne, og det er godt.", []),
    ("template_text", "Man kan skrive til sekretariatet, som sidder her.", []),
    ("template_text", "Udtalelsen […] er kort. Se kapitel XX og Exxon.", []),
    ("unbalanced_brackets", "Rammerne (formål og økonomi.", ["(formål og økonomi."]),
    ("unbalanced_brackets", "Se bilag 3] i rapporten", ["] i rapporten"]),
    ("unbalanced_brackets", "Udvalget »Vækst og viden mødes", ["»Vækst og viden mødes"]),
    ("unbalanced_brackets", "Det {skal med.", ["{skal med."]),
    ("unbalanced_brackets", "a) formål (kort [og godt]) 2) økonomi iv) drift", []),
    ("unbalanced_brackets", "<p>(Det begynder her</p><p>og slutter her.)</p>", []),
    ("unbalanced_quotes", "I ”Erhvervsfremme i Danmark står det.",
     ["”Erhvervsfremme i Danmark står"]),
    ("unbalanced_quotes", "Et ”parti og et „listesamarbejde“.", ["”parti og et „listesamarbejde“"]),
    ("unbalanced_quotes", 'Ordet "vækst" og ordet "viden', ['"viden']),
    ("unbalanced_quotes", "Et ”parti” og et “listesamarbejde”, „et tredje“.", []),
    ("unbalanced_quotes", 'En skærm på 24" til alle.', []),
    ("unbalanced_quotes", "<p>”Citatet begynder.</p><p>Det slutter.”</p>", []),
    ("old_term", "Mødeplanen for 2018-2022 lægges nu.", ["2018-2022"]),
    ("old_term", "Planen for 2018–22 lægges nu.", ["2018–22"]),
    ("old_term", "Mødeplanen for 2022-2026 og strategien 2019-2023.", []),
    ("old_term", "I den forrige periode 2018-2022 var der 21 møder.", []),
]  # fmt: skip

VARIABLES: list[Case] = [
    ("leftover_variable", "<p>{KKR} har { antal kommuner }.</p>", ["{KKR}", "{ antal kommuner }"]),
    ("leftover_variable", {"title": "Mødeplan for {valgperiode}"}, ["{valgperiode}"]),
    ("leftover_variable", {"case_number": "{sag}", "initials": "{hvem}"}, ["{sag}", "{hvem}"]),
    ("leftover_variable", "En mængde {1, 2}, {} og {, }.", []),
]  # fmt: skip

COUNCILS: list[Case] = [
    ("other_council", "<p>I KKR Hovedstaden er formanden valgt.</p>", ["KKR Hovedstaden"]),
    ("other_council", {"recommendation": "Det indstilles, at KKR Sjælland godkender sagen."},
     ["KKR Sjælland"]),
    ("other_council", {"title": "Mødeplan for KKR Nordjylland"}, ["KKR Nordjylland"]),
    ("other_council", "Næste møde i KKR Syddanmark holdes i juni.", ["KKR Syddanmark"]),
    ("other_council", "Mødet holdes nu, og KKR hovedstaden godkender.", ["KKR hovedstaden"]),
    ("other_council", "Kommunekontaktrådet for Hovedstaden mødes.",
     ["Kommunekontaktrådet for Hovedstaden"]),
    ("other_council", "KKR i Region Sjælland godkender planen.", ["KKR i Region Sjælland"]),
    ("other_council", ("<ul><li>I KKR Hovedstaden er der 29 kommuner</li>"
     "<li>I KKR Sjælland er der 17 kommuner</li></ul>"), []),
    ("other_council", "I KKR Hovedstaden, Sjælland og Syddanmark er formanden valgt.", []),
    ("other_council", "KKR Midtjylland holder møde med medlemmer af KKR Nordjylland.", []),
    ("other_council", "Region Hovedstaden er formand for Danske Regioner.", []),
    ("other_council_mentioned", "Erfaringerne er hentet i KKR Nordjylland.", ["KKR Nordjylland"]),
    ("other_council_mentioned", "Planen bygger på samarbejdet hos KKR Nordjylland.", []),
    ("other_council_mentioned", "De fem er KKR Nordjylland, KKR Sjælland og flere.", []),
]  # fmt: skip

DATES: list[Case] = [
    ("wrong_weekday", "Mødet er torsdag den 19. januar 2022.", ["torsdag den 19. januar 2022"]),
    ("wrong_weekday", "Mødet er 19. januar 2022 (torsdag).", ["19. januar 2022 (torsdag)"]),
    ("wrong_weekday", "Mødet er tirsdag d. 19/1-2022.", ["tirsdag d. 19/1-2022"]),
    ("wrong_weekday", "Mødet er tors. den 19. januar 2022.", ["tors. den 19. januar 2022"]),
    ("wrong_weekday", "Mødet er ons. d. 19/1-2022. Det gør man. Den 20. januar 2022 er fri.", []),
    ("wrong_weekday", table("2023|Fredag den 10. februar", "2024|Fredag den 10. februar"),
     ["Fredag den 10. februar"]),
    ("wrong_weekday", ("Møder: onsdag den 19. januar 2022, 19. januar 2022 (onsdag),"
     " onsdag d. 19/1-2022, onsdagen den 19.1.2022, onsdag 2022-01-19."), []),
    ("wrong_weekday", table("2022|Onsdag den 19. januar<br>Onsdag den 23. marts",
                            "2023|Fredag den 10. februar"), []),
    ("wrong_weekday", "Mødet i 2023 er onsdag. Den 19. januar 2022 er noget andet.", []),
    ("wrong_weekday_nearest_year", "Mødet er mandag den 14. juni.", ["mandag den 14. juni"]),
    ("wrong_weekday_nearest_year", "Mødet er tirsdag den 14. juni.", []),
    ("wrong_weekday_nearest_year", "Det var onsdag den 3. november.", []),
    ("wrong_weekday_nearest_year", "I 2023 mødes vi onsdag den 14. juni.", []),
    ("wrong_weekday", ('<table><tr><th rowspan="2">2023</th><td>Fredag den 10. februar</td></tr>'
     "<tr><td>Fredag den 26. april</td></tr></table>"), ["Fredag den 26. april"]),
    ("wrong_weekday", table("Onsdag den 10. februar|Fredag den 9. februar", head="2023|2024"),
     ["Onsdag den 10. februar"]),
    ("impossible_date", "Fristen er den 31. april 2022.", ["31. april 2022"]),
    ("impossible_date", "Mødet er den 29. februar 2022.", ["29. februar 2022"]),
    ("impossible_date", "29. februar 2024, 29. februar, 31. maj, side 45. Maj er god.", []),
    ("date_outside_term", "Næste møde holdes den 14. juni 2021.", ["14. juni 2021"]),
    ("date_outside_term", "Fristen er den 14. juni 2027.", ["14. juni 2027"]),
    ("date_outside_term", "Næste møde holdes den 14. juni 2031.", ["14. juni 2031"]),
    ("date_outside_term", "På mødet udpeges nogen fra 1. april 2022 til den 31. marts 2026.", []),
    ("date_outside_term", "Næste valg giver et møde den 14. juni 2026.", []),
    ("date_outside_term", "På mødet den 10. oktober 2017 besluttede rådet det.", []),
    ("date_outside_term", "Det findes i bilagene til mødet den 24. januar 2018.", []),
    ("date_outside_term", "Det konstituerende møde er den 19. januar 2026.", []),
    ("date_outside_term", "Loven træder i kraft den 1. januar 2027.", []),
    ("deadline_passed", "Fristen er den 28. februar 2022.", ["28. februar 2022"]),
    ("deadline_passed", "Svar gives senest den 1. marts 2022.", ["1. marts 2022"]),
    ("deadline_passed", "Fristen for svar er 4. marts.", ["4. marts"]),
    ("deadline_passed", "Svar sendes til sekretariatet før den 1. marts 2022.", ["1. marts 2022"]),
    ("deadline_passed", "Fristen er 23. marts. Ellers senest den 24. marts og 1. februar.", []),
    ("deadline_passed", "Svar gives inden den 1. april 2022, senest den 23. marts 2022.", []),
    ("deadline_passed", "Fristen var den 28. februar 2022.", []),
    ("deadline_passed", "Svaret er sendt inden fristen den 15. februar 2022.", []),
    ("deadline_passed", "Kontrakten gælder fra den 1. februar 2022.", []),
]  # fmt: skip

REFERENCES: list[Case] = [
    ("missing_item", "Det behandles under punkt 1.3.", ["1.3"]),
    ("missing_item", "Jf. dagsordenens punkt 4.", ["4"]),
    ("missing_item", "Jf. dagsordenspunkt nr. 8 og pkt. nr. 1.7.", ["8", "1.7"]),
    ("missing_item", "Det er punkt 7 på dagsordenen.", ["7"]),
    ("missing_item", "Det var punkt 7 på dagsordenen for mødet i maj.", []),
    ("missing_item", "Det var punkt 2.1 i dagsordenen den 11. oktober 2021.", []),
    ("missing_item", "Jf. pkt. 1.1 og 2.4.", ["2.4"]),
    ("missing_item", "Se punkt 1.1 og dagsordenens punkt 2.", []),
    ("missing_item", "Se punkt 4 i forretningsordenen og lovens punkt 1.3.", []),
    ("missing_item", "Se punkt 2.4 på mødet den 11. oktober 2021.", []),
    ("missing_item", "På mødet den 11. oktober 2021 (punkt 2.4) skete det.", []),
    ("missing_item", "Det er § 3, stk. 2, pkt. 1.9, og 2,5 procentpoint.", []),
    ("wrong_sum", table(*SEATS[1:], "I alt|10|2|13", head="|A|B|I alt"), ["13"]),
    ("wrong_sum", table("Aarhus|1 kr.|3", "Viborg|–|4", "I alt|2 kr.|7", head="|Pris|Antal"),
     ["2 kr."]),
    ("wrong_sum", table("Aarhus, herunder Risskov|1", "Viborg|3", "I alt|4"), []),
    ("wrong_sum", table("Aarhus|1", "heraf øst|1", "Viborg|3", "Gennemsnit|2", "I alt|4"), []),
    ("wrong_sum", table("Aarhus|1.234,5|2", "Viborg|765,5|3", "Total|2.000|6"), ["6"]),
    ("wrong_sum", table("A|B|I alt", "1|2|3", "2|2|5"), ["5"]),
    ("wrong_sum", table("Aarhus|1|2|3", "Viborg|2|2|5", head="Kommune|A|B|I alt"), ["5"]),
    ("wrong_sum", table(*SEATS, head="|A|B|I alt"), []),
    ("wrong_sum", table("I alt i KKR|10|2|12", *SEATS[1:], head="|A|B|I alt"), []),
    ("wrong_sum", table("Aarhus|1.234,5|–", "Viborg|765,5|3", "I alt|2.000,0|3"), []),
    ("wrong_sum", table("Aarhus|33,3|50", "Viborg|66,6|60", "I alt|100,0|55",
                        head="|Point|Gennemsnit"), []),
    ("wrong_sum", table("Øst|1", "Vest|2", "I alt Jylland|3", "Fyn|4", "I alt|7"), []),
    ("wrong_sum", ('<table><tr><th>Kommune</th><th colspan="2">2022</th></tr>'
     '<tr><td rowspan="2">Aarhus</td><td>øst</td><td>1</td></tr><tr><td>vest</td><td>2</td></tr>'
     '<tr><td colspan="2">I alt</td><td>4</td></tr></table>'), ["4"]),
    ("skipped_heading_level", "<h2>Først</h2><h4>Så</h4><h2>Til sidst</h2>", ["Så"]),
    ("skipped_heading_level", "<h5>Først</h5><h6>Så</h6><h5>Til sidst</h5><h5>Slut</h5>", []),
]  # fmt: skip

ATTACHMENTS: list[Case] = [
    ("mark_without_attachment", "<p>./. Oversigten.</p>", ["./."]),
    ("mark_without_attachment", "<p>./.. Oversigten.</p>", ["./.."]),
    ("mark_without_attachment",
     {"presentation": "./. Oversigten", "attachments": ["Oversigt"]}, []),
    ("more_marks_than_attachments",
     {"presentation": "<p>./. Noten</p><p>./. Planen</p>", "attachments": ["Note"]}, ["./."]),
    ("more_marks_than_attachments",
     {"presentation": "./. Noten og ./. planen", "attachments": ["Note", "Plan"]}, []),
    ("enclosure_without_attachment", "Oversigten er vedlagt.", ["vedlagt"]),
    ("enclosure_without_attachment", "Der er ikke vedlagt noget. Indstillinger vedlægges.", []),
    ("enclosure_without_mark",
     {"presentation": "<p>./. Vedlagte bilag. Ligeledes er vedlagt oversigt.</p>",
      "attachments": ["Beregning", "Oversigt"]}, ["vedlagt oversigt"]),
    ("enclosure_without_mark",
     {"presentation": "<p>Vedlagte plan.</p><p>./. Noten er vedlagt.</p>",
      "attachments": ["Plan", "Note"]}, ["Vedlagte plan"]),
    ("enclosure_without_mark",
     {"recommendation": "Det indstilles, at vedlagte plan godkendes.",
      "presentation": "./. Vedlagt plan. Den vedlagte plan er god. Vedlagte plan er lang.",
      "attachments": ["Plan"]}, []),
    ("more_enclosures_than_attachments",
     {"presentation": "./. Vedlagt note. ./. Vedlagt plan.", "attachments": ["Note"]},
     ["Vedlagt plan"]),
    ("more_enclosures_than_attachments",
     {"presentation": "./. Vedlagt note.", "attachments": ["Note"]}, []),
    ("attachment_without_mark", {"attachments": ["Kommissorium"]}, ["Kommissorium"]),
    ("attachment_without_mark", {"presentation": "Mødeplanen", "attachments": ["Plan"]}, ["Plan"]),
    ("attachment_without_mark",
     {"presentation": "./. Noten er her.", "attachments": ["Note", "Plan for 2022"]},
     ["Plan for 2022"]),
    ("attachment_without_mark",
     {"presentation": "Planen står i Plan for  2022.", "attachments": ["Plan for 2022"]}, []),
    ("attachment_without_mark",
     {"presentation": "./. Vedlagt oversigt.", "attachments": ["Oversigt"]}, []),
    ("closed_attachment_named",
     {"presentation": "./. Tilbud fra leverandør A er modtaget.",
      "attachments": [Attachment("Tilbud fra leverandør A", closed=True)]},
     ["Tilbud fra leverandør A"]),
    ("attachment_without_mark",
     {"presentation": f"{mark(17)} Noten. Se Plan for 2022.", "attachments": [NOTE, PLAN]},
     ["Plan for 2022"]),
    ("attachment_without_mark",
     {"presentation": f"{mark(17)} Noten, vedlagte plan.", "attachments": [NOTE, PLAN]},
     ["Plan for 2022"]),
    ("attachment_without_mark",
     {"presentation": f"{mark(17)} {mark(18, 'Planen')}", "attachments": [NOTE, PLAN]}, []),
    ("attachment_without_mark",
     {"presentation": f"{mark(17)} Noten ./. planen", "attachments": [NOTE, PLAN]}, []),
    ("mark_of_missing_attachment",
     {"presentation": f"{mark(17)} {mark(19)}", "attachments": [NOTE]}, ["./."]),
    ("mark_of_missing_attachment",
     {"presentation": mark(18, "Planen"), "attachments": [NOTE]}, ["Planen"]),
    ("mark_of_missing_attachment",
     {"presentation": f"{mark(17)} {mark(17)} ./.", "attachments": [NOTE]}, []),
    ("mark_of_missing_attachment", {"presentation": mark(19), "attachments": ["Note"]}, []),
    ("mark_without_attachment", f"<p>{mark(17)} Noten.</p>", ["./."]),
    ("more_marks_than_attachments",
     {"presentation": f"{mark(17)} {mark(17)} {mark(19)}", "attachments": [NOTE]}, []),
    ("more_marks_than_attachments",
     {"presentation": f"{mark(17)} {mark(19)}", "attachments": ["Note"]}, ["./."]),
    ("enclosure_without_attachment", "Notatet er vedhæftet. Planen vedlægges sagen.",
     ["vedhæftet"]),
    ("enclosure_without_mark",
     {"presentation": f"{mark(17)} Vedlagte note.", "attachments": [NOTE]}, []),
    ("closed_attachment_named",
     {"presentation": "./. Tilbud fra leverandør A er modtaget.", "closed": True,
      "attachments": [Attachment("Tilbud fra leverandør A", closed=True)]}, []),
    ("closed_attachment_named",
     {"presentation": "./. Tilbud fra leverandør A er modtaget.",
      "attachments": ["Tilbud fra leverandør A"]}, []),
]  # fmt: skip

LINKS: list[Case] = [
    ("empty_link_text", f"Planen kan ses {link('her')}.", ["her"]),
    ("empty_link_text", link("Læs mere her."), ["Læs mere her."]),
    ("empty_link_text", link("klik<strong> her</strong>"), ["klik her"]),
    ("empty_link_text", f"{link('Planen for 2022')} ligger her.", []),
    ("empty_link_text", link("på dette link") + link("Bilag", "/x"), ["på dette link", "Bilag"]),
    ("empty_link_text", mark(17, "her"), []),
    ("link_without_text", mark(17, ""), []),
    ("link_without_text", f"Se {link(' ')} planen", [" "]),
    ("link_without_text", link('<img src="x" alt="KL">'), []),
    ("bare_address", link(URL, URL), [URL]),
    ("bare_address", f"{link('www.kl.dk')} og {URL} uden link", []),
    ("broken_address", "https://www.kl.dk/media/den-11-\noktober-2021.pdf",
     ["https://www.kl.dk/media/den-11- oktober-2021.pdf"]),
    ("broken_address", "Se http//www.kl.dk i dag", ["http//www.kl.dk"]),
    ("broken_address", "Se htpp://www.kl.dk", ["htpp://www.kl.dk"]),
    ("broken_address", link("https://a.dk/dags orden.pdf", "https://a.dk/dagsorden.pdf"),
     ["https://a.dk/dags orden.pdf"]),
    ("broken_address", link("https://a.dk/plan for året", "https://a.dk/plan"), []),
    ("broken_address", "Se https://a.dk/dags\u00adorden.", ["https://a.dk/dags\u00adorden"]),
    ("broken_address", "Se www..kl.dk.", ["www..kl.dk"]),
    ("broken_address", "Se https://kkrportal/side.", ["https://kkrportal/side"]),
    ("broken_address", "Se https://www.kl.dk/ kkr/plan.pdf", ["https://www.kl.dk/ kkr/plan.pdf"]),
    ("broken_address", "Se https://www.kl.dk/ og/eller ring.", []),
    ("broken_address", "Se https://https://www.kl.dk", ["https://https://www.kl.dk"]),
    ("broken_address", (f"Se ({URL}), www.kl.dk/kkr, https://a.dk:8000/x?y=1#z og"
     " https://www.kl.dk/foo- og bar."), []),
    ("broken_link", link("Planen", "www.kl.dk/plan"), ["Planen"]),
    ("broken_link", link("Planen", "https://www.kl/plan"), ["Planen"]),
    ("broken_link", link("Planen", "C:\\plan.docx"), ["Planen"]),
    ("broken_link", link("Planen", "https://www.kl.dk/min plan.pdf"), ["Planen"]),
    ("broken_link", link("A", URL) + link("B", "#b") + link("C", "mailto:a@kl.dk")
     + link("D", "/moeder/2/") + link("E", "tel:+4512345678"), []),
    ("broken_email", "Skriv til abc@kl.dk.dk.", ["abc@kl.dk.dk"]),
    ("broken_email", "Skriv til abc@kl.", ["abc@kl"]),
    ("broken_email", "Skriv til abc@@kl.dk nu", ["abc@@kl.dk"]),
    ("broken_email", "Skriv til abc @kl.dk i dag", ["abc @kl.dk"]),
    ("broken_email", f"Skriv til {link('sekretariatet', 'mailto:abc@kl.dk.dk')}.",
     ["sekretariatet"]),
    ("broken_email", "Skriv til x@-kl.dk, x@kl_d.dk eller å@kl.dk.",
     ["x@-kl.dk", "x@kl_d.dk", "å@kl.dk"]),
    ("broken_email", link("snm", "mailto:snm"), ["snm"]),
    ("broken_email", "Skriv til a.b-c+d@post.kl.dk, abc@kl.dk (eller abc@kl.dk). Følg @kkr.", []),
    ("image_without_text", '<img src="kort.png">', [""]),
    ("image_without_text", '<img src="x" alt="image001.png">', [""]),
    ("image_without_text", '<img src="kort.png" alt="Kort over regionen"><img src="x" alt="">', []),
]  # fmt: skip

ITEMS: list[Case] = [
    ("empty_item", {"background": "", "recommendation": "<p> </p>", "presentation": ""}, [""]),
    ("empty_item", {"background": "", "recommendation": "", "presentation": "",
                    "title": "Meddelelser fra formanden"}, []),
    ("empty_item", {"background": "", "recommendation": "", "presentation": "",
                    "title": "Godkendelse af dagsordenen"}, []),
    ("empty_item", {"background": "", "presentation": ""}, []),
    ("long_item_without_recommendation",
     {"recommendation": "", "presentation": "<p>Meget at læse.</p>" * 120}, [""]),
    ("long_item_without_recommendation", {"recommendation": ""}, []),
    ("missing_recommendation", {"recommendation": ""}, [""]),
    ("missing_recommendation", {"recommendation": "", "title": "Eventuelt"}, []),
    ("blank_section", {"presentation": "<p>&nbsp;</p>"}, [""]),
    ("blank_section", {"presentation": ""}, []),
    ("missing_section", {"presentation": ""}, [""]),
    ("missing_section", {"background": "", "presentation": ""}, ["", ""]),
    ("missing_section", {"background": "<p> </p>"}, []),
    ("missing_section", {"presentation": "", "title": "Næste møde"}, []),
    ("recommendation_without_proposal", {"recommendation": "<p>Sagen godkendes.</p>"},
     ["Sagen godkendes."]),
    ("recommendation_without_proposal", {"recommendation": "<p>Det indstilles, at …</p>"},
     ["Det indstilles, at …"]),
    ("recommendation_without_proposal", {"recommendation": "<p>Det indstilles, at:</p><ul><li>"
                                         "KKR godkender</li></ul>"}, []),
    ("recommendation_without_proposal", {"recommendation": "KKR-sekretariatet indstiller, at det"
                                         " godkendes."}, []),
    ("recommendation_without_proposal", {"recommendation": "<p>Formandskabet indstiller</p><ul>"
                                         "<li>at planen godkendes</li></ul>"}, []),
    ("recommendation_without_proposal", {"recommendation": "<p>Her skrives indstillingen</p>"}, []),
    ("missing_case_number", {"case_number": " "}, [""]),
    ("missing_case_number", {"case_number": "", "title": "Næste møde"}, []),
    ("missing_initials", {"initials": ""}, [""]),
    ("missing_initials", {"initials": "", "title": "Eventuelt"}, []),
    ("missing_title", {"title": " "}, [""]),
    ("missing_title", {"title": "Sundhed"}, []),
]  # fmt: skip

ALL = [*TEXTS, *VARIABLES, *COUNCILS, *DATES, *REFERENCES, *ATTACHMENTS, *LINKS, *ITEMS]
