// Tells the portal that the item is open here, and the reader who else has it open.
import { post } from "./editor-request.js";

const EVERY = 15000; // milliseconds

export const watchPresence = (url, { hasNewer }) => {
  const line = document.getElementById("presence");
  const names = new Intl.ListFormat("da", { type: "conjunction" });
  const say = (text) => {
    if (line.textContent !== text) line.textContent = text; // read aloud when it changes
  };
  const beat = async () => {
    const response = await post(url, {});
    if (!response?.ok) return say("");
    const { others, version, by } = await response.json();
    const open = others.length ? `${names.format(others)} har også punktet åbent.` : "";
    const newer = hasNewer(version)
      ? `${by} har gemt en nyere tekst. Genindlæs siden, før du skriver videre.`
      : "";
    return say([open, newer].filter(Boolean).join(" "));
  };
  beat();
  setInterval(beat, EVERY);
};
