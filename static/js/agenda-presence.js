// Shows at each row who has its item open just now.
const EVERY = 15000; // milliseconds

const list = document.getElementById("agenda-items");

const refresh = async () => {
  if (document.visibilityState === "hidden") return;
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(list.dataset.presenceUrl, { headers });
    if (!response.ok || response.redirected) return;
    const { items } = await response.json();
    for (const line of list.querySelectorAll("[data-presence]")) {
      const text = items[line.dataset.presence] ?? "";
      if (line.textContent !== text) line.textContent = text;
    }
  } catch {
    // Without a connection the last answer stays until there is one again.
  }
};

setInterval(refresh, EVERY);
