// Asking the portal from a script: with the CSRF token of the moment, and never for ever.

const TIMEOUT = 20000; // milliseconds

// Logging in again, in whatever window, changes the token; the cookie always has the current one.
export const csrfToken = () =>
  document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ??
  document.querySelector("[name=csrfmiddlewaretoken]").value;

const send = (url, fields, options) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    signal: AbortSignal.timeout(TIMEOUT),
    ...options,
  });
};

/** The portal's answer; null if there was none. */
export const post = async (url, fields, options = {}) => {
  try {
    const response = await send(url, fields, options);
    if (response.status !== 403) return response;
    await fetch(window.location.href, { signal: AbortSignal.timeout(TIMEOUT) }); // sets the cookie
    return await send(url, fields, options);
  } catch {
    return null;
  }
};
