// From the filled-in form to a request, and to the same request for a shell.

let session = null;

export async function whoAmI() {
  const answer = await fetch("/v1/session", { headers: { Accept: "application/json" } });
  session = answer.ok ? await answer.json() : null;
  return session;
}

export function build(operation, form, key) {
  const { verb, path } = operation;
  const query = new URLSearchParams();
  const headers = { Accept: "application/json, */*" };
  let target = path;
  for (const field of form.querySelectorAll("[data-in]")) {
    const { in: place, name } = field.dataset;
    const value = field.value.trim();
    if (place === "path") target = target.replace(`{${name}}`, encodeURIComponent(value));
    else if (value === "") continue;
    else if (place === "header") headers[name] = value;
    else if (field.dataset.list) value.split(",").forEach((one) => query.append(name, one.trim()));
    else query.append(name, value);
  }
  const text = form.querySelector("textarea")?.value.trim();
  const file = form.querySelector("input[type=file]")?.files[0];
  let body;
  if (file) { body = file; headers["Content-Type"] = file.type || "application/octet-stream"; }
  else if (text) { body = text; headers["Content-Type"] = "application/json"; }
  if (key) headers.Authorization = `Bearer ${key}`;
  else if (verb !== "get" && session?.csrf_token) headers["X-CSRF-Token"] = session.csrf_token;
  const search = query.toString();
  return { url: target + (search ? `?${search}` : ""), method: verb.toUpperCase(), headers, body };
}

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

export function asCurl({ url, method, headers, body }) {
  const lines = [`curl -X ${method} ${quote(location.origin + url)}`];
  for (const [name, value] of Object.entries(headers)) {
    if (name === "X-CSRF-Token" || name === "Accept") continue;
    lines.push(`-H ${quote(`${name}: ${name === "Authorization" ? "Bearer $API_KEY" : value}`).replace("$API_KEY'", "'\"$API_KEY\"")}`);
  }
  if (typeof body === "string") lines.push(`--data ${quote(body)}`);
  else if (body) lines.push(`--data-binary ${quote(`@${body.name}`)}`);
  return lines.join(" \\\n  ");
}

export async function send(request, key) {
  const started = performance.now();
  const credentials = key ? "omit" : "same-origin";
  const answer = await fetch(request.url, { ...request, credentials, redirect: "error" });
  const type = answer.headers.get("Content-Type") ?? "";
  const text = await answer.text();
  return { answer, type, text, milliseconds: Math.round(performance.now() - started) };
}
