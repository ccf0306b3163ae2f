// The one way from the page to the sandbox: a request for each deed, and one stream for everything that happens.

/** Asks the sandbox; a refusal is thrown with the sandbox's own words. */
export async function ask(path, body, method = body === undefined ? "GET" : "POST") {
  const answer = await fetch(`/sim/${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.description ?? told.error ?? told.detail ?? `${answer.status}`);
  return told;
}

export const mediaAddress = (fileId) => `/sim/media?file_id=${encodeURIComponent(fileId)}`;

/**
 * Listens to the sandbox. After every (re)connection `refresh` reads the whole state once; what happens
 * meanwhile waits in line, so that an old picture never covers a newer event.
 */
export function listen({ refresh, happened, lost }) {
  let line = Promise.resolve();
  const queue = (job) => {
    line = line.then(job).catch((error) => console.error(error));
  };
  const stream = new EventSource("/sim/stream");
  stream.addEventListener("open", () => queue(() => (lost(false), refresh())));
  stream.addEventListener("error", () => lost(true));
  stream.addEventListener("message", (event) => queue(() => happened(JSON.parse(event.data))));
}

/** A chosen file as the base64 the sandbox takes. */
export function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("error", () => reject(reader.error));
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.readAsDataURL(blob);
  });
}
