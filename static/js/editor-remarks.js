// What the rule check finds in the item, asked for anew after each save.
const place = document.getElementById("item-remarks");

const refresh = async () => {
  try {
    const response = await fetch(place.dataset.url, { headers: { Accept: "text/html" } });
    if (response.ok && !response.redirected) place.innerHTML = await response.text();
  } catch {
    // Without a connection the last answer stays; the page says elsewhere that nothing is saved.
  }
};

if (place) {
  refresh();
  document.addEventListener("item-saved", refresh);
}
