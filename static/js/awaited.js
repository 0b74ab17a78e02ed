// Tells on any page when a book that its reader asked for is ready, or why there is none.
const EVERY = 3000; // milliseconds

const place = document.getElementById("awaited");

// Whether to ask again.
const ask = async () => {
  // What is told is told once: not to a page that nobody looks at.
  if (document.visibilityState === "hidden") return true;
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(place.dataset.url, { headers });
    if (!response.ok || response.redirected) return false;
    const news = await response.json();
    place.insertAdjacentHTML("beforeend", news.told);
    return news.is_more;
  } catch {
    return true; // without a connection there may be one again
  }
};

const wait = () =>
  setTimeout(async () => {
    if (await ask()) wait();
  }, EVERY);

wait();
